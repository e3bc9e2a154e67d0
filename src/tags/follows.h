#pragma once

#include "base/ids.h"
#include "db/db.h"
#include "http/request.h"

#include <cstdint>
#include <vector>

// Who reads which hashtags at home.
namespace tags {

// Doing it again changes nothing. Effects: the home feed is built anew.
void follow_tag(db::Tx& tx, AccountId account, TagId tag);
void unfollow_tag(db::Tx& tx, AccountId account, TagId tag);

struct FollowedTag {
    std::int64_t id; // Of the follow: what pages are cut by.
    TagId tag;
};
// Those that `account` follows, the last followed first.
std::vector<FollowedTag> followed_tags(db::Tx& tx, AccountId account, const http::Page& page);

// All of them, in any order.
std::vector<TagId> all_followed_tags(db::Tx& tx, AccountId account);

} // namespace tags
