#pragma once

#include "base/cli.h"

namespace federation {

Result<> cli_add_relay(const cli::Invocation& invocation, db::Tx& tx);
Result<> cli_remove_relay(const cli::Invocation& invocation, db::Tx& tx);
Result<> cli_list_relays(const cli::Invocation& invocation, db::Tx& tx);

} // namespace federation
