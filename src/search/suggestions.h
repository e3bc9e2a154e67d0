#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "base/result.h"
#include "db/db.h"

#include <cstdint>
#include <span>
#include <vector>

// Whom somebody may want to follow.
namespace search {

struct Suggestion {
    enum class Source : std::uint8_t { FriendsOfFriends, MostFollowed };

    AccountId account;
    std::vector<Source> sources;
};

// People who want to be found and whom the viewer neither follows, has asked to follow, blocks, mutes, is blocked by
// nor has dismissed: first those who are followed by most of the people whom the viewer followed last, then those whom
// most people on this server followed lately. At most 200 in all; the page of them.
std::vector<Suggestion> suggestions(db::Tx& tx, AccountId viewer, std::size_t limit = 200, std::size_t offset = 0);

// Does not suggest `target` to `account` again. Errors: NotFound for nobody.
Result<> dismiss_suggestion(db::Tx& tx, const accounts::Account& account, AccountId target);

// Finds out whom most people followed lately, and keeps it for suggestions().
void find_most_followed(db::Tx& tx);

// https://docs.joinmastodon.org/entities/Suggestion/
void write_suggestions(json::Writer& out, db::Tx& tx, std::span<const Suggestion> suggestions, AccountId viewer = {});

} // namespace search
