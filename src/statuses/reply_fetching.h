#pragma once

#include "accounts/account.h"
#include "db/db.h"
#include "statuses/status.h"

#include <optional>
#include <string>
#include <string_view>

// What people elsewhere answered to a post from elsewhere: looked for when somebody here opens it.
namespace statuses {

// Whether it is time: `viewer` is one of ours, the post is another server's, for everybody, and not quite new, and was
// not looked at within a quarter of an hour.
bool should_fetch_replies(db::Tx& tx, const Status& status, const accounts::Account& viewer);

// A job looks for them: the name under which to ask how far it is.
std::string begin_fetching_replies(db::Tx& tx, StatusId status);

enum class Refresh { Running, Finished };
// nullopt for a name of nothing, or of what was finished more than an hour ago.
std::optional<Refresh> find_refresh(db::Tx& tx, std::string_view name);

} // namespace statuses
