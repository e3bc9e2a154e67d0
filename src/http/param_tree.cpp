#include "http/params.h"

#include <span>

namespace http {
namespace {

using Path = std::span<const std::string_view>; // What stands between the brackets, in order; "" for [].

base::Unexpected bad_request(std::string message) {
    return base::refuse(base::Refusal::BadRequest, std::move(message));
}

boost::json::string_view boost_view(std::string_view text) { return {text.data(), text.size()}; }

// "a[b][]" as "a", "b", "". A key whose brackets do not match is a name as a whole.
std::vector<std::string_view> split(std::string_view key) {
    const auto open = key.find('[');
    if (open == 0 || open == std::string_view::npos) return {key};

    std::vector<std::string_view> path = {key.substr(0, open)};
    auto rest = key.substr(open);
    while (!rest.empty()) {
        const auto close = rest.find(']');
        if (rest.front() != '[' || close == std::string_view::npos) return {key};
        path.push_back(rest.substr(1, close - 1));
        rest.remove_prefix(close + 1);
    }
    return path;
}

bool has_path(const json::Value& value, Path path) {
    const auto* at = &value;
    for (const auto& name : path) {
        if (name.empty()) return false; // A list takes as many as come.
        const auto* object = at->if_object();
        at = object ? object->if_contains(boost_view(name)) : nullptr;
        if (!at) return false;
    }
    return true;
}

Result<> put(json::Value& place, Path path, json::Value value);

// [] of the rest: a[] appends; a[][b] fills the last element until it has a b, then begins the next.
Result<> put_in_list(json::Value& place, Path rest, json::Value value) {
    if (place.is_null()) place.emplace_array();
    auto* list = place.if_array();
    if (!list) return bad_request("A parameter is given both as a list and as something else");
    if (rest.empty()) {
        if (!value.is_null()) list->push_back(std::move(value));
        return {};
    }
    const bool is_next = list->empty() || !list->back().is_object() || has_path(list->back(), rest);
    if (is_next) list->emplace_back(nullptr);
    return put(list->back(), rest, std::move(value));
}

Result<> put(json::Value& place, Path path, json::Value value) {
    if (path.empty()) {
        place = std::move(value);
        return {};
    }
    const auto name = path.front();
    const auto rest = path.subspan(1);
    if (name.empty()) return put_in_list(place, rest, std::move(value));

    if (place.is_null()) place.emplace_object();
    auto* object = place.if_object();
    if (!object) return bad_request("A parameter is given both as an object and as something else");
    return put((*object)[boost_view(name)], rest, std::move(value));
}

} // namespace

Result<> put_param(json::Object& params, std::string_view key, json::Value value) {
    const auto path = split(key);
    if (path.size() > kMaxDepth) return bad_request("A parameter is nested too deeply");
    if (path.front().empty()) return {};
    return put(params[boost_view(path.front())], Path(path).subspan(1), std::move(value));
}

} // namespace http
