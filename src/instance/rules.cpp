#include "instance/rules.h"

#include "base/text.h"
#include "instance/limits.h"

#include <fmt/core.h>

namespace instance {

std::vector<Rule> rules(db::Tx& tx) {
    std::vector<Rule> found;
    auto rows = tx.query("select id, text, hint from rules order by id limit $1", {kMaxRules});
    while (rows.next()) found.push_back({.id = rows.integer(0), .text = rows.string(1), .hint = rows.string(2)});
    return found;
}

Result<std::int64_t> add_rule(db::Tx& tx, std::string_view text, std::string_view hint) {
    const std::string clean_text = base::sanitize(base::trim(text)), clean_hint = base::sanitize(base::trim(hint));
    if (clean_text.empty()) return base::invalid("a rule needs a text");
    if (base::grapheme_count(clean_text) > limits::kRuleCharacters) {
        return base::invalid(
            fmt::format("the rule is too long: at most {} characters; put more into --hint", limits::kRuleCharacters));
    }
    if (rules(tx).size() >= kMaxRules) return base::invalid(fmt::format("there are {} rules already", kMaxRules));
    const auto id = tx.new_id();
    tx.exec("insert into rules (id, text, hint, created_at) values ($1, $2, $3, $4)",
            {id, clean_text, clean_hint, tx.now()});
    return id;
}

Result<> remove_rule(db::Tx& tx, std::int64_t id) {
    if (tx.exec("delete from rules where id = $1", {id}) == 0) return base::not_found();
    return {};
}

void write_rules(json::Writer& out, std::span<const Rule> rules) {
    out.begin_array();
    for (const auto& rule : rules) {
        out.begin_object();
        out.field("id", std::to_string(rule.id));
        out.field("text", rule.text);
        out.field("hint", rule.hint);
        out.raw_field("translations", "{}");
        out.end_object();
    }
    out.end_array();
}

} // namespace instance
