#include "http/direct.h"

#include "base/ascii.h"
#include "base/version.h"
#include "http/curl.h"
#include "http/split.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace http {
namespace {

using curl::set;

constexpr std::size_t kSpareHandles = 2;
constexpr long kConnectMilliseconds = 5000;
constexpr std::string_view kUserAgent = "Akebono/";

// One request, while libcurl works on it.
struct Exchange {
    const DirectRequest& request;
    CURL* handle;
    std::int64_t sent = 0; // Of the upload.
    bool is_too_large = false;
    bool has_full_disk = false;
    Incoming answer = {};
};

std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self) {
    auto& exchange = *static_cast<Exchange*>(self);
    const auto left = exchange.request.length - exchange.sent;
    const auto wanted = std::min<std::int64_t>(left, static_cast<std::int64_t>(size * count));
    const auto read = ::pread(exchange.request.upload->descriptor(), buffer, static_cast<std::size_t>(wanted),
                              static_cast<off_t>(exchange.request.offset + exchange.sent));
    if (read < 0) return CURL_READFUNC_ABORT;
    exchange.sent += read;
    return static_cast<std::size_t>(read);
}

int on_seek(void* self, curl_off_t offset, int origin) {
    if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
    static_cast<Exchange*>(self)->sent = offset;
    return CURL_SEEKFUNC_OK;
}

bool is_good(CURL* handle) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status / 100 == 2;
}

std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& exchange = *static_cast<Exchange*>(self);
    const std::string_view some(bytes, size * count);
    try {
        if (exchange.request.into && is_good(exchange.handle)) {
            base::write_all(*exchange.request.into, some);
            return some.size();
        }
        exchange.is_too_large = exchange.answer.body.size() + some.size() > exchange.request.max_bytes;
        if (exchange.is_too_large) return CURL_WRITEFUNC_ERROR;
        exchange.answer.body += some;
        return some.size();
    } catch (const std::exception&) { // No exception finds its way through libcurl.
        exchange.has_full_disk = true;
        return CURL_WRITEFUNC_ERROR;
    }
}

std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& headers = static_cast<Exchange*>(self)->answer.headers;
    std::string_view line(bytes, size * count);
    if (line.starts_with("HTTP/")) headers.clear(); // After "100 Continue" and its like.
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    if (line.find(':') == std::string_view::npos || headers.size() >= 100) return size * count;
    auto name = base::ascii_lower(take_until(line, ':'));
    headers.emplace_back(std::move(name), without_space(line));
    return size * count;
}

void set_body(CURL* handle, Exchange& exchange) {
    const auto& request = exchange.request;
    if (request.method == "HEAD") return set(handle, CURLOPT_NOBODY, 1L);
    if (request.upload) {
        set(handle, CURLOPT_UPLOAD, 1L);
        set(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.length));
        set(handle, CURLOPT_READFUNCTION, &on_read);
        set(handle, CURLOPT_READDATA, static_cast<void*>(&exchange));
        set(handle, CURLOPT_SEEKFUNCTION, &on_seek);
        set(handle, CURLOPT_SEEKDATA, static_cast<void*>(&exchange));
    } else if (request.method == "POST" || request.method == "PUT") {
        set(handle, CURLOPT_POST, 1L);
        set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(handle, CURLOPT_POSTFIELDS, request.body.data());
    }
    set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void set_limits(CURL* handle, const DirectRequest& request) {
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(request.deadline.count()));
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, std::min(kConnectMilliseconds, static_cast<long>(request.deadline.count())));
    set(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(request.patience.count()));
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
}

void set_security(CURL* handle, const std::string& ca_file) {
    set(handle, CURLOPT_PROTOCOLS_STR, "https,http");
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_PROXY, ""); // Whatever the environment says.
    set(handle, CURLOPT_NOPROXY, "*");
    set(handle, CURLOPT_CAINFO, ca_file.c_str());
    set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
}

curl::List headers_of(const DirectRequest& request) {
    curl::List list;
    curl::append(list, "Expect:");
    for (const auto& [name, value] : request.headers) curl::append(list, (name + ": " + value).c_str());
    return list;
}

} // namespace

struct DirectClient::Handles {
    std::vector<curl::Easy> spare;
};

DirectClient::DirectClient(std::string ca_file) : ca_file_(std::move(ca_file)), handles_(std::make_unique<Handles>()) {
    curl::begin();
}

DirectClient::~DirectClient() = default;

Result<Incoming> DirectClient::send(const DirectRequest& request) {
    curl::Easy easy;
    {
        const std::scoped_lock lock(mutex_);
        if (!handles_->spare.empty()) {
            easy = std::move(handles_->spare.back());
            handles_->spare.pop_back();
        }
    }
    if (!easy) easy.reset(curl_easy_init());
    if (!easy) throw std::bad_alloc();

    Exchange exchange{.request = request, .handle = easy.get()};
    char reason[CURL_ERROR_SIZE] = "";
    const auto headers = headers_of(request);
    const auto agent = std::string(kUserAgent).append(base::kVersion);
    set(easy.get(), CURLOPT_URL, request.url.c_str());
    set(easy.get(), CURLOPT_PATH_AS_IS, 1L);
    set(easy.get(), CURLOPT_USERAGENT, agent.c_str());
    set(easy.get(), CURLOPT_HTTPHEADER, headers.get());
    set(easy.get(), CURLOPT_ERRORBUFFER, static_cast<char*>(reason));
    set(easy.get(), CURLOPT_HEADERFUNCTION, &on_header);
    set(easy.get(), CURLOPT_HEADERDATA, static_cast<void*>(&exchange));
    set(easy.get(), CURLOPT_WRITEFUNCTION, &on_body);
    set(easy.get(), CURLOPT_WRITEDATA, static_cast<void*>(&exchange));
    set_body(easy.get(), exchange);
    set_limits(easy.get(), request);
    set_security(easy.get(), ca_file_);

    const auto code = curl_easy_perform(easy.get());
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_reset(easy.get()); // Its connection stays.
    {
        const std::scoped_lock lock(mutex_);
        if (handles_->spare.size() < kSpareHandles) handles_->spare.push_back(std::move(easy));
    }
    if (exchange.is_too_large) return base::refuse(base::Refusal::TooLarge, "the answer is too large");
    if (exchange.has_full_disk) return base::refuse(base::Refusal::Unavailable, "the answer cannot be kept on disk");
    if (code != CURLE_OK) {
        return base::refuse(base::Refusal::Unavailable, reason[0] ? reason : curl_easy_strerror(code));
    }
    exchange.answer.status = static_cast<int>(status);
    exchange.answer.url = request.url;
    return std::move(exchange.answer);
}

} // namespace http
