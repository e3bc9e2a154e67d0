#include "app/help.h"

#include "app/command_line.h"
#include "base/version.h"

#include <fmt/core.h>

#include <algorithm>

namespace app {
namespace {

void add_row(std::string& text, std::string_view left, std::size_t width, std::string_view right) {
    text += fmt::format("  {:<{}}  {}\n", left, width, right);
}

std::size_t width_of(std::span<const cli::Parameter> parameters) {
    std::size_t width = 13;
    for (const auto& parameter : parameters) width = std::max(width, parameter.spec.size());
    return width;
}

void add_parameters(std::string& text, std::span<const cli::Parameter> parameters, std::size_t width) {
    for (const auto& parameter : parameters) {
        const auto choices = parameter.choices.empty() ? "" : " (" + std::string(parameter.choices) + ")";
        add_row(text, parameter.spec, width, std::string(parameter.help) + choices);
    }
}

std::string usage_of(const cli::Command& command) {
    std::string text = "akebono " + std::string(command.name);
    for (const auto& parameter : command.parameters) {
        text += parameter.is_required ? fmt::format(" {}", parameter.spec) : fmt::format(" [{}]", parameter.spec);
    }
    return text;
}

std::string indented(std::string_view lines) {
    std::string text;
    while (!lines.empty()) {
        const auto end = lines.find('\n');
        text += "  " + std::string(lines.substr(0, end)) + "\n";
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    }
    return text;
}

void add_common_options(std::string& text, std::size_t width) {
    text += "\nOptions of every command, before or after it:\n";
    add_parameters(text, common_options(), width);
    add_row(text, "-h, --help", width, "This");
}

constexpr std::string_view kExitCodes = "Exit codes: 0 done, 1 refused or failed, 2 not understood.\n";

} // namespace

std::string overview(std::span<const cli::Command> commands, std::string_view group) {
    std::string text = fmt::format(
        "Akebono {}, a social server for every Mastodon app.\n\nUsage: akebono COMMAND [OPTIONS]\n\nCommands:\n",
        base::kVersion);
    for (const auto& command : commands) {
        if (command.name.starts_with(group)) add_row(text, command.name, 16, command.help);
    }
    add_common_options(text, 16);
    text += "\nA first server, and its owner:\n"
            "  akebono serve\n"
            "  akebono accounts create alice --email alice@example.com --role owner --confirmed\n"
            "\nakebono COMMAND --help explains a command. ";
    text += kExitCodes;
    return text;
}

std::string help_of(const cli::Command& command) {
    std::string text = fmt::format("{}.\n\nUsage: {}\n", command.help, usage_of(command));
    const auto width = width_of(command.parameters);
    if (!command.parameters.empty()) text += "\n";
    add_parameters(text, command.parameters, width);
    add_common_options(text, width);
    if (!command.examples.empty()) text += "\nExamples:\n" + indented(command.examples);
    return text;
}

std::string command_reference(std::span<const cli::Command> commands) {
    std::string text =
        "# Commands\n\n"
        "<!-- Written by a test: `make golden`. -->\n\n"
        "Every command takes `--config FILE` and `--data FOLDER`, before or after it, and works beside a running server.\n"
        "`akebono COMMAND --help` says what is said here.\n\n"
        "| exit code | |\n|---|---|\n"
        "| 0 | done |\n"
        "| 1 | refused or failed; standard error says why, and nothing was changed |\n"
        "| 2 | the command line was not understood |\n";
    for (const auto& command : commands) {
        text += fmt::format("\n## akebono {}\n{}.\n\n```\n{}\n", command.name, command.help, usage_of(command));
        add_parameters(text, command.parameters, width_of(command.parameters));
        text += "```\n";
        if (!command.examples.empty()) text += "\nExamples:\n```\n" + std::string(command.examples) + "\n```\n";
    }
    return text;
}

} // namespace app
