#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// An http or https URL, taken apart by strict rules and written anew: parsers disagree about what is odd, so nothing
// odd is a URL here.
struct Url {
    bool is_https = true;
    // In lower case, names beyond ASCII as xn--…: "remote.test", "203.0.113.7", "[2001:db8::1]".
    std::string host;
    std::uint16_t port = 443;
    std::string target = "/"; // Path and query; bytes beyond ASCII as %XX. Begins with "/".

    // nullopt for anything else: other schemes, a user name or password, white space, control characters, backslashes,
    // hosts that are numbers in disguise (0x7f.1, 127.1, 2130706433), more than 2,048 bytes. A fragment is left out.
    static std::optional<Url> parse(std::string_view text);

    // The host, with the port where it is not the scheme's: what a Host header says.
    std::string authority() const;
    // "https://remote.test": two URLs of one origin are one server's.
    std::string origin() const;
    std::string text() const { return origin() + target; }
};

} // namespace base
