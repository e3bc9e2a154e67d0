#pragma once

#include "base/cli.h"

namespace instance {

Result<> cli_import_emojis(const cli::Invocation& invocation, db::Database& database);
Result<> cli_export_emojis(const cli::Invocation& invocation, db::Database& database);
Result<> cli_purge_emojis(const cli::Invocation& invocation, db::Tx& tx);

} // namespace instance
