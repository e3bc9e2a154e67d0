#pragma once

#include <curl/curl.h>

#include <memory>

// What whoever speaks through libcurl shares: http/client for the web, mail/smtp for mail. For their .cpp files alone.
namespace http::curl {

struct Close {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct CloseMulti { // CURL and CURLM are both void.
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, Close>;
using Multi = std::unique_ptr<CURLM, CloseMulti>;
using List = std::unique_ptr<curl_slist, Close>;

// Before anything else, any number of times.
void begin();

void refuse_option(CURLcode code);

// Throws when libcurl refuses: it is too old, or out of memory.
template <typename Value>
void set(CURL* handle, CURLoption option, Value value) {
    if (const auto code = curl_easy_setopt(handle, option, value); code != CURLE_OK) refuse_option(code);
}

void append(List& list, const char* text);

} // namespace http::curl
