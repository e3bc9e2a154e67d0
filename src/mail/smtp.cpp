#include "mail/smtp.h"

#include "mail/mime.h"

#include <curl/curl.h>
#include <fmt/core.h>

#include <cstring>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string_view>

namespace mail {

namespace {

constexpr long kConnectSeconds = 10;
constexpr long kTotalSeconds = 20;

struct Close {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

void begin_once() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

template <typename Value>
void set(CURL* curl, CURLoption option, Value value) {
    if (const auto code = curl_easy_setopt(curl, option, value); code != CURLE_OK) {
        throw std::runtime_error(fmt::format("mail: libcurl refuses an option: {}", curl_easy_strerror(code)));
    }
}

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
    begin_once();
    const std::unique_ptr<CURL, Close> curl(curl_easy_init());
    const std::unique_ptr<curl_slist, Close> recipients(curl_slist_append(nullptr, ("<" + to + ">").c_str()));
    if (!curl || !recipients) throw std::bad_alloc();
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
