#pragma once

#include "base/cli.h"

namespace instance {

// Adds TEXT, with --hint, at the end; prints its number.
Result<> cli_add_rule(const cli::Invocation&, db::Tx&);
Result<> cli_list_rules(const cli::Invocation&, db::Tx&);
// Removes the rule with the number ID.
Result<> cli_remove_rule(const cli::Invocation&, db::Tx&);

} // namespace instance
