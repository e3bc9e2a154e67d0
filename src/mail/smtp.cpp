#include "mail/smtp.h"

#include "http/curl.h"
#include "mail/mime.h"

#include <fmt/core.h>

#include <cstring>
#include <stdexcept>
#include <string_view>

namespace mail {

namespace {

using http::curl::set;

constexpr long kConnectSeconds = 10;
constexpr long kTotalSeconds = 20;

std::size_t read_data(char* out, std::size_t size, std::size_t count, void* source) {
    auto& rest = *static_cast<std::string_view*>(source);
    const auto length = std::min(rest.size(), size * count);
    std::memcpy(out, rest.data(), length);
    rest.remove_prefix(length);
    return length;
}

void set_security(CURL* curl, const base::Config& config) {
    using enum base::SmtpSecurity;
    const auto security = config.smtp_security;
    const std::string scheme = security == Tls ? "smtps://" : "smtp://";
    set(curl, CURLOPT_URL, (scheme + config.smtp_server).c_str());
    set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    const long use = security == None ? CURLUSESSL_NONE : security == Opportunistic ? CURLUSESSL_TRY : CURLUSESSL_ALL;
    set(curl, CURLOPT_USE_SSL, use);
    set(curl, CURLOPT_CAINFO, config.smtp_ca_file.c_str());
    set(curl, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    if (config.smtp_user.empty()) return;
    set(curl, CURLOPT_USERNAME, config.smtp_user.c_str());
    set(curl, CURLOPT_PASSWORD, config.smtp_password.c_str());
}

} // namespace

void deliver(const base::Config& config, const std::string& to, const std::string& data) {
    http::curl::begin();
    const http::curl::Easy curl(curl_easy_init());
    if (!curl) throw std::bad_alloc();
    http::curl::List recipients;
    http::curl::append(recipients, ("<" + to + ">").c_str());
    char reason[CURL_ERROR_SIZE] = "";
    std::string_view rest = data;
    set_security(curl.get(), config);
    set(curl.get(), CURLOPT_ERRORBUFFER, static_cast<char*>(reason));
    set(curl.get(), CURLOPT_MAIL_FROM, ("<" + sender(config) + ">").c_str());
    set(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
    set(curl.get(), CURLOPT_UPLOAD, 1L);
    set(curl.get(), CURLOPT_READFUNCTION, &read_data);
    set(curl.get(), CURLOPT_READDATA, static_cast<void*>(&rest));
    set(curl.get(), CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    set(curl.get(), CURLOPT_TIMEOUT, kTotalSeconds);
    set(curl.get(), CURLOPT_NOSIGNAL, 1L);
    const auto code = curl_easy_perform(curl.get());
    if (code == CURLE_OK) return;
    throw std::runtime_error(
        fmt::format("{} does not take mail: {}", config.smtp_server, reason[0] ? reason : curl_easy_strerror(code)));
}

} // namespace mail
