#pragma once

#include "base/cli.h"

namespace moderation {

Result<> cli_block(const cli::Invocation& invocation, db::Tx& tx);
Result<> cli_unblock(const cli::Invocation& invocation, db::Tx& tx);
Result<> cli_list_blocks(const cli::Invocation& invocation, db::Tx& tx);

Result<> cli_allow(const cli::Invocation& invocation, db::Tx& tx);
Result<> cli_disallow(const cli::Invocation& invocation, db::Tx& tx);
Result<> cli_list_allows(const cli::Invocation& invocation, db::Tx& tx);

// Deletes all that came from a server, which may come back.
Result<> cli_purge(const cli::Invocation& invocation, db::Tx& tx);

} // namespace moderation
