#pragma once

#include "accounts/account.h"
#include "db/db.h"

// One of ours who has left: what stays is a name that nobody else gets. Everybody else takes them for suspended.
namespace accounts {

// From now on `account` says nothing of itself, is found by nobody, and is one that has left. Effects: a job removes
// the files of its pictures. auth/leaving.h has the rest.
void leave(db::Tx& tx, const Account& account);
bool has_left(db::Tx& tx, AccountId id);

// Deletes some of what an account that has left keeps here besides posts, favourites and follows: lists, filters,
// bookmarks, what it was told, what it has with others and they with it. Reports stay, with those who run the server;
// what was voted stays counted. Whether some may be left.
bool forget_some(db::Tx& tx, AccountId id);

} // namespace accounts
