#pragma once

#include "base/cli.h"

namespace media {

// How much room files take, by what they are.
Result<> cli_usage(const cli::Invocation& invocation, db::Database& database);
// Removes copies of other servers' pictures.
Result<> cli_remove(const cli::Invocation& invocation, db::Database& database);
// Removes files that nothing knows of.
Result<> cli_remove_orphans(const cli::Invocation& invocation, db::Database& database);
// Makes copies anew.
Result<> cli_refresh(const cli::Invocation& invocation, db::Database& database);
// Whose a file is.
Result<> cli_lookup(const cli::Invocation& invocation, db::Database& database);

} // namespace media
