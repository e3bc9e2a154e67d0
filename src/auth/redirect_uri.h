#pragma once

#include <string>
#include <string_view>

namespace auth {

// Why no app may be sent to `uri`, as the end of a sentence that begins with "Redirect URI"; empty when it may be.
// Any scheme of an app's own is fine ("com.example.app://callback"); data:, javascript: and vbscript: are not.
std::string_view find_redirect_problem(std::string_view uri);

// Whether they are equal, or differ in nothing but the port of a loopback address (RFC 8252, 7.3).
bool is_same_redirect(std::string_view registered, std::string_view requested);

// `uri` with `query` ("code=…&state=…") added to its query.
std::string add_query(std::string_view uri, std::string_view query);

} // namespace auth
