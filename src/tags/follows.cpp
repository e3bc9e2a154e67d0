#include "tags/follows.h"

#include "timelines/feed.h"

#include <algorithm>
#include <string_view>

namespace tags {

void follow_tag(db::Tx& tx, AccountId account, TagId tag) {
    const auto inserted = tx.exec(R"(
        insert into tag_follows (id, account_id, tag_id, created_at) values ($1, $2, $3, $4)
        on conflict (tag_id, account_id) do nothing)", {tx.new_id(), account, tag, tx.now()});
    if (inserted > 0) timelines::drop_feed(tx, account);
}

void unfollow_tag(db::Tx& tx, AccountId account, TagId tag) {
    const auto deleted = tx.exec("delete from tag_follows where tag_id = $2 and account_id = $1", {account, tag});
    if (deleted > 0) timelines::drop_feed(tx, account);
}

std::vector<FollowedTag> followed_tags(db::Tx& tx, AccountId account, const http::Page& page) {
    constexpr std::string_view kNewestFirst =
        "select id, tag_id from tag_follows where account_id = $1 and id < $2 and id > $3 order by id desc limit $4";
    constexpr std::string_view kFromBelow =
        "select id, tag_id from tag_follows where account_id = $1 and id < $2 and id > $3 order by id limit $4";
    std::vector<FollowedTag> followed;
    auto rows =
        tx.query(page.from_below() ? kFromBelow : kNewestFirst, {account, page.max_id, page.lower(), page.limit});
    while (rows.next()) followed.push_back({.id = rows.integer(0), .tag = rows.id<TagId>(1)});
    if (page.from_below()) std::reverse(followed.begin(), followed.end());
    return followed;
}

std::vector<TagId> all_followed_tags(db::Tx& tx, AccountId account) {
    return tx.query_ids<TagId>("select tag_id from tag_follows where account_id = $1", {account});
}

} // namespace tags
