#include "http/request.h"

#include "http/split.h"
#include "http/spool.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace http {
namespace {

std::optional<std::int64_t> parse_integer(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<std::int64_t> integer_of(const json::Value& value) {
    if (const auto* text = value.if_string()) return parse_integer(*text);
    if (const auto* number = value.if_int64()) return *number;
    if (const auto* number = value.if_double()) {
        constexpr double kExact = 9007199254740992; // 2^53
        if (std::trunc(*number) == *number && std::abs(*number) <= kExact) return static_cast<std::int64_t>(*number);
    }
    return std::nullopt;
}

// The values of {"0": …, "1": …}, which a[0]=… and a[1]=… make; empty when a key is no number.
std::vector<const json::Value*> by_number(const json::Object& object) {
    std::vector<std::pair<std::int64_t, const json::Value*>> numbered;
    for (const auto& member : object) {
        const auto number = base::parse_id(member.key());
        if (!number) return {};
        numbered.emplace_back(*number, &member.value());
    }
    std::ranges::stable_sort(numbered, {}, [](const auto& pair) { return pair.first; });

    std::vector<const json::Value*> values;
    for (const auto& [number, value] : numbered) values.push_back(value);
    return values;
}

// `name` in "a=1; b=2".
std::optional<std::string_view> find_cookie(std::string_view cookies, std::string_view name) {
    while (!cookies.empty()) {
        auto value = without_space(take_until(cookies, ';'));
        if (value.find('=') == name.size() && take_until(value, '=') == name) return value;
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> text_of(const json::Value& value) {
    switch (value.kind()) {
    case boost::json::kind::string: return std::string(value.get_string());
    case boost::json::kind::int64: return std::to_string(value.get_int64());
    case boost::json::kind::uint64: return std::to_string(value.get_uint64());
    case boost::json::kind::double_: return fmt::format("{}", value.get_double());
    case boost::json::kind::bool_: return value.get_bool() ? "true" : "false";
    default: return std::nullopt;
    }
}

std::optional<bool> boolean_of(const json::Value& value) {
    const auto text = text_of(value);
    if (!text || text->empty()) return std::nullopt;
    static constexpr std::string_view kFalse[] = {"0", "f", "F", "false", "FALSE", "off", "OFF"};
    return std::ranges::find(kFalse, *text) == std::end(kFalse);
}

std::string_view Request::whole_body() const { return spool ? spool->view() : std::string_view(body); }

std::string_view Request::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers) {
        if (name == lower_case_name) return value;
    }
    return {};
}

std::string_view Request::cookie(std::string_view name) const {
    for (const auto& [header_name, cookies] : headers) {
        if (header_name != "cookie") continue;
        if (const auto value = find_cookie(cookies, name)) return *value;
    }
    return {};
}

const json::Value* Params::param(std::string_view name) const {
    return tree_->if_contains(boost::json::string_view(name.data(), name.size()));
}

std::optional<std::string> Params::text(std::string_view name) const {
    const auto* value = param(name);
    return value ? text_of(*value) : std::nullopt;
}

std::string Params::text_or(std::string_view name, std::string_view fallback) const {
    auto found = text(name);
    return found ? std::move(*found) : std::string(fallback);
}

std::optional<bool> Params::boolean(std::string_view name) const {
    const auto* value = param(name);
    return value ? boolean_of(*value) : std::nullopt;
}

std::optional<std::int64_t> Params::integer(std::string_view name) const {
    const auto* value = param(name);
    return value ? integer_of(*value) : std::nullopt;
}

std::vector<const json::Value*> Params::items(std::string_view name) const {
    const auto* value = param(name);
    if (!value) return {};
    if (const auto* numbered = value->if_object()) return by_number(*numbered);

    std::vector<const json::Value*> values;
    if (const auto* array = value->if_array()) {
        for (const auto& element : *array) values.push_back(&element);
    }
    return values;
}

std::vector<std::string> Params::texts(std::string_view name) const {
    if (auto single = text(name)) return {std::move(*single)};

    std::vector<std::string> result;
    for (const auto* item : items(name)) {
        if (auto text = text_of(*item)) result.push_back(std::move(*text));
    }
    return result;
}

const json::Object* Params::object(std::string_view name) const {
    const auto* value = param(name);
    return value ? value->if_object() : nullptr;
}

const File* Request::file(std::string_view field) const {
    const auto found = std::ranges::find(files, field, &File::field);
    return found == files.end() ? nullptr : &*found;
}

Page Request::page(int default_limit, int max_limit) const {
    Page page;
    const auto id_or = [&](std::string_view name, std::int64_t fallback) {
        const auto value = text(name);
        return value ? base::parse_id(*value).value_or(fallback) : fallback;
    };
    page.max_id = id_or("max_id", page.max_id);
    page.since_id = id_or("since_id", 0);
    page.min_id = id_or("min_id", 0);

    const auto wanted = integer("limit").value_or(0);
    const std::int64_t most = max_limit;
    page.limit = static_cast<int>(std::abs(std::clamp(wanted, -most, most)));
    if (page.limit == 0) page.limit = std::min(default_limit, max_limit);
    return page;
}

std::optional<std::int64_t> Params::id_number(std::string_view name) const {
    const auto value = text(name);
    return value ? base::parse_id(*value) : std::nullopt;
}

} // namespace http
