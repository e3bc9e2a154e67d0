#include "search/suggestions.h"

#include "accounts/account_json.h"
#include "accounts/accounts.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace search {

namespace {

using Source = Suggestion::Source;

// What one answer looks at is bounded: so many friends, and so many of the people whom each of them followed last.
constexpr int kFriends = 40;
constexpr int kOfEach = 60;
constexpr std::size_t kCandidates = 100; // Of each source.
constexpr int kRecentFollows = 10'000;
constexpr std::size_t kAtOnce =
    80; // So many candidates are looked at for a page, and more only if those do not fill it.

// Those who occur most, of equals the newest first.
std::vector<AccountId> most_frequent(std::vector<AccountId> ids) {
    std::ranges::sort(ids);
    std::vector<std::pair<std::ptrdiff_t, AccountId>> counts;
    for (auto begin = ids.begin(); begin != ids.end();) {
        const auto end = std::upper_bound(begin, ids.end(), *begin);
        counts.emplace_back(end - begin, *begin);
        begin = end;
    }
    const auto kept = std::min(counts.size(), kCandidates);
    std::ranges::partial_sort(counts, counts.begin() + static_cast<std::ptrdiff_t>(kept), std::greater());
    ids.clear();
    for (std::size_t i = 0; i < kept; ++i) ids.push_back(counts[i].second);
    return ids;
}

// Counted here: the engines would sort twice what is read once.
std::vector<AccountId> friends_of_friends(db::Tx& tx, AccountId viewer) {
    return most_frequent(tx.query_ids<AccountId>(R"(
        select f.target_account_id
        from (select target_account_id from follows where account_id = $1 order by id desc limit $2) mine
        join accounts a on a.id = mine.target_account_id
        join follows f on f.account_id = a.id
        where not a.hides_collections and a.suspended_at is null
          and f.id > coalesce((select o.id from follows o where o.account_id = a.id
                               order by o.id desc limit 1 offset $3), 0))", {viewer, kFriends, kOfEach}));
}

std::vector<AccountId> most_followed(db::Tx& tx) {
    std::vector<AccountId> ids;
    auto rows = tx.query("select value from settings where name = 'most_followed'");
    if (!rows.next()) return ids;
    const auto value = json::parse(rows.text(0));
    if (!value || !value->is_array()) return ids;
    for (const auto& item : value->get_array()) {
        if (item.is_int64()) ids.push_back(AccountId{item.get_int64()});
    }
    return ids;
}

// Those among `ids` that may be suggested, in order of id.
std::vector<AccountId> suggestible(db::Tx& tx, AccountId viewer, const std::vector<AccountId>& ids) {
    return tx.query_ids<AccountId>(R"(
        select a.id from ids($2) l join accounts a on a.id = l.value
        where a.id <> $1 and a.is_discoverable
          and a.suspended_at is null and a.silenced_at is null and a.moved_to_account_id is null
          and coalesce((select u.is_approved and u.confirmed_at is not null from users u where u.account_id = a.id), true)
          and not exists (select 1 from follows f where f.account_id = $1 and f.target_account_id = a.id)
          and not exists (select 1 from follow_requests r where r.account_id = $1 and r.target_account_id = a.id)
          and not exists (select 1 from blocks b where b.account_id = $1 and b.target_account_id = a.id)
          and not exists (select 1 from blocks b where b.account_id = a.id and b.target_account_id = $1)
          and not exists (select 1 from mutes m where m.account_id = $1 and m.target_account_id = a.id
                          and (m.expires_at is null or m.expires_at > $3))
          and not exists (select 1 from account_domain_blocks d where d.account_id = $1 and d.domain = a.domain)
          and not exists (select 1 from suggestion_dismissals d
                          where d.account_id = $1 and d.target_account_id = a.id)
        order by a.id)", {viewer, ids, tx.now()});
}

void add(std::vector<Suggestion>& all, const std::vector<AccountId>& candidates, Source source) {
    for (const auto id : candidates) {
        const auto found = std::ranges::find(all, id, &Suggestion::account);
        if (found == all.end()) {
            all.push_back({.account = id, .sources = {source}});
        } else {
            found->sources.push_back(source);
        }
    }
}

std::vector<AccountId> people_of(std::span<const Suggestion> suggestions) {
    std::vector<AccountId> ids;
    for (const auto& suggestion : suggestions) ids.push_back(suggestion.account);
    return ids;
}

std::string_view name_of(Source source) {
    return source == Source::FriendsOfFriends ? "friends_of_friends" : "most_followed";
}

// The word that clients knew before there were several sources.
std::string_view former_name_of(Source source) {
    return source == Source::FriendsOfFriends ? "past_interactions" : "global";
}

} // namespace

std::vector<Suggestion> suggestions(db::Tx& tx, AccountId viewer, std::size_t limit, std::size_t offset) {
    std::vector<Suggestion> all;
    add(all, friends_of_friends(tx, viewer), Source::FriendsOfFriends);
    add(all, most_followed(tx), Source::MostFollowed);

    std::vector<Suggestion> found;
    for (std::size_t begin = 0; begin < all.size() && found.size() < offset + limit; begin += kAtOnce) {
        const auto slice = std::span(all).subspan(begin, std::min(kAtOnce, all.size() - begin));
        const auto kept = suggestible(tx, viewer, people_of(slice));
        for (auto& candidate : slice) {
            if (std::ranges::binary_search(kept, candidate.account)) found.push_back(std::move(candidate));
        }
    }
    found.resize(std::min(found.size(), offset + limit));
    found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(std::min(offset, found.size())));
    return found;
}

Result<> dismiss_suggestion(db::Tx& tx, const accounts::Account& account, AccountId target_id) {
    const auto target = TRY(accounts::find_shown(tx, target_id));
    tx.exec(R"(
        insert into suggestion_dismissals (account_id, target_account_id) values ($1, $2)
        on conflict (account_id, target_account_id) do nothing)", {account.id, target.id});
    return {};
}

void find_most_followed(db::Tx& tx) {
    const auto ids = tx.query_ids<AccountId>(R"(
        select f.target_account_id
        from (select target_account_id from follows order by id desc limit $1) f
        join accounts a on a.id = f.target_account_id
        where a.is_discoverable and a.suspended_at is null and a.silenced_at is null and a.moved_to_account_id is null
        group by f.target_account_id
        order by count(*) desc, f.target_account_id desc limit $2)", {kRecentFollows, static_cast<int>(kCandidates)});
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const auto id : ids) out.value(id.value);
    out.end_array();
    tx.exec(R"(
        insert into settings (name, value) values ('most_followed', $1)
        on conflict (name) do update set value = excluded.value)", {text});
}

void write_suggestions(json::Writer& out, db::Tx& tx, std::span<const Suggestion> suggestions, AccountId viewer) {
    const accounts::AccountEntities entities(tx, people_of(suggestions), {}, accounts::Moved::Shown, viewer);
    out.begin_array();
    for (const auto& suggestion : suggestions) {
        if (!entities.has(suggestion.account)) continue;
        out.begin_object();
        out.field("source", former_name_of(suggestion.sources.front()));
        out.key("sources");
        out.begin_array();
        for (const auto source : suggestion.sources) out.value(name_of(source));
        out.end_array();
        out.key("account");
        entities.write(out, suggestion.account);
        out.end_object();
    }
    out.end_array();
}

} // namespace search
