#pragma once

#include "accounts/accounts.h"
#include "db/db.h"

#include <string_view>
#include <vector>

namespace statuses {

// Somebody whom a text names and who exists.
struct Mention {
    accounts::Account account;
    std::string url;
};

// Those whom a text mentions, each once, in the order of their first mention, at most 100.
std::vector<Mention> find_mentions(db::Tx& tx, std::string_view text);

// Without those whom, or whose domain, `author` blocks: who blocks somebody tells them nothing.
std::vector<Mention> without_blocked(db::Tx& tx, AccountId author, std::vector<Mention> mentions);
std::vector<AccountId> accounts_in(const std::vector<Mention>& mentions);

void insert_mentions(db::Tx& tx, StatusId status, const std::vector<Mention>& mentions);

// Makes them those whom an edited status mentions: the new ones among them. Who was mentioned before and is not any
// more can go on reading it, silently.
std::vector<Mention> replace_mentions(db::Tx& tx, StatusId status, const std::vector<Mention>& mentions);

void notify_mentioned(db::Tx& tx, AccountId author, StatusId status, const std::vector<Mention>& mentions);

} // namespace statuses
