#include "app/command_line.h"

#include "app/help.h"
#include "base/nearest.h"

#include <algorithm>
#include <deque>
#include <vector>

namespace app {
namespace {

using Arguments = std::deque<std::string_view>;

constexpr cli::Parameter kCommonOptions[] = {
    {"--config FILE", "The configuration; akebono.toml in this folder when it is not given"},
    {"--data FOLDER", "Where everything is kept, instead of what the configuration says"},
};

base::Unexpected not_understood(std::string message) {
    return base::refuse(base::Refusal::BadRequest, std::move(message));
}

bool is_option(std::string_view argument) { return argument.size() > 1 && argument.front() == '-'; }

bool is_help(std::string_view argument) { return argument == "--help" || argument == "-h"; }

// "--email" of "--email ADDRESS".
std::string_view name_of(const cli::Parameter& parameter) { return parameter.spec.substr(0, parameter.spec.find(' ')); }

bool takes_value(const cli::Parameter& parameter) { return parameter.spec.find(' ') != std::string_view::npos; }

const cli::Parameter* find_option(std::span<const cli::Parameter> parameters, std::string_view name) {
    const auto found = std::ranges::find(parameters, name, name_of);
    return found == parameters.end() ? nullptr : &*found;
}

bool is_choice(std::string_view value, std::string_view choices) {
    while (!choices.empty()) {
        const auto end = choices.find('|');
        if (value == choices.substr(0, end)) return true;
        choices.remove_prefix(end == std::string_view::npos ? choices.size() : end + 1);
    }
    return false;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
    const auto meant = base::nearest(word, known);
    return meant.empty() ? "" : "; did you mean " + std::string(meant) + "?";
}

Result<> set(cli::Invocation& invocation, const cli::Parameter& parameter, std::string_view value) {
    if (!parameter.choices.empty() && !is_choice(value, parameter.choices)) {
        return not_understood(std::string(name_of(parameter)) + " is one of " + std::string(parameter.choices)
                              + ", not \"" + std::string(value) + "\"");
    }
    invocation.set(name_of(parameter), std::string(value));
    return {};
}

// Takes the option at the front of `arguments`, and its value.
Result<> take_option(cli::Invocation& invocation, const cli::Parameter& parameter, Arguments& arguments) {
    const auto argument = arguments.front();
    arguments.pop_front();
    const auto equals = argument.find('=');
    if (!takes_value(parameter)) {
        if (equals != std::string_view::npos)
            return not_understood(std::string(name_of(parameter)) + " takes no value");
        return set(invocation, parameter, "");
    }
    if (equals != std::string_view::npos) return set(invocation, parameter, argument.substr(equals + 1));
    if (arguments.empty() || arguments.front().starts_with("--")) {
        return not_understood(std::string(name_of(parameter)) + " needs a value: " + std::string(parameter.spec));
    }
    const auto value = arguments.front();
    arguments.pop_front();
    return set(invocation, parameter, value);
}

struct Found {
    const cli::Command* command = nullptr;
    std::string words; // Those read so far: "accounts".
    bool wants_help = false;
};

bool begins_a_command(std::span<const cli::Command> commands, const std::string& words) {
    return std::ranges::any_of(commands, [&](const auto& command) { return command.name.starts_with(words + " "); });
}

Result<> add_word(Found& found, std::string_view word, std::span<const cli::Command> commands) {
    if (!found.words.empty()) found.words += ' ';
    found.words += word;
    const auto command = std::ranges::find(commands, std::string_view(found.words), &cli::Command::name);
    if (command != commands.end()) {
        found.command = &*command;
        return {};
    }
    if (begins_a_command(commands, found.words)) return {};

    std::vector<std::string_view> known;
    for (const auto& other : commands) known.push_back(other.name);
    return not_understood("there is no command " + found.words + did_you_mean(found.words, known)
                          + "\nakebono --help lists them all");
}

// Reads up to the end of the command's name; common options may stand before and between its words.
Result<Found> find_command(cli::Invocation& invocation, Arguments& arguments, std::span<const cli::Command> commands) {
    Found found;
    while (!found.command && !arguments.empty()) {
        const auto argument = arguments.front();
        const auto* option = find_option(kCommonOptions, argument.substr(0, argument.find('=')));
        if (option) {
            TRY(take_option(invocation, *option, arguments));
            continue;
        }
        arguments.pop_front();
        if (is_help(argument) || (argument == "help" && found.words.empty())) {
            found.wants_help = true;
        } else if (argument == "--version") {
            TRY(add_word(found, "version", commands));
        } else if (is_option(argument)) {
            return not_understood(std::string(argument)
                                  + " stands before the command; put it after, as in akebono COMMAND "
                                  + std::string(argument));
        } else {
            TRY(add_word(found, argument, commands));
        }
    }
    return found;
}

Result<> take_parameters(cli::Invocation& invocation, const cli::Command& command, Arguments& arguments) {
    std::vector<cli::Parameter> options(std::begin(kCommonOptions), std::end(kCommonOptions));
    Arguments positions;
    std::deque<cli::Parameter> places;
    for (const auto& parameter : command.parameters) {
        if (is_option(parameter.spec)) {
            options.push_back(parameter);
        } else {
            places.push_back(parameter);
        }
    }

    bool has_options = true;
    while (!arguments.empty()) {
        const auto argument = arguments.front();
        if (has_options && argument == "--") {
            has_options = false;
            arguments.pop_front();
        } else if (has_options && is_option(argument)) {
            const auto name = argument.substr(0, argument.find('='));
            const auto* option = find_option(options, name);
            if (!option) {
                std::vector<std::string_view> known;
                for (const auto& other : options) known.push_back(name_of(other));
                return not_understood("there is no option " + std::string(name) + did_you_mean(name, known));
            }
            TRY(take_option(invocation, *option, arguments));
        } else {
            if (places.empty()) return not_understood("nothing is to be done with \"" + std::string(argument) + "\"");
            TRY(set(invocation, places.front(), argument));
            places.pop_front();
            arguments.pop_front();
        }
    }
    return {};
}

Result<> check_required(const cli::Invocation& invocation, const cli::Command& command) {
    for (const auto& parameter : command.parameters) {
        if (parameter.is_required && !invocation.option(name_of(parameter)))
            return not_understood(std::string(parameter.spec) + " is missing");
    }
    return {};
}

} // namespace

std::span<const cli::Parameter> common_options() { return kCommonOptions; }

Result<Asked> parse_command_line(std::span<const std::string_view> words, std::span<const cli::Command> commands) {
    Asked asked;
    Arguments arguments(words.begin(), words.end());
    const auto found = TRY(find_command(asked.invocation, arguments, commands));
    if (!found.command) {
        asked.help = overview(commands, found.words);
        asked.is_mistake = !found.wants_help;
        return asked;
    }
    if (found.wants_help || std::ranges::any_of(arguments, is_help)) {
        asked.help = help_of(*found.command);
        return asked;
    }

    asked.command = found.command;
    const auto hint = "\nakebono " + std::string(found.command->name) + " --help says more";
    if (auto taken = take_parameters(asked.invocation, *found.command, arguments); !taken)
        return not_understood(taken.error().message + hint);
    if (auto checked = check_required(asked.invocation, *found.command); !checked)
        return not_understood(checked.error().message + hint);
    return asked;
}

} // namespace app
