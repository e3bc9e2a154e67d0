#include "timelines/public.h"

#include "relationships/relationships.h"
#include "timelines/paging.h"

#include <array>

namespace timelines {

namespace {

// Those whom the viewer, $4, 0 for nobody, has blocked or muted, and those who block them. `now` is a parameter.
std::string hidden_accounts(std::string_view now) { return R"(
            select target_account_id from blocks where account_id = $4
            union all select account_id from blocks where target_account_id = $4
            union all select target_account_id from mutes
                      where account_id = $4 and (expires_at is null or expires_at > )" + std::string(now) + ")"; }

const std::string& not_hidden() {
    static const std::string kSql = " and s.account_id not in (" + hidden_accounts("$5") + ")";
    return kSql;
}

// Not from limited people, who are read by their followers only, nor from domains that the viewer has blocked.
const std::string kNotLimited = R"( and not exists (select 1 from accounts a
                        where a.id = s.account_id
                          and (a.silenced_at is not null or a.suspended_at is not null
                               or a.domain in (select domain from account_domain_blocks where account_id = $4))))";

const std::array<PagedSql, 3>& public_sql() {
    static const auto make = [](const char* origin) {
        return PagedSql(std::string("select s.id from statuses s where s.is_timeline_public") + origin + kNotLimited
                            + not_hidden(),
                        "s.id");
    };
    static const std::array<PagedSql, 3> kSql = {make(""), make(" and s.is_local"), make(" and not s.is_local")};
    return kSql;
}

const std::array<PagedSql, 3>& hashtag_sql() {
    static const auto make = [](const char* origin) {
        return PagedSql(std::string(R"(
            select st.status_id from statuses_tags st join statuses s on s.id = st.status_id
            where st.tag_id = $6 and s.visibility = 0)") + origin + kNotLimited + not_hidden(), "st.status_id");
    };
    static const std::array<PagedSql, 3> kSql = {make(""), make(" and s.is_local"), make(" and not s.is_local")};
    return kSql;
}

// $4 is the viewer, $5 the author, $6 the highest visibility that the viewer may see without being mentioned;
// $7 to $9 say what is left out, $10 is the time, $11 a tag. Boosts of people whom the viewer does not want to read are
// left out, but for one's own.
const PagedSql& account_sql(bool is_tagged) {
    static const std::string kRest = R"(
        and s.account_id = $5
        and (s.visibility <= $6
             or exists (select 1 from mentions m where m.status_id = s.id and m.account_id = $4))
        and (not $7 or s.in_reply_to_id is null or s.in_reply_to_account_id = s.account_id)
        and (not $8 or s.reblog_of_id is null)
        and (s.reblog_of_id is null or $4 = $5 or not exists (
                select 1 from statuses o join accounts a on a.id = o.account_id
                where o.id = s.reblog_of_id
                  and (o.account_id in ()" + hidden_accounts("$10") + R"()
                       or a.domain in (select domain from account_domain_blocks where account_id = $4))))
        and (not $9 or s.visibility < 3))";
    static const PagedSql kAll("select s.id from statuses s where 1 = 1" + kRest, "s.id");
    static const PagedSql kTagged(R"(
        select s.id from statuses_tags st join statuses s on s.id = st.status_id where st.tag_id = $11)" + kRest, "st.status_id");
    return is_tagged ? kTagged : kAll;
}

std::optional<TagId> find_tag(db::Tx& tx, const std::string& name) {
    const auto id = tx.query_integer("select id from tags where name = $1", {name});
    return id ? std::optional<TagId>(TagId{*id}) : std::nullopt;
}

// 3 sees all, 2 private ones, 1 what is for everybody; nothing for whom the author blocks.
std::optional<int> highest_visibility(db::Tx& tx, AccountId viewer, AccountId author) {
    if (viewer == author) return 3;
    const auto relations = relationships::relations_of(tx, viewer, std::span(&author, 1));
    const auto found = relations.find(author);
    if (found == relations.end()) return 1;
    if (found->second.is_blocked_by) return std::nullopt;
    return found->second.follows ? 2 : 1;
}

} // namespace

std::vector<StatusId> public_page(db::Tx& tx, AccountId viewer, Origin origin, const http::Page& page) {
    const PagedSql& sql = public_sql()[static_cast<std::size_t>(origin)];
    return in_page_order(
        tx.query_ids<StatusId>(sql.for_page(page), {page.max_id, page.lower(), page.limit, viewer, tx.now()}), page);
}

std::vector<StatusId> hashtag_page(db::Tx& tx, AccountId viewer, const std::string& name, Origin origin,
                                   const http::Page& page) {
    const auto tag = find_tag(tx, name);
    if (!tag) return {};
    const PagedSql& sql = hashtag_sql()[static_cast<std::size_t>(origin)];
    return in_page_order(
        tx.query_ids<StatusId>(sql.for_page(page), {page.max_id, page.lower(), page.limit, viewer, tx.now(), *tag}),
        page);
}

std::vector<StatusId> account_page(db::Tx& tx, const accounts::Account& viewer, AccountId author,
                                   const AccountFilter& filter, const http::Page& page) {
    // Nothing can be pinned or carry media yet.
    if (filter.only_pinned || filter.only_media) return {};
    const auto visibility = highest_visibility(tx, viewer.id, author);
    if (!visibility) return {};
    const auto run = [&](const PagedSql& sql, TagId tag) {
        const std::string& text = sql.for_page(page);
        return tag ? tx.query_ids<StatusId>(text, {page.max_id, page.lower(), page.limit, viewer.id, author,
                                                   *visibility, filter.exclude_replies, filter.exclude_reblogs,
                                                   filter.exclude_direct, tx.now(), tag})
                   : tx.query_ids<StatusId>(text, {page.max_id, page.lower(), page.limit, viewer.id, author,
                                                   *visibility, filter.exclude_replies, filter.exclude_reblogs,
                                                   filter.exclude_direct, tx.now()});
    };
    if (filter.tagged.empty()) return in_page_order(run(account_sql(false), TagId{}), page);
    const auto tag = find_tag(tx, filter.tagged);
    if (!tag) return {};
    return in_page_order(run(account_sql(true), *tag), page);
}

} // namespace timelines
