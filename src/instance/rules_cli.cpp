#include "instance/rules_cli.h"

#include "base/ids.h"
#include "instance/rules.h"

#include <fmt/core.h>

namespace instance {

namespace {

void print_table(const cli::Invocation& invocation, const std::vector<Rule>& rules) {
    if (rules.empty()) invocation.print("No rule yet: see akebono rules add --help");
    for (const auto& rule : rules) {
        invocation.print(fmt::format("{:<19} {}", rule.id, rule.text));
        if (!rule.hint.empty()) invocation.print("    " + rule.hint);
    }
}

} // namespace

Result<> cli_add_rule(const cli::Invocation& invocation, db::Tx& tx) {
    const auto id = TRY(add_rule(tx, invocation.text("TEXT"), invocation.text("--hint")));
    invocation.print(std::to_string(id));
    return {};
}

Result<> cli_list_rules(const cli::Invocation& invocation, db::Tx& tx) {
    if (!invocation.flag("--json")) {
        print_table(invocation, rules(tx));
        return {};
    }
    std::string text;
    json::Writer out(text);
    write_rules(out, rules(tx));
    invocation.print(text);
    return {};
}

Result<> cli_remove_rule(const cli::Invocation& invocation, db::Tx& tx) {
    const auto id = base::parse_id(invocation.text("ID"));
    if (!id || !remove_rule(tx, *id)) {
        return base::refuse(base::Refusal::NotFound,
                            "no rule has the number " + invocation.text("ID") + "; see akebono rules list");
    }
    invocation.print("OK");
    return {};
}

} // namespace instance
