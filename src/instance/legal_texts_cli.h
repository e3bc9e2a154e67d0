#pragma once

#include "base/cli.h"

namespace instance {

// FILE is HTML when its name ends in .html; else text.
Result<> cli_publish_privacy_policy(const cli::Invocation&, db::Tx&);
Result<> cli_remove_privacy_policy(const cli::Invocation&, db::Tx&);
// FILE, --from DAY or today.
Result<> cli_publish_terms(const cli::Invocation&, db::Tx&);
Result<> cli_list_terms(const cli::Invocation&, db::Tx&);
// DAY
Result<> cli_remove_terms(const cli::Invocation&, db::Tx&);

} // namespace instance
