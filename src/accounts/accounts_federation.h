#pragma once

#include "federation/activity.h"

namespace accounts {

// An actor says what it is now, or that it is gone: app/receivers.cpp.
Result<> receive_update_actor(db::Tx& tx, const federation::Activity& update);
Result<> receive_delete_actor(db::Tx& tx, const federation::Activity& deletion);

} // namespace accounts
