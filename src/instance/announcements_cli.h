#pragma once

#include "base/cli.h"

namespace instance {

Result<> cli_announce(const cli::Invocation& invocation, db::Tx& tx);
Result<> cli_list_announcements(const cli::Invocation& invocation, db::Tx& tx);
Result<> cli_delete_announcement(const cli::Invocation& invocation, db::Tx& tx);

} // namespace instance
