#include "tags/featured.h"

#include "instance/limits.h"
#include "tags/outgoing.h"

namespace tags {

namespace {

constexpr int kSuggestions = 10;
constexpr int kRecentStatuses = 1000;

FeaturedTag read_featured(const db::Rows& rows) {
    return {.id = rows.id<FeaturedTagId>(0),
            .tag = {.id = rows.id<TagId>(1), .name = rows.string(2), .display_name = rows.string(3)},
            .statuses_count = rows.integer(4),
            .last_status_at = rows.maybe_time(5)};
}

std::optional<FeaturedTag> find_featured(db::Tx& tx, AccountId account, TagId tag) {
    auto rows = tx.query(R"(
        select f.id, t.id, t.name, t.display_name, f.statuses_count, f.last_status_at
        from featured_tags f join tags t on t.id = f.tag_id
        where f.account_id = $1 and f.tag_id = $2)", {account, tag});
    return rows.next() ? std::optional(read_featured(rows)) : std::nullopt;
}

// Two that are featured at once wait for each other here, so that they do not both become the last one allowed.
bool has_room(db::Tx& tx, AccountId account) {
    tx.query_integer("select id from accounts where id = $1 /*for_update*/", {account});
    return tx.query_integer("select count(*) from featured_tags where account_id = $1", {account}).value_or(0)
           < instance::limits::kFeaturedTags;
}

// One that is there by now is written again, so that nobody takes it away before it is read.
void insert_featured(db::Tx& tx, AccountId account, TagId tag) {
    tx.exec(R"(
        insert into featured_tags (id, account_id, tag_id, statuses_count, last_status_at, created_at)
        select $1, $2, $3, count(*), max(s.created_at), $4
        from statuses_tags st join statuses s on s.id = st.status_id
        where st.tag_id = $3 and st.account_id = $2 and s.visibility < 2
        on conflict (account_id, tag_id) do update set tag_id = excluded.tag_id)", {tx.new_id(), account, tag, tx.now()});
}

} // namespace

std::vector<FeaturedTag> featured_tags(db::Tx& tx, AccountId account) {
    std::vector<FeaturedTag> featured;
    auto rows = tx.query(R"(
        select f.id, t.id, t.name, t.display_name, f.statuses_count, f.last_status_at
        from featured_tags f join tags t on t.id = f.tag_id
        where f.account_id = $1
        order by f.statuses_count desc, f.id)", {account});
    while (rows.next()) featured.push_back(read_featured(rows));
    return featured;
}

Result<FeaturedTag> feature_tag(db::Tx& tx, AccountId account, const Tag& tag) {
    if (auto featured = find_featured(tx, account, tag.id)) return std::move(*featured);
    if (!has_room(tx, account)) {
        return base::invalid("Validation failed: You have already featured the maximum number of hashtags");
    }
    insert_featured(tx, account, tag.id);
    send_featured(tx, account, tag.id);
    return *find_featured(tx, account, tag.id);
}

void unfeature_tag(db::Tx& tx, AccountId account, TagId tag) {
    const auto deleted = tx.exec("delete from featured_tags where account_id = $1 and tag_id = $2", {account, tag});
    if (deleted > 0) send_unfeatured(tx, account, tag);
}

Result<> delete_featured_tag(db::Tx& tx, AccountId account, FeaturedTagId id) {
    const auto tag =
        tx.query_integer("delete from featured_tags where id = $1 and account_id = $2 returning tag_id", {id, account});
    if (!tag) return base::not_found();
    send_unfeatured(tx, account, TagId{*tag});
    return {};
}

std::vector<TagId> suggested_tags(db::Tx& tx, AccountId account) {
    return tx.query_ids<TagId>(R"(
        select st.tag_id
        from (select id from statuses where account_id = $1 order by id desc limit $2) s
        join statuses_tags st on st.status_id = s.id
        where not exists (select 1 from featured_tags f where f.account_id = $1 and f.tag_id = st.tag_id)
        group by st.tag_id
        order by count(*) desc, st.tag_id
        limit $3)", {account, kRecentStatuses, kSuggestions});
}

void count_featured(db::Tx& tx, StatusId status) { tx.exec(R"(
        update featured_tags
        set statuses_count = statuses_count + 1,
            last_status_at = (select max(value) from (select featured_tags.last_status_at as value
                                                      union all select s.created_at from statuses s where s.id = $1) v)
        where account_id = (select account_id from statuses where id = $1 and visibility < 2)
          and tag_id in (select tag_id from statuses_tags where status_id = $1))", {status}); }

void uncount_featured(db::Tx& tx, StatusId status) { tx.exec(R"(
        update featured_tags
        set statuses_count = statuses_count - 1,
            last_status_at = (select s.created_at from statuses_tags st join statuses s on s.id = st.status_id
                              where st.tag_id = featured_tags.tag_id and st.account_id = featured_tags.account_id
                                and st.status_id <> $1 and s.visibility < 2
                              order by st.status_id desc limit 1)
        where account_id = (select account_id from statuses where id = $1 and visibility < 2)
          and tag_id in (select tag_id from statuses_tags where status_id = $1))", {status}); }

} // namespace tags
