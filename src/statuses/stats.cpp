#include "statuses/stats.h"

namespace statuses {

namespace {

// A status that is gone has nothing to count: whoever answered it may still delete the answer.
constexpr std::string_view kReplies = R"(
    insert into status_stats (status_id, replies_count)
    select id, cast($2 as bigint) from statuses where id = $1
    on conflict (status_id) do update set replies_count = status_stats.replies_count + $2)";

constexpr std::string_view kReblogs = R"(
    insert into status_stats (status_id, reblogs_count)
    select id, cast($2 as bigint) from statuses where id = $1
    on conflict (status_id) do update set reblogs_count = status_stats.reblogs_count + $2)";

constexpr std::string_view kFavourites = R"(
    insert into status_stats (status_id, favourites_count)
    select id, cast($2 as bigint) from statuses where id = $1
    on conflict (status_id) do update set favourites_count = status_stats.favourites_count + $2)";

constexpr std::string_view kQuotes = R"(
    insert into status_stats (status_id, quotes_count)
    select id, cast($2 as bigint) from statuses where id = $1
    on conflict (status_id) do update set quotes_count = status_stats.quotes_count + $2)";

} // namespace

void count_replies(db::Tx& tx, StatusId status, int change) { tx.exec(kReplies, {status, change}); }

void count_reblogs(db::Tx& tx, StatusId status, int change) { tx.exec(kReblogs, {status, change}); }

void count_quotes(db::Tx& tx, StatusId status, int change) { tx.exec(kQuotes, {status, change}); }

void count_favourites(db::Tx& tx, StatusId status, int change) { tx.exec(kFavourites, {status, change}); }

} // namespace statuses
