#pragma once

#include "base/clock.h"
#include "base/json.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Reading what other servers send: JSON-LD in the plain shape that everybody writes. What has another shape than it
// should counts as not there, and every list has an end.
namespace federation {

inline constexpr std::size_t kMaxItems = 256;

// "Note"; of several types the first. Empty: none.
std::string type_of(const json::Object& object);
bool is_a(const json::Object& object, std::span<const std::string_view> types);
inline bool is_a(const json::Object& object, std::string_view type) { return is_a(object, std::span(&type, 1)); }

// What a value points at: itself when it is a text, else its id, or the href of a link. Empty: nothing.
std::string id_of(const json::Value& value);
std::string id_in(const json::Object& object, std::string_view name);
// The same of each element; one value is a list of one.
std::vector<std::string> ids_in(const json::Object& object, std::string_view name, std::size_t limit = kMaxItems);

// Null when absent or something else.
const json::Object* object_in(const json::Object& object, std::string_view name);
// The objects of a list; one object is a list of one.
std::vector<const json::Object*> objects_in(const json::Object& object, std::string_view name,
                                            std::size_t limit = kMaxItems);

// As it may be stored (base::sanitize), cut after `max_bytes`. Empty when absent or no text.
std::string text_in(const json::Object& object, std::string_view name, std::size_t max_bytes = 2048);
bool flag_in(const json::Object& object, std::string_view name);
std::optional<bool> maybe_flag_in(const json::Object& object, std::string_view name);
// Not negative, and no more than a hundred million: what others count.
std::optional<std::int64_t> count_in(const json::Object& object, std::string_view name);
std::optional<base::Time> time_in(const json::Object& object, std::string_view name);

// A URL that people may follow: http or https; else empty.
std::string url_in(const json::Object& object, std::string_view name);
// The page for people among the several forms that `url` has: text/html before others.
std::string page_url_of(const json::Object& object);

// https://www.w3.org/TR/activitypub/#public-addressing
bool is_public(std::string_view id);

// Whether it says that it is ActivityStreams.
bool has_context(const json::Object& object);

} // namespace federation
