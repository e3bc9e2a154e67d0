#include "http/curl.h"

#include <csignal>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>

namespace http::curl {

void begin() {
    static std::once_flag once;
    std::call_once(once, [] {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        // OpenSSL writes to connections that the other side has closed.
        std::signal(SIGPIPE, SIG_IGN);
    });
}

void refuse_option(CURLcode code) {
    throw std::runtime_error(std::string("libcurl refuses an option: ") + curl_easy_strerror(code));
}

void append(List& list, const char* text) {
    auto* longer = curl_slist_append(list.get(), text);
    if (!longer) throw std::bad_alloc();
    (void)list.release(); // It is the longer one now.
    list.reset(longer);
}

} // namespace http::curl
