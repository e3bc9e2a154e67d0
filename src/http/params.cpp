#include "http/params.h"

#include "base/ascii.h"
#include "base/unicode.h"
#include "http/split.h"

#include <algorithm>

namespace http {
namespace {

base::Unexpected bad_request(std::string message) {
    return base::refuse(base::Refusal::BadRequest, std::move(message));
}

// "application/json" of "Application/JSON; charset=utf-8".
std::string media_type(std::string_view content_type) {
    auto type = content_type.substr(0, content_type.find(';'));
    while (type.ends_with(' ')) type.remove_suffix(1);
    return base::ascii_lower(type);
}

int hex_digit(char c) {
    if (base::is_ascii_digit(c)) return c - '0';
    const char lower = base::ascii_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool has_nul(const json::Value& value) {
    if (const auto* text = value.if_string()) return text->find('\0') != boost::json::string::npos;
    if (const auto* array = value.if_array()) return std::ranges::any_of(*array, has_nul);
    if (const auto* object = value.if_object()) {
        return std::ranges::any_of(*object, [](const auto& member) {
            return member.key().find('\0') != boost::json::string_view::npos || has_nul(member.value());
        });
    }
    return false;
}

Result<> read_json(std::string_view body, json::Object& params) {
    auto value = json::parse(body);
    if (!value) return bad_request("The request body is not valid JSON");
    // No database column can hold it. Only an escape can have brought it here.
    if (body.find("\\u0000") != std::string_view::npos && has_nul(*value)) {
        return bad_request("The request body contains a null character");
    }

    auto* object = value->if_object();
    if (!object) {
        params["_json"] = std::move(*value);
        return {};
    }
    if (params.empty()) {
        params = std::move(*object);
        return {};
    }
    for (auto& member : *object) params[member.key()] = std::move(member.value());
    return {};
}

} // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '+' && plus_is_space) {
            decoded += ' ';
        } else if (c == '%') {
            const int high = at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
            const int low = high >= 0 ? hex_digit(text[at + 2]) : -1;
            if (low < 0) return std::nullopt;
            decoded += static_cast<char>(high * 16 + low);
            at += 2;
        } else {
            decoded += c;
        }
    }
    if (decoded.find('\0') != std::string::npos || !base::is_valid_utf8(decoded)) return std::nullopt;
    return decoded;
}

Result<> read_form(std::string_view text, json::Object& params, std::size_t& count) {
    while (!text.empty()) {
        const auto pair = take_until(text, '&');
        if (pair.empty()) continue;
        if (++count > kMaxParams) return bad_request("There are too many parameters");

        const auto equals = pair.find('=');
        const auto key = percent_decode(pair.substr(0, equals), true);
        const bool has_value = equals != std::string_view::npos;
        const auto value = has_value ? percent_decode(pair.substr(equals + 1), true) : std::string();
        if (!key || !value) return bad_request("A parameter is not properly encoded");
        TRY(put_param(params, *key, has_value ? json::Value(*value) : json::Value(nullptr)));
    }
    return {};
}

Result<> read_params(Request& request) {
    std::size_t count = 0;
    TRY(read_form(request.query, request.params, count));
    const auto body = request.whole_body();
    if (body.empty()) return {};

    const auto content_type = request.header("content-type");
    const auto type = media_type(content_type);
    if (type == "application/json") return read_json(body, request.params);
    if (type.empty() || type == "application/x-www-form-urlencoded") {
        json::Object form;
        TRY(read_form(body, form, count));
        for (auto& member : form) request.params[member.key()] = std::move(member.value());
        return {};
    }
    if (type == "multipart/form-data") {
        json::Object form;
        TRY(read_multipart(body, content_type, form, request.files, count));
        for (auto& member : form) request.params[member.key()] = std::move(member.value());
    }
    return {};
}

} // namespace http
