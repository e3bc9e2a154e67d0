#pragma once

#include "base/result.h"
#include "http/request.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// From the bytes of a query and a body to one tree of parameters. Hostile input gets BadRequest, with a message that
// names what is wrong; no input makes it slow, deep or large.
namespace http {

inline constexpr std::size_t kMaxParams = 4096; // Of one request, in all its parts.
inline constexpr std::size_t kMaxDepth = 32;    // a[b][c]… and JSON.
inline constexpr std::size_t kMaxFiles = 64;

// Fills `params` and `files` from `query` and `body`, as Content-Type says: application/x-www-form-urlencoded (also
// when it says nothing), multipart/form-data or application/json; other bodies are left to the handler. A JSON body
// that is no object becomes the parameter "_json". The body wins over the query.
Result<> read_params(Request& request);

// Adds a=1&b[]=2 to `params`; `count` counts towards kMaxParams.
Result<> read_form(std::string_view text, json::Object& params, std::size_t& count);

// Adds the fields of a multipart body to `params`, its files to `files`, which look into `body`.
Result<> read_multipart(std::string_view body, std::string_view content_type, json::Object& params,
                        std::vector<File>& files, std::size_t& count);

// Puts `value` where `key` says: "a", "a[]", "a[b]", "a[][b]", as Rails does. BadRequest when that place is of another
// kind, or too deep.
Result<> put_param(json::Object& params, std::string_view key, json::Value value);

// %41 becomes A; "+" a space when `plus_is_space`. nullopt for a % without two digits, NUL, and what is no UTF-8.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

} // namespace http
