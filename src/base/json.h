#pragma once

#include "base/clock.h"
#include "base/ids.h"

#include <boost/json.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace base::json {

using Object = boost::json::object;
using Array = boost::json::array;
using Value = boost::json::value;

// Appends JSON to a string: commas, quotes and escapes are its business, shape is the caller's.
//
//     out.begin_object();
//     out.field("id", status.id);              // ids become strings, as the API wants
//     out.key("mentions"); out.begin_array(); … out.end_array();
//     out.end_object();
class Writer {
public:
    explicit Writer(std::string& out) : out_(out) {}

    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }

    void key(std::string_view name);

    void value(std::string_view text);
    void value(const char* text) { value(std::string_view(text)); }
    void value(bool truth);
    void value(std::int64_t number);
    void value(double number);
    void value(Time time); // ISO 8601 with milliseconds.
    void null();
    template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, std::int64_t>) void value(T number) {
        value(static_cast<std::int64_t>(number));
    }
    template <typename Tag>
    void value(Id<Tag> id) {
        quoted_number(id.value);
    }
    // Null when absent.
    template <typename T>
    void value(const std::optional<T>& maybe) {
        maybe ? value(*maybe) : null();
    }

    template <typename T>
    void field(std::string_view name, const T& field_value) {
        key(name);
        value(field_value);
    }
    void null_field(std::string_view name) {
        key(name);
        null();
    }
    void empty_array_field(std::string_view name) { raw_field(name, "[]"); }

    // `json` must be one complete JSON value.
    void raw(std::string_view json);
    void raw_field(std::string_view name, std::string_view json) {
        key(name);
        raw(json);
    }

private:
    void open(char bracket);
    void close(char bracket);
    void separate();
    void quoted_number(std::int64_t number);

    std::string& out_;
    bool needs_comma_ = false;
};

// Parses a text of at most 32 levels, valid UTF-8, finite numbers; nullopt for anything else.
std::optional<Value> parse(std::string_view text, boost::json::storage_ptr storage = {});

} // namespace base::json

namespace json = base::json;
