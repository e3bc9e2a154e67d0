#pragma once

#include "federation/activity.h"

namespace moderation {

// https://www.w3.org/TR/activitystreams-vocabulary/#dfn-flag: somebody elsewhere reports one of our people.
Result<> receive_flag(db::Tx& tx, const federation::Activity& flag);

} // namespace moderation
