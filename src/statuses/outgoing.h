#pragma once

#include "accounts/account.h"
#include "db/db.h"
#include "statuses/status.h"

#include <cstdint>
#include <string>
#include <vector>

// What other servers are told of our people's posts, and of what our people make of theirs. Whoever calls has done it;
// where nobody elsewhere is concerned, it costs one statement, or none.
namespace statuses {

// Whether other servers are told of what one of ours takes back. Nobody is when its author leaves: the Delete of the
// actor says it all.
enum class Telling { Others, Nobody };

// Create, or Announce of a boost. `reach`: what ask_reach_of_new() asked.
void send_new(db::Tx& tx, AccountId author, StatusId id, db::Rows reach);
// The same to those alone who were found to be mentioned by it.
void send_to_mentioned(db::Tx& tx, AccountId author, StatusId id, const std::vector<AccountId>& mentioned);
// Update of a post that was edited.
void send_update(db::Tx& tx, AccountId author, StatusId id);
// Update with what has been voted.
void send_tally(db::Tx& tx, AccountId author, StatusId id);
// Delete, or Undo of a boost: while it is still there.
void send_deletion(db::Tx& tx, const accounts::Account& author, const Status& status, db::Rows reach);

// Of favourites of posts from elsewhere, to their authors. `favourite` is the row's id.
void send_like(db::Tx& tx, const accounts::Account& account, StatusId status, std::int64_t favourite);
void send_undo_like(db::Tx& tx, const accounts::Account& account, StatusId status, std::int64_t favourite);

// Votes in a poll from elsewhere, to its author: one for each of the options' titles.
void send_votes(db::Tx& tx, const accounts::Account& account, StatusId status, const std::vector<std::string>& titles);

// What one of ours shows at the top of their profile, to their followers.
void send_pin(db::Tx& tx, const accounts::Account& account, StatusId status);
void send_unpin(db::Tx& tx, const accounts::Account& account, StatusId status);

} // namespace statuses
