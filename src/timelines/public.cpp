#include "timelines/public.h"

#include "cards/cards.h"
#include "statuses/page.h"
#include "tags/tags.h"
#include "timelines/paging.h"
#include "trends/trends.h"

#include <algorithm>
#include <array>
#include <functional>

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

// Not from limited people, who are read by their followers only, nor from domains that the viewer has blocked: `a` is
// the author. `cross join`, for SQLite: from the posts to their authors.
const std::string kAuthor = " cross join accounts a ";
const std::string kNotLimited = R"( and a.id = s.account_id and a.silenced_at is null and a.suspended_at is null
        and a.domain not in (select domain from account_domain_blocks where account_id = $4))";

// A page of the public timeline. The first ones, of the lengths that apps ask for, have texts of their own: where
// PostgreSQL does not know where in a timeline a page lies, it plans each anew, which takes longer than to read it.
struct PublicSql {
    PagedSql anywhere;
    std::array<std::pair<int, std::string>, 2> first; // By length.

    PublicSql(const std::string& select, const std::string& id, std::array<int, 2> lengths) : anywhere(select, id) {
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            first[i] = {lengths[i], select + " order by " + id + " desc limit " + std::to_string(lengths[i])};
        }
    }

    // Null: it is another one.
    const std::string* for_first(const http::Page& page) const {
        const bool is_first = page.max_id == http::Page().max_id && page.lower() == 0 && !page.from_below();
        const auto found = std::ranges::find(first, page.limit, &std::pair<int, std::string>::first);
        return is_first && found != first.end() ? &found->second : nullptr;
    }
    const std::string& for_page(const http::Page& page) const {
        const auto* text = for_first(page);
        return text ? *text : anywhere.for_page(page);
    }
};

constexpr int kPublicSurplus = 10;
constexpr std::array<int, 2> kLengths{20, 40};
constexpr std::array<int, 2> kCandidateLengths{20 + kPublicSurplus, 40 + kPublicSurplus};

const PublicSql& public_sql(bool only_media, Origin origin) {
    static const auto make = [](const std::string& from, const char* id) {
        const auto with = [&](const char* condition) {
            return PublicSql(from + condition + kNotLimited + not_hidden(), id, kLengths);
        };
        return std::array<PublicSql, 3>{with(""), with(" and s.is_local"), with(" and not s.is_local")};
    };
    static const auto kAll = make("select s.id from statuses s" + kAuthor + "where s.is_timeline_public", "s.id");
    // From what has pictures to its posts: those without are not looked at.
    static const auto kMedia = make("select s.id from media_attachments m join statuses s on s.id = m.status_id"
                                        + kAuthor + "where m.position = 0 and s.is_timeline_public",
                                    "m.status_id");
    return (only_media ? kMedia : kAll)[static_cast<std::size_t>(origin)];
}

const PublicSql& public_candidates_sql(Origin origin) {
    static const auto with = [](const char* condition) {
        return PublicSql(std::string("select s.id from statuses s where s.is_timeline_public") + condition, "s.id",
                         kCandidateLengths);
    };
    static const std::array<PublicSql, 3> kSql{with(""), with(" and s.is_local"), with(" and not s.is_local")};
    return kSql[static_cast<std::size_t>(origin)];
}

// A statement for posts with one of `names` hashtags, a page for each of them, put together: `make_page` makes the one
// of the tag with an id.
std::string for_each_tag(std::size_t names, const std::function<PagedSql(const std::string& id)>& make_page,
                         const std::string& parameter, const http::Page& page) {
    std::string sql;
    for (std::size_t i = 0; i < names; ++i) {
        const PagedSql one =
            make_page("(select t.id from texts(" + parameter
                      + ") n join tags t on t.name = n.value order by t.id limit 1 offset " + std::to_string(i) + ")");
        sql.append(sql.empty() ? "select * from (" : " union all select * from (");
        sql.append(one.for_page(page)).append(") p");
    }
    return sql;
}

// With one of the names in $6. With a filter, $7 lists the tags that all must be there, $8 says how many they are, and
// $9 lists those that must not.
std::string hashtag_sql(std::size_t names, Origin origin, bool is_filtered, const HashtagFilter& filter,
                        const http::Page& page) {
    std::string rule(origin == Origin::Local    ? " and s.is_local"
                     : origin == Origin::Remote ? " and not s.is_local"
                                                : "");
    if (is_filtered) rule += R"(
            and (select count(*) from statuses_tags x
                 where x.status_id = st.status_id and x.tag_id in (select value from ids($7))) = $8
            and not exists (select 1 from statuses_tags x
                            where x.status_id = st.status_id and x.tag_id in (select value from ids($9))))";
    if (filter.only_media) rule += R"(
            and exists (select 1 from media_attachments m where m.status_id = st.status_id and m.position = 0))";
    const auto page_of = [&](const std::string& tag) {
        return PagedSql("select st.status_id from statuses_tags st join statuses s on s.id = st.status_id" + kAuthor
                            + "where st.tag_id = " + tag + " and s.visibility = 0" + rule + kNotLimited + not_hidden(),
                        "st.status_id");
    };
    return for_each_tag(names, page_of, "$6", page);
}

// With one of the names in $4, whoever may see them.
std::string hashtag_candidates_sql(std::size_t names, const http::Page& page) {
    const auto page_of = [](const std::string& tag) {
        return PagedSql("select st.status_id from statuses_tags st where st.tag_id = " + tag, "st.status_id");
    };
    return for_each_tag(names, page_of, "$4", page);
}

struct NamedTag {
    TagId id;
    std::string name;
};

// Those of these names that anybody has used, each once: first the one that is used least, as its hundredth post tells.
std::vector<NamedTag> find_tags(db::Tx& tx, const std::vector<std::string>& names) {
    std::vector<NamedTag> tags;
    if (names.empty()) return tags;
    auto rows = tx.query(R"(
        select t.id, t.name, coalesce((select st.status_id from statuses_tags st where st.tag_id = t.id
                                       order by st.status_id desc limit 1 offset 99), 0) as hundredth
        from tags t where t.name in (select value from texts($1)) order by hundredth, t.id)", {names});
    while (rows.next()) tags.push_back({rows.id<TagId>(0), rows.string(1)});
    return tags;
}

std::vector<TagId> ids_of(const std::vector<NamedTag>& tags) {
    std::vector<TagId> ids;
    for (const NamedTag& tag : tags) ids.push_back(tag.id);
    return ids;
}

std::vector<std::string> distinct(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

// Pages of several tags become one: what has several of them comes once. Newest first.
std::vector<StatusId> merged(std::vector<StatusId> ids, const http::Page& page) {
    std::sort(ids.begin(), ids.end(), std::greater<>());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    const auto surplus = static_cast<std::ptrdiff_t>(ids.size()) - page.limit;
    if (surplus <= 0) return ids;
    page.from_below() ? ids.erase(ids.begin(), ids.begin() + surplus) : ids.erase(ids.end() - surplus, ids.end());
    return ids;
}

http::Page with_limit(http::Page page, int limit) {
    page.limit = limit;
    return page;
}

// The page, if `candidates`, newest first, make one: those of them that belong on a public page. What is known of posts
// and their authors is mostly remembered (statuses/page.h), so this is cheaper than asking the database who belongs.
// nullopt when too few do, and there are more candidates than these: then only the database knows.
std::optional<std::vector<StatusId>> page_of_candidates(db::Tx& tx, const accounts::Account& viewer, Origin origin,
                                                        const std::vector<StatusId>& candidates, bool are_all,
                                                        const http::Page& page) {
    const statuses::StatusPage seen(tx, candidates, viewer);
    std::vector<StatusId> ids;
    for (const StatusId id : candidates) {
        if (!seen.shows(id, statuses::Wish::OnPublicPage)) continue;
        const bool is_local = seen.row(id)->is_local;
        if (origin == Origin::Everywhere || is_local == (origin == Origin::Local)) ids.push_back(id);
    }
    if (!are_all && static_cast<int>(ids.size()) < page.limit) return std::nullopt;
    return merged(std::move(ids), page);
}

// $4 is the viewer, $5 the author, $6 the highest visibility that the viewer may see without being mentioned;
// $7 to $9 say what is left out, $10 is the time, $11 a tag or 0. Boosts of people whom the viewer does not want to
// read are left out, but for one's own. No `exists` for mentions: PostgreSQL would read all of the viewer's.
const std::string kAccountRule = R"(
        and s.account_id = $5
        and (s.visibility <= $6
             or (select m.account_id from mentions m where m.status_id = s.id and m.account_id = $4) is not null)
        and (not $7 or s.in_reply_to_id is null or s.in_reply_to_account_id = s.account_id)
        and (not $8 or s.reblog_of_id is null)
        and (s.reblog_of_id is null or $4 = $5 or not exists (
                select 1 from statuses o join accounts a on a.id = o.account_id
                where o.id = s.reblog_of_id
                  and (o.account_id in ()" + hidden_accounts("$10") + R"()
                       or a.domain in (select domain from account_domain_blocks where account_id = $4))))
        and (not $9 or s.visibility < 3))";

const PagedSql& account_sql(bool is_tagged, bool only_media) {
    static const PagedSql kAll("select s.id from statuses s where 1 = 1" + kAccountRule, "s.id");
    static const PagedSql kMedia(R"(
        select s.id from media_attachments m join statuses s on s.id = m.status_id
        where m.account_id = $5 and m.position = 0)" + kAccountRule, "m.status_id");
    static const PagedSql kTagged(R"(
        select s.id from statuses_tags st join statuses s on s.id = st.status_id
        where st.tag_id = $11 and st.account_id = $5)" + kAccountRule, "st.status_id");
    static const std::string kSelectTaggedMedia = R"(
        select s.id from statuses_tags st join statuses s on s.id = st.status_id
        where st.tag_id = $11 and st.account_id = $5
          and exists (select 1 from media_attachments m where m.status_id = st.status_id and m.position = 0))";
    static const PagedSql kTaggedMedia(kSelectTaggedMedia + kAccountRule, "st.status_id");
    if (only_media) return is_tagged ? kTaggedMedia : kMedia;
    return is_tagged ? kTagged : kAll;
}

// The parameters of account_sql, and $12: only with media; newest pin first. `cross join`: from the few pins to their
// statuses.
const std::string& pinned_sql() {
    static const std::string kSql = R"(
        select s.id from status_pins p cross join statuses s
        where p.account_id = $5 and s.id = p.status_id and s.id < $1 and s.id > $2
          and (cast($11 as bigint) = 0
               or exists (select 1 from statuses_tags st where st.tag_id = $11 and st.status_id = s.id))
          and (not $12 or exists (select 1 from media_attachments m where m.status_id = s.id)))" + kAccountRule + " order by p.id desc limit $3";
    return kSql;
}

// 3 sees all, 2 private ones, 1 what is for everybody; nothing for whom the author blocks.
std::optional<int> highest_visibility(db::Tx& tx, AccountId viewer, AccountId author) {
    if (viewer == author) return 3;
    if (!viewer) return 1;
    auto rows = tx.query(R"(
        select exists (select 1 from blocks where account_id = $2 and target_account_id = $1),
               exists (select 1 from follows where account_id = $1 and target_account_id = $2))", {viewer, author});
    rows.next();
    if (rows.boolean(0)) return std::nullopt;
    return rows.boolean(1) ? 2 : 1;
}

} // namespace

std::vector<StatusId> public_page(db::Tx& tx, const accounts::Account& viewer, Origin origin, const http::Page& page,
                                  bool only_media) {
    if (!only_media) {
        const auto wider = with_limit(page, page.limit + kPublicSurplus);
        const PublicSql& sql = public_candidates_sql(origin);
        const auto* first = sql.for_first(wider);
        const auto candidates = in_page_order(
            first ? tx.query_ids<StatusId>(*first)
                  : tx.query_ids<StatusId>(sql.anywhere.for_page(wider), {wider.max_id, wider.lower(), wider.limit}),
            wider);
        const bool are_all = static_cast<int>(candidates.size()) < wider.limit;
        if (auto ids = page_of_candidates(tx, viewer, origin, candidates, are_all, page)) return *std::move(ids);
    }
    return in_page_order(tx.query_ids<StatusId>(public_sql(only_media, origin).for_page(page),
                                                {page.max_id, page.lower(), page.limit, viewer.id, tx.now()}),
                         page);
}

std::vector<StatusId> hashtag_page(db::Tx& tx, const accounts::Account& viewer, const HashtagFilter& filter,
                                   Origin origin, const http::Page& page) {
    auto names = filter.any;
    names.push_back(filter.name);
    names = distinct(std::move(names));
    if (filter.all.empty() && filter.none.empty() && !filter.only_media) {
        const auto wider = with_limit(page, 2 * page.limit);
        auto of_each = tx.query_ids<StatusId>(hashtag_candidates_sql(names.size(), wider),
                                              {wider.max_id, wider.lower(), wider.limit, names});
        const bool are_all = static_cast<int>(of_each.size()) < wider.limit;
        const auto candidates = merged(std::move(of_each), wider);
        if (auto ids = page_of_candidates(tx, viewer, origin, candidates, are_all, page)) return *std::move(ids);
    }
    // Of those that a post must all have, the rarest is walked.
    auto wanted_names = filter.all;
    const bool may_walk_any = !wanted_names.empty() && names.size() == 1;
    if (may_walk_any) wanted_names.push_back(names[0]);
    wanted_names = distinct(std::move(wanted_names));
    auto wanted = find_tags(tx, wanted_names);
    if (wanted.size() < wanted_names.size()) return {}; // Nobody has used one of them.
    if (may_walk_any) {
        names = {wanted[0].name};
        wanted.erase(wanted.begin());
    }
    const auto all = ids_of(wanted), none = ids_of(find_tags(tx, filter.none));
    const bool is_filtered = !all.empty() || !none.empty();
    const auto sql = hashtag_sql(names.size(), origin, is_filtered, filter, page);
    return merged(
        is_filtered ? tx.query_ids<StatusId>(sql, {page.max_id, page.lower(), page.limit, viewer.id, tx.now(), names,
                                                   all, static_cast<std::int64_t>(all.size()), none})
                    : tx.query_ids<StatusId>(sql, {page.max_id, page.lower(), page.limit, viewer.id, tx.now(), names}),
        page);
}

std::optional<std::vector<StatusId>> link_page(db::Tx& tx, AccountId viewer, std::string_view url,
                                               const http::Page& page) {
    static const PagedSql kSql("select c.status_id from statuses_cards c join statuses s on s.id = c.status_id"
                                   + kAuthor + "where c.card_id = $6 and s.visibility = 0 and a.is_discoverable"
                                   + kNotLimited + not_hidden(),
                               "c.status_id");
    const auto card = cards::find_card(tx, url);
    if (!card || !trends::is_trending(tx, trends::Kind::Links, trends::ItemId{card->value})) return std::nullopt;
    return in_page_order(
        tx.query_ids<StatusId>(kSql.for_page(page), {page.max_id, page.lower(), page.limit, viewer, tx.now(), *card}),
        page);
}

std::vector<StatusId> account_page(db::Tx& tx, const accounts::Account& viewer, AccountId author,
                                   const AccountFilter& filter, const http::Page& page) {
    const auto visibility = highest_visibility(tx, viewer.id, author);
    if (!visibility) return {};
    const auto tag = filter.tagged.empty() ? tags::Tag{} : tags::find_tag(tx, filter.tagged);
    if (!tag) return {};
    if (filter.only_pinned) {
        return tx.query_ids<StatusId>(pinned_sql(), {page.max_id, page.lower(), page.limit, viewer.id, author,
                                                     *visibility, filter.exclude_replies, filter.exclude_reblogs,
                                                     filter.exclude_direct, tx.now(), tag->id, filter.only_media});
    }
    const auto run = [&](const std::string& text) {
        return tag->id ? tx.query_ids<StatusId>(text, {page.max_id, page.lower(), page.limit, viewer.id, author,
                                                       *visibility, filter.exclude_replies, filter.exclude_reblogs,
                                                       filter.exclude_direct, tx.now(), tag->id})
                       : tx.query_ids<StatusId>(text, {page.max_id, page.lower(), page.limit, viewer.id, author,
                                                       *visibility, filter.exclude_replies, filter.exclude_reblogs,
                                                       filter.exclude_direct, tx.now()});
    };
    return in_page_order(run(account_sql(static_cast<bool>(tag->id), filter.only_media).for_page(page)), page);
}

} // namespace timelines
