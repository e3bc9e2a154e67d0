#pragma once

#include "base/json.h"
#include "base/result.h"
#include "db/db.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

// What everybody on this server keeps to. https://docs.joinmastodon.org/entities/Rule/
namespace instance {

struct Rule {
    std::int64_t id;
    std::string text;
    std::string hint; // What the rule means in detail.
};

inline constexpr int kMaxRules = 100;

// In the order in which they were added.
std::vector<Rule> rules(db::Tx& tx);
// Errors: Invalid without a text, with one that is too long, and when there are too many already.
Result<std::int64_t> add_rule(db::Tx& tx, std::string_view text, std::string_view hint);
// Errors: NotFound.
Result<> remove_rule(db::Tx& tx, std::int64_t id);

void write_rules(json::Writer& out, std::span<const Rule> rules);

} // namespace instance
