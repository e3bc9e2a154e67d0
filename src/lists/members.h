#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "db/db.h"
#include "http/request.h"
#include "lists/lists.h"

#include <span>
#include <vector>

// Who is in a list: people whom its owner follows, or has asked to, and the owner.
namespace lists {

// Errors: NotFound when one of them is not there, or is neither followed nor asked; Invalid when one is in the list
// already.
Result<> add_members(db::Tx& tx, const List& list, std::span<const AccountId> accounts);

// Those who are not in it change nothing.
void remove_members(db::Tx& tx, const List& list, std::span<const AccountId> accounts);

// Out of all lists of `owner`: a follow has ended, or will not come to be. The caller has the feeds of `owner` dropped.
void leave_lists(db::Tx& tx, AccountId owner, AccountId member);

// Wherever `from` is in a list of `owner`, `to` is from now on, too: the same person with another account, whom the
// owner follows or has asked to. The caller has the feeds of `owner` dropped.
void join_lists_of(db::Tx& tx, AccountId owner, AccountId from, AccountId to);

// A page of those in it, newest account first, without suspended ones; the page is cut by the ids of the accounts.
std::vector<AccountId> members(db::Tx& tx, const List& list, const http::Page& page);
// All of them: as many as one may follow.
std::vector<AccountId> all_members(db::Tx& tx, const List& list);

} // namespace lists
