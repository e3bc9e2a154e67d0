#pragma once

#include <string>
#include <string_view>

// Who speaks for what: a server for all that is on its host, and for nothing else.
namespace federation {

// "remote.test", "remote.test:8443"; empty when it is no URL.
std::string host_of(std::string_view url);

// Whether both are URLs of one host.
bool is_same_host(std::string_view url, std::string_view other_url);

// Whether it is a URL of http or https that may be shown and followed.
bool is_web_url(std::string_view url);

} // namespace federation
