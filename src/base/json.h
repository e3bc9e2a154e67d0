#pragma once

#include "base/clock.h"
#include "base/ids.h"

#include <boost/json.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base::json {

using Object = boost::json::object;
using Array = boost::json::array;
using Value = boost::json::value;

// A member's name that stands in our code: what it holds is checked when it is compiled, and costs nothing to write.
class Name {
public:
    template <std::size_t Size>
    consteval Name(const char (&text)[Size]) : text_(text, Size - 1) { // NOLINT(google-explicit-constructor)
        if (text_.size() > kMaxLength) throw "a name is too long";
        for (const char c : text_) {
            if (c < ' ' || c > '~' || c == '"' || c == '\\') throw "a name needs no escapes";
        }
    }
    std::string_view text() const { return text_; }

    static constexpr std::size_t kMaxLength = 64;

private:
    std::string_view text_;
};

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

    void key(Name name);
    // A name that is known only when we run.
    template <typename Text>
    requires std::same_as<Text, std::string_view> || std::same_as<Text, std::string>
    void key(const Text& name) { key_of(name); }

    // Texts, numbers, truths; times in ISO 8601 with milliseconds, ids as texts, null for an optional that is empty.
    template <typename T>
    void value(const T& some) {
        Start start;
        separate(start);
        write(start, some);
    }
    void null() { raw("null"); }

    template <typename T>
    void field(Name name, const T& some) {
        Start start;
        begin_member(start, name);
        write(start, some);
    }
    void null_field(Name name) { raw_field(name, "null"); }
    void empty_array_field(Name name) { raw_field(name, "[]"); }

    // `json` must be one complete JSON value; where members are expected, one or more members.
    void raw(std::string_view json);
    void raw_field(Name name, std::string_view json);

private:
    // What comes before a value, and the value when it is short: appended at once, because a page has thousands.
    struct Start {
        std::array<char, 192> bytes; // Not cleared: only `length` of them are looked at.
        std::size_t length = 0;

        void add(char c) { bytes[length++] = c; }
        void add(std::string_view text);
        std::size_t room() const { return bytes.size() - length; }
    };

    void open(char bracket);
    void close(char bracket);
    void key_of(std::string_view name);
    void separate(Start& start) {
        if (needs_comma_) start.add(',');
    }
    void begin_member(Start& start, Name name);
    void append(const Start& start);

    void write(Start& start, std::string_view text);
    void write(Start& start, const char* text) { write(start, std::string_view(text)); }
    void write(Start& start, bool truth);
    void write(Start& start, std::int64_t number);
    void write(Start& start, double number);
    void write(Start& start, Time time);
    void write_raw(Start& start, std::string_view json);
    void write_quoted(Start& start, std::int64_t number);
    template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, std::int64_t>) void write(Start& start, T number) {
        write(start, static_cast<std::int64_t>(number));
    }
    template <typename Tag>
    void write(Start& start, Id<Tag> id) {
        write_quoted(start, id.value);
    }
    template <typename T>
    void write(Start& start, const std::optional<T>& maybe) {
        maybe ? write(start, *maybe) : write_raw(start, "null");
    }

    std::string& out_;
    bool needs_comma_ = false;
};

// Parses a text of at most 32 levels, valid UTF-8, finite numbers; nullopt for anything else.
std::optional<Value> parse(std::string_view text, boost::json::storage_ptr storage = {});

} // namespace base::json

namespace json = base::json;
