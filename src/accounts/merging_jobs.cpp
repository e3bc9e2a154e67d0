#include "accounts/merging_jobs.h"

#include "accounts/merging.h"
#include "accounts/remote_accounts.h"
#include "federation/actors.h"
#include "federation/origins.h"

#include <stdexcept>
#include <string>

namespace accounts {

namespace {

using base::Refusal;

struct Pair {
    AccountId from, to;
    std::string from_uri, to_uri;
    bool may_merge = false, has_same_key = false;
};
Pair find_pair(db::Tx& tx, AccountId from, AccountId to) {
    return {.from = from,
            .to = to,
            .from_uri = uri_of(tx, from),
            .to_uri = uri_of(tx, to),
            .may_merge = may_merge(tx, from, to),
            .has_same_key = have_same_key(tx, from, to)};
}

// What is not there now may be so for good: only 410 says so.
void give_up(db::Database& database, AccountId id, bool is_gone) {
    database.write([&](db::Tx& tx) { is_gone ? delete_later(tx, id) : note_asked(tx, id); });
}

// Asks the first one's own server who they are now, and makes them that.
bool are_one(db::Database& database, const Pair& pair) {
    if (pair.may_merge && pair.has_same_key) return true;
    federation::Errand errand(database);
    const auto found = federation::fetch_whoever_is_at(errand, pair.from_uri);
    if (found) return pair.may_merge && *found == pair.to;
    const Refusal refusal = found.error().refusal;
    if (refusal == Refusal::Unavailable) throw std::runtime_error(found.error().message);
    const bool is_nobody = refusal == Refusal::NotFound || refusal == Refusal::Gone;
    if (is_nobody && pair.may_merge && federation::is_same_host(pair.from_uri, pair.to_uri)) return true;
    give_up(database, pair.from, refusal == Refusal::Gone);
    return false;
}

} // namespace

void merge_account(const jobs::Arguments& arguments, db::Database& database) {
    Pair pair;
    database.read(
        [&](db::Tx& tx) { pair = find_pair(tx, arguments.id<AccountId>("from"), arguments.id<AccountId>("to")); });
    if (pair.from_uri.empty() || !are_one(database, pair)) return;
    bool may_be_more = true;
    while (may_be_more) {
        database.write([&](db::Tx& tx) {
            may_be_more = merge_some(tx, pair.from, pair.to);
            if (!may_be_more) delete_later(tx, pair.from); // With what both had.
        });
    }
}

} // namespace accounts
