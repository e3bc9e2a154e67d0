#include "federation/reading.h"

#include "base/text.h"
#include "federation/origins.h"

#include <algorithm>

namespace federation {

namespace {

constexpr std::string_view kStreams = "https://www.w3.org/ns/activitystreams";
constexpr std::size_t kMaxIdBytes = 2048;

std::string_view text_of(const json::Value& value) {
    if (!value.is_string()) return {};
    const auto& text = value.get_string();
    return {text.data(), text.size()};
}

const json::Value* member(const json::Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

// Calls `take` with each element; one value is a list of one.
template <typename Take>
void each(const json::Object& object, std::string_view name, std::size_t limit, Take&& take) {
    const auto* value = member(object, name);
    if (!value) return;
    if (!value->is_array()) return take(*value);
    const auto& array = value->get_array();
    for (std::size_t i = 0; i < std::min(array.size(), limit); ++i) take(array[i]);
}

std::string_view cut(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return text;
    // Not within a character.
    while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xC0) == 0x80) --max_bytes;
    return text.substr(0, max_bytes);
}

std::string url_of(const json::Value& value) {
    std::string id = id_of(value);
    return is_web_url(id) ? id : std::string();
}

} // namespace

std::string type_of(const json::Object& object) {
    std::string type;
    each(object, "type", 1, [&](const json::Value& value) { type = text_of(value); });
    return type;
}

bool is_a(const json::Object& object, std::span<const std::string_view> types) {
    bool is = false;
    each(object, "type", 8, [&](const json::Value& value) {
        is = is || std::find(types.begin(), types.end(), text_of(value)) != types.end();
    });
    return is;
}

std::string id_of(const json::Value& value) {
    std::string_view id;
    if (value.is_string()) {
        id = text_of(value);
    } else if (value.is_object()) {
        const auto& object = value.get_object();
        const auto* named = member(object, "id");
        if (!named) named = member(object, "href");
        if (named) id = text_of(*named);
    }
    return id.size() <= kMaxIdBytes && id.find('\0') == std::string_view::npos ? std::string(id) : std::string();
}

std::string id_in(const json::Object& object, std::string_view name) {
    std::string id;
    each(object, name, 1, [&](const json::Value& value) { id = id_of(value); });
    return id;
}

std::vector<std::string> ids_in(const json::Object& object, std::string_view name, std::size_t limit) {
    std::vector<std::string> ids;
    each(object, name, limit, [&](const json::Value& value) {
        if (auto id = id_of(value); !id.empty()) ids.push_back(std::move(id));
    });
    return ids;
}

const json::Object* object_in(const json::Object& object, std::string_view name) {
    const auto found = objects_in(object, name, 1);
    return found.empty() ? nullptr : found.front();
}

std::vector<const json::Object*> objects_in(const json::Object& object, std::string_view name, std::size_t limit) {
    std::vector<const json::Object*> objects;
    each(object, name, limit, [&](const json::Value& value) {
        if (value.is_object()) objects.push_back(&value.get_object());
    });
    return objects;
}

std::string text_in(const json::Object& object, std::string_view name, std::size_t max_bytes) {
    const auto* value = member(object, name);
    return value ? base::sanitize(cut(text_of(*value), max_bytes)) : std::string();
}

bool flag_in(const json::Object& object, std::string_view name) { return maybe_flag_in(object, name).value_or(false); }

std::optional<bool> maybe_flag_in(const json::Object& object, std::string_view name) {
    const auto* value = member(object, name);
    return value && value->is_bool() ? std::optional(value->get_bool()) : std::nullopt;
}

std::optional<std::int64_t> count_in(const json::Object& object, std::string_view name) {
    constexpr double kMost = 1e8;
    const auto* value = member(object, name);
    if (!value || !value->is_number()) return std::nullopt;
    return static_cast<std::int64_t>(std::clamp(value->to_number<double>(), 0.0, kMost));
}

std::optional<base::Time> time_in(const json::Object& object, std::string_view name) {
    const auto* value = member(object, name);
    return value ? base::parse_iso8601(text_of(*value)) : std::nullopt;
}

std::string url_in(const json::Object& object, std::string_view name) {
    const auto* value = member(object, name);
    if (!value) return {};
    if (!value->is_array()) return url_of(*value);
    for (const auto& element : value->get_array()) {
        if (auto url = url_of(element); !url.empty()) return url;
    }
    return {};
}

std::string page_url_of(const json::Object& object) {
    for (const auto* link : objects_in(object, "url")) {
        std::string url = url_in(*link, "href");
        if (!url.empty() && text_in(*link, "mediaType") == "text/html") return url;
    }
    return url_in(object, "url");
}

bool is_public(std::string_view id) {
    return id == "https://www.w3.org/ns/activitystreams#Public" || id == "as:Public" || id == "Public";
}

bool has_context(const json::Object& object) {
    bool has = false;
    each(object, "@context", kMaxItems, [&](const json::Value& value) { has = has || text_of(value) == kStreams; });
    return has;
}

} // namespace federation
