#pragma once

#include "base/clock.h"
#include "base/config.h"

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

// Lines about what the server does. On a terminal `12:00:01 info  listening  address=127.0.0.1:3000`; otherwise one
// JSON object a line: {"time":…,"level":"info","message":"listening","address":"127.0.0.1:3000"}. A line never carries
// a token, password, cookie, e-mail address, post text, or a query string. Two nets are below those who forget: fields
// whose names speak of secrets are hidden, and URLs and paths lose their query and password.
namespace base::log {

struct Field {
    std::string_view name;
    std::string value;
    bool is_number = false;

    Field(std::string_view field_name, std::string_view text) : name(field_name), value(text) {}
    Field(std::string_view field_name, const char* text) : name(field_name), value(text) {}
    Field(std::string_view field_name, std::int64_t number)
        : name(field_name), value(std::to_string(number)), is_number(true) {}
    Field(std::string_view field_name, int number) : Field(field_name, static_cast<std::int64_t>(number)) {}
};

void configure(LogLevel level, Config::LogFormat format);

// Whether lines of that level are written: for those who would go to length to make one.
bool is_enabled(LogLevel level);

void debug(std::string_view message, std::initializer_list<Field> fields = {});
void info(std::string_view message, std::initializer_list<Field> fields = {});
void warning(std::string_view message, std::initializer_list<Field> fields = {});
void error(std::string_view message, std::initializer_list<Field> fields = {});

// The line that would be written, with its newline. `format` is Text or Json.
std::string format_line(Config::LogFormat format, LogLevel level, Time time, std::string_view message,
                        std::span<const Field> fields);

// "postgresql://me:[hidden]@host/db", "/path?…".
std::string without_secrets(std::string_view url);

} // namespace base::log
