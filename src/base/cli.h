#pragma once

#include "base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace db {
class Tx;
class Database;
} // namespace db

namespace base {
struct Config;
}

// What a command sees of the command line, and how app/commands.cpp describes a command. `main` fills it in.
namespace base::cli {

// One argument or option: "NAME" stands in its place, "--email ADDRESS" takes a value, "--confirmed" is a flag.
struct Parameter {
    std::string_view spec;
    std::string_view help;
    bool is_required = false;
    std::string_view choices = {}; // "owner|admin": nothing else is accepted. Empty: any text.
};

class Invocation {
public:
    // The value given for "NAME" or "--email", by that name; nullopt when it was not given.
    std::optional<std::string> option(std::string_view name) const;
    // For what is required.
    std::string text(std::string_view name) const { return option(name).value_or(""); }
    bool flag(std::string_view name) const { return values_.contains(name); }
    // A whole number from `lowest` to `highest`; `fallback` when it was not given.
    Result<std::int64_t> integer(std::string_view name, std::int64_t fallback, std::int64_t lowest,
                                 std::int64_t highest) const;

    // Adds to what is printed on standard output, in lines, once the command has succeeded and is committed.
    void print(std::string_view lines) const;

    void set(std::string_view name, std::string value) {
        values_.insert_or_assign(std::string(name), std::move(value));
    }
    const std::string& output() const { return output_; }
    void forget_output() const { output_.clear(); }

private:
    std::map<std::string, std::string, std::less<>> values_;
    mutable std::string output_;
};

// Asks on standard error, and reads a line of standard input. Forbidden unless it says "yes".
Result<> ask(std::string_view question);

// What a command does. A BadRequest says that the command line makes no sense, and exits with 2; other refusals exit
// with 1. With a Tx it runs in one write transaction, which is rolled back on a refusal; with the database it opens its
// own; with the configuration alone it needs no database; with nothing it needs no configuration either.
struct Action {
    Result<> (*in_tx)(const Invocation&, db::Tx&) = nullptr;
    Result<> (*with_database)(const Invocation&, db::Database&) = nullptr;
    Result<> (*with_config)(const Invocation&, const Config&) = nullptr;
    Result<> (*alone)(const Invocation&) = nullptr;

    constexpr Action(Result<> (*action)(const Invocation&, db::Tx&)) : in_tx(action) {}
    constexpr Action(Result<> (*action)(const Invocation&, db::Database&)) : with_database(action) {}
    constexpr Action(Result<> (*action)(const Invocation&, const Config&)) : with_config(action) {}
    constexpr Action(Result<> (*action)(const Invocation&)) : alone(action) {}
};

// A row of app/commands.cpp.
struct Command {
    std::string_view name; // "accounts create"
    std::string_view help; // A line.
    std::span<const Parameter> parameters;
    Action action;
    std::string_view examples = {}; // Lines, each a whole command.
};

} // namespace base::cli

namespace cli = base::cli;
