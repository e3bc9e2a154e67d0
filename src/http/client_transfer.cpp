#include "http/client_transfer.h"

#include "base/ascii.h"
#include "base/url.h"
#include "base/version.h"
#include "http/address_guard.h"
#include "http/split.h"

#include <fmt/core.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <system_error>

namespace http {
namespace {

using base::Refusal;
using curl::set;
using std::chrono::milliseconds;

constexpr milliseconds kConnectTime{5000};
constexpr std::size_t kMaxHeaderBytes = 64 << 10;

bool is_header_name(std::string_view name) {
    static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    const auto is_allowed = [](char c) {
        return base::is_ascii_alphanumeric(c) || kMarks.find(c) != std::string_view::npos;
    };
    return !name.empty() && std::ranges::all_of(name, is_allowed);
}

bool is_header_value(std::string_view value) {
    return std::ranges::none_of(value, [](unsigned char c) { return (c < ' ' && c != '\t') || c == 0x7f; });
}

// What belongs to the connection, and is the client's.
bool is_ours(std::string_view name) {
    constexpr auto kOurs = std::to_array<std::string_view>(
        {"host", "content-length", "transfer-encoding", "connection", "expect", "accept-encoding", "user-agent"});
    return std::ranges::any_of(kOurs,
                               [&](std::string_view own) { return base::equals_ignoring_ascii_case(own, name); });
}

// What was meant for one server.
bool is_credential(std::string_view name) {
    constexpr auto kNames =
        std::to_array<std::string_view>({"authorization", "cookie", "signature", "signature-input"});
    return std::ranges::any_of(kNames,
                               [&](std::string_view own) { return base::equals_ignoring_ascii_case(own, name); });
}

std::optional<base::IpAddress> address_of(const sockaddr& address) {
    base::IpAddress ip;
    if (address.sa_family == AF_INET6) {
        std::memcpy(ip.bytes, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, sizeof ip.bytes);
        return ip;
    }
    if (address.sa_family != AF_INET) return std::nullopt;
    ip = *base::IpAddress::parse("0.0.0.0");
    std::memcpy(ip.bytes + 12, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, 4);
    return ip;
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// Where `location` leads from `url`; empty when it leads nowhere.
std::string resolve(const std::string& url, const std::string& location) {
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parts(curl_url(), curl_url_cleanup);
    if (!parts || curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), CURLU_PATH_AS_IS) != CURLUE_OK) return {};
    if (curl_url_set(parts.get(), CURLUPART_URL, location.c_str(), 0) != CURLUE_OK) return {};
    char* whole = nullptr;
    if (curl_url_get(parts.get(), CURLUPART_URL, &whole, 0) != CURLUE_OK) return {};
    const std::unique_ptr<char, decltype(&curl_free)> owner(whole, curl_free);
    return whole;
}

std::string_view reason_of(CURLcode code) {
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return "there is no server of that name";
    case CURLE_COULDNT_CONNECT: return "nobody answers there";
    case CURLE_OPERATION_TIMEDOUT: return "it takes too long";
    case CURLE_GOT_NOTHING: return "it hung up without an answer";
    case CURLE_RECV_ERROR: return "it hung up in the middle of its answer";
    default: return curl_easy_strerror(code);
    }
}

} // namespace

std::string redirect_of(const Incoming& answer) {
    const auto location = std::string(answer.header("location"));
    return is_redirect(answer.status) && !location.empty() ? resolve(answer.url, location) : std::string();
}

void lead_on(Outgoing& request, std::string next) {
    const auto before = base::Url::parse(request.url), after = base::Url::parse(next);
    request.url = std::move(next);
    if (before && after && before->origin() == after->origin()) return;
    std::erase_if(request.headers, [](const auto& header) { return is_credential(header.first); });
}

Transfer::Transfer(const base::Config& config, Outgoing request, Client::Done done)
    : config_(config),
      request_(std::move(request)),
      done_(std::move(done)),
      deadline_(Clock::now() + request_.deadline) {}

bool Transfer::may_reach(const base::IpAddress& ip) const {
    return is_global_unicast(ip) || base::any_contains(config_.allowed_private_addresses, ip);
}

Result<> Transfer::prepare_hop() {
    const auto url = base::Url::parse(request_.url);
    if (!url) return base::invalid("this is no address of a web page that could be asked for");
    host_ = url->host;
    authority_ = url->authority();
    target_ = url->target;
    if (!url->is_https && !config_.federation_allow_http) return base::invalid(host_ + ": only https is spoken");
    const auto bare = host_.starts_with('[') ? host_.substr(1, host_.size() - 2) : host_;
    const auto ip = base::IpAddress::parse(bare);
    if (ip && !may_reach(*ip)) return base::forbidden(host_ + ": it is not on the public internet");

    request_.url = url->text();
    const bool may_repeat = request_.method == Method::Get || request_.method == Method::Head;
    hop_ = may_repeat ? request_ : std::move(request_);
    if (hop_.prepare) hop_.prepare(hop_);
    for (const auto& [name, value] : hop_.headers) {
        if (!is_header_name(name) || !is_header_value(value) || is_ours(name)) {
            return base::invalid(host_ + ": a header must not go out");
        }
    }
    return {};
}

void Transfer::configure(curl::Easy easy, const std::string& endpoint) {
    easy_ = std::move(easy);
    answer_ = {};
    header_bytes_ = 0;
    body_bytes_ = 0;
    was_forbidden_ = false;
    reason_[0] = '\0';
    auto* handle = easy_.get();
    set(handle, CURLOPT_URL, hop_.url.c_str());
    set(handle, CURLOPT_REQUEST_TARGET, target_.c_str());
    set(handle, CURLOPT_PRIVATE, static_cast<void*>(this));
    set(handle, CURLOPT_ERRORBUFFER, static_cast<char*>(reason_));
    set(handle, CURLOPT_HEADERFUNCTION, &on_header);
    set(handle, CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(handle, CURLOPT_WRITEFUNCTION, &on_body);
    set(handle, CURLOPT_WRITEDATA, static_cast<void*>(this));
    set_method();
    set_security();
    set_limits();
    set_headers();
    if (endpoint.empty()) return;
    connect_list_.reset();
    curl::append(connect_list_, ("::" + endpoint).c_str());
    set(handle, CURLOPT_CONNECT_TO, connect_list_.get());
}

void Transfer::set_method() {
    auto* handle = easy_.get();
    static constexpr const char* kNames[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    switch (hop_.method) {
    case Method::Get: set(handle, CURLOPT_HTTPGET, 1L); return;
    case Method::Head: set(handle, CURLOPT_NOBODY, 1L); return;
    default: break;
    }
    set(handle, CURLOPT_POST, 1L);
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(hop_.body.size()));
    set(handle, CURLOPT_POSTFIELDS, hop_.body.data());
    if (hop_.method != Method::Post) {
        set(handle, CURLOPT_CUSTOMREQUEST, kNames[static_cast<std::size_t>(hop_.method)]);
    }
}

void Transfer::set_security() {
    auto* handle = easy_.get();
    set(handle, CURLOPT_PROTOCOLS_STR, config_.federation_allow_http ? "https,http" : "https");
    set(handle, CURLOPT_OPENSOCKETFUNCTION, &on_socket);
    set(handle, CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_PROXY, ""); // Whatever the environment says.
    set(handle, CURLOPT_NOPROXY, "*");
    // With a CAPATH, which Debian has by default, every connection would read all certificates again: 35 ms each.
    set(handle, CURLOPT_CAINFO, config_.federation_ca_file.c_str());
    set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    set(handle, CURLOPT_SSL_SESSIONID_CACHE, 0L); // It belongs to the handle, which goes elsewhere next.
}

void Transfer::set_limits() {
    auto* handle = easy_.get();
    const auto left = std::max(std::chrono::duration_cast<milliseconds>(deadline_ - Clock::now()), milliseconds(1));
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(left, kConnectTime).count()));
    set(handle, CURLOPT_LOW_SPEED_LIMIT, kLeastBytesPerSecond);
    set(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(hop_.stall.count()));
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_QUICK_EXIT, 1L); // Nobody waits for a DNS server that does not answer.
    // What every server is used to get from Mastodon. libcurl 7.88 takes an answer over HTTP/2 that comes before it has
    // sent the body for an error.
    set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
}

void Transfer::set_headers() {
    header_list_.reset();
    curl::append(header_list_, "Expect:");
    for (const auto& [name, value] : hop_.headers) {
        curl::append(header_list_, value.empty() ? (name + ";").c_str() : (name + ": " + value).c_str());
    }
    set(easy_.get(), CURLOPT_HTTPHEADER, header_list_.get());
    const auto agent = fmt::format("Akebono/{} (+{}/)", base::kVersion, config_.web_url());
    set(easy_.get(), CURLOPT_USERAGENT, agent.c_str());
    if (hop_.method == Method::Get) set(easy_.get(), CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
}

curl_socket_t Transfer::on_socket(void* self, curlsocktype, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(self);
    const auto ip = address_of(address->addr);
    if (!ip || !transfer.may_reach(*ip)) {
        transfer.was_forbidden_ = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t Transfer::on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
    const std::string_view line(bytes, size * count);
    return static_cast<Transfer*>(self)->take_header(line) ? line.size() : 0;
}

bool Transfer::take_header(std::string_view line) {
    header_bytes_ += line.size();
    if (header_bytes_ > kMaxHeaderBytes) {
        is_too_large_ = true;
        return false;
    }
    if (line.starts_with("HTTP/")) answer_.headers.clear(); // After "100 Continue" and its like.
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    if (line.find(':') == std::string_view::npos) return true;
    auto name = base::ascii_lower(take_until(line, ':'));
    answer_.headers.emplace_back(std::move(name), without_space(line));
    return true;
}

std::size_t Transfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
    const std::string_view some(bytes, size * count);
    return static_cast<Transfer*>(self)->take_body(some) ? some.size() : CURL_WRITEFUNC_ERROR;
}

bool Transfer::take_body(std::string_view some) {
    const bool fits = some.size() <= hop_.max_bytes - body_bytes_;
    if (!fits) {
        (hop_.may_cut ? is_cut_ : is_too_large_) = true;
        some = some.substr(0, hop_.max_bytes - body_bytes_);
    }
    body_bytes_ += some.size();
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    if (!hop_.into || status / 100 != 2) {
        answer_.body += some;
        return fits;
    }
    try {
        base::write_all(*hop_.into, some);
        return fits;
    } catch (const std::system_error&) { // No exception finds its way through libcurl.
        has_full_disk_ = true;
        return false;
    }
}

base::Error Transfer::failure(CURLcode code) const {
    if (is_too_large_) return {Refusal::TooLarge, authority_ + ": its answer is too large"};
    if (has_full_disk_) return {Refusal::Unavailable, authority_ + ": its answer cannot be kept on disk"};
    if (was_forbidden_ && code == CURLE_COULDNT_CONNECT) {
        return {Refusal::Forbidden, authority_ + ": it is not on the public internet"};
    }
    const bool has_detail = (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR) && reason_[0];
    return {Refusal::Unavailable,
            fmt::format("{}: {}", authority_, has_detail ? std::string_view(reason_) : reason_of(code))};
}

Result<Incoming> Transfer::result(CURLcode code) {
    if (redirect_error_) return base::Unexpected(*redirect_error_);
    if (code != CURLE_OK && !is_cut_) return base::Unexpected(failure(code));
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    answer_.status = static_cast<int>(status);
    answer_.url = std::move(hop_.url);
    return std::move(answer_);
}

bool Transfer::follow(CURLcode code) {
    const bool may_repeat = hop_.method == Method::Get || hop_.method == Method::Head;
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    const auto location = std::string(answer_.header("location"));
    if (request_.max_redirects == 0) return false;
    if (code != CURLE_OK || !may_repeat || location.empty() || !is_redirect(static_cast<int>(status))) return false;
    if (redirects_++ >= request_.max_redirects) {
        redirect_error_ = {Refusal::Unavailable, authority_ + ": it redirects too often"};
        return false;
    }
    lead_on(request_, resolve(hop_.url, location));
    auto prepared = prepare_hop();
    if (!prepared) redirect_error_ = prepared.error();
    return prepared.has_value();
}

void Transfer::finish(CURLcode code) { done_(result(code)); }

} // namespace http
