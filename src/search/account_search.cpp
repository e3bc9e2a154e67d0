#include "search/account_search.h"

#include "accounts/accounts.h"
#include "base/ascii.h"
#include "base/text.h"
#include "search/account_index.h"
#include "search/prefix.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace search {

namespace {

// Each costs a look at the account, and a page shows at most 80.
constexpr int kMaxScanned = 200;
constexpr int kMaxFollowed = 500;

// The ranges of terms that an account must have one of each of. Unused ones are empty: they fit everybody.
struct Ranges {
    std::array<std::string, kMaxQueryWords> begin, end;
};

std::optional<Ranges> ranges_of(std::string_view text) {
    // An address is one term, with the @ in it.
    const auto words =
        text.find('@') == std::string_view::npos ? query_words(text) : std::vector{base::ascii_lower(text)};
    if (words.empty()) return std::nullopt;
    Ranges ranges;
    for (std::size_t i = 0; i < words.size(); ++i) {
        ranges.begin[i] = words[i];
        ranges.end[i] = end_of_prefix(words[i]);
    }
    return ranges;
}

std::vector<AccountId> scan(db::Tx& tx, const Ranges& ranges, const AccountQuery& query, std::string_view exact) {
    return tx.query_ids<AccountId>(R"(
        select a.id
        from (select account_id, max(followed) as followed
              from (select account_id, 0 as followed
                    from (select account_id from account_search_terms where term >= $1 and term < $2
                          order by term, account_id limit $9) scanned
                    union all
                    select t.account_id, 1
                    from (select target_account_id from follows where account_id = $10 order by id desc limit $11) f
                    join account_search_terms t on t.account_id = f.target_account_id
                    where t.term >= $1 and t.term < $2) candidates
              group by account_id) c
        join accounts a on a.id = c.account_id
        join account_stats s on s.account_id = a.id
        where a.suspended_at is null and a.moved_to_account_id is null
          and (a.domain > '' or not exists (select 1 from users u where u.account_id = a.id
                                            and not (u.is_approved and u.confirmed_at is not null)))
          and ($3 = '' or exists (select 1 from account_search_terms t
                                  where t.account_id = a.id and t.term >= $3 and t.term < $4))
          and ($5 = '' or exists (select 1 from account_search_terms t
                                  where t.account_id = a.id and t.term >= $5 and t.term < $6))
          and ($7 = '' or exists (select 1 from account_search_terms t
                                  where t.account_id = a.id and t.term >= $7 and t.term < $8))
        order by case when lower(a.username) = $12 then 0 else 1 end, c.followed desc, s.followers_count desc, a.id
        limit $13 offset $14)",
                                   {ranges.begin[0], ranges.end[0], ranges.begin[1], ranges.end[1], ranges.begin[2],
                                    ranges.end[2], ranges.begin[3], ranges.end[3], kMaxScanned, query.viewer,
                                    kMaxFollowed, exact, query.limit, query.offset});
}

std::vector<AccountId> scan_followed(db::Tx& tx, const Ranges& ranges, const AccountQuery& query,
                                     std::string_view exact) {
    return tx.query_ids<AccountId>(R"(
        select a.id
        from follows f
        join accounts a on a.id = f.target_account_id
        join account_stats s on s.account_id = a.id
        where f.account_id = $9 and a.suspended_at is null and a.moved_to_account_id is null
          and exists (select 1 from account_search_terms t
                      where t.account_id = a.id and t.term >= $1 and t.term < $2)
          and ($3 = '' or exists (select 1 from account_search_terms t
                                  where t.account_id = a.id and t.term >= $3 and t.term < $4))
          and ($5 = '' or exists (select 1 from account_search_terms t
                                  where t.account_id = a.id and t.term >= $5 and t.term < $6))
          and ($7 = '' or exists (select 1 from account_search_terms t
                                  where t.account_id = a.id and t.term >= $7 and t.term < $8))
        order by case when lower(a.username) = $10 then 0 else 1 end, s.followers_count desc, a.id
        limit $11 offset $12)", {ranges.begin[0], ranges.end[0], ranges.begin[1], ranges.end[1],
                                              ranges.begin[2], ranges.end[2], ranges.begin[3], ranges.end[3],
                                              query.viewer, exact, query.limit, query.offset});
}

// "https://social.example/@alice", or the profile or actor of somebody from elsewhere whom we know.
std::optional<AccountId> find_by_url(db::Tx& tx, std::string_view url) {
    const std::string web_url = tx.config().web_url();
    for (const std::string_view path : {"/@", "/users/"}) {
        const std::string ours = web_url + std::string(path);
        if (!url.starts_with(ours)) continue;
        const auto account = accounts::find_by_acct(tx, url.substr(ours.size()));
        return account ? std::optional(account->id) : std::nullopt;
    }
    const auto id = tx.query_integer("select id from accounts where uri = $1", {url});
    return id ? std::optional(AccountId{*id}) : std::nullopt;
}

std::vector<AccountId> shown(db::Tx& tx, std::optional<AccountId> id) {
    return id ? accounts::shown_among(tx, std::span(&*id, 1)) : std::vector<AccountId>();
}

} // namespace

std::vector<AccountId> find_accounts(db::Tx& tx, const AccountQuery& query) {
    std::string_view text = base::trim(query.text);
    if (text.starts_with("https://") || text.starts_with("http://")) {
        return query.offset == 0 ? shown(tx, find_by_url(tx, text)) : std::vector<AccountId>();
    }
    if (text.starts_with('@')) text.remove_prefix(1);
    const auto ranges = ranges_of(text);
    if (!ranges) return {};

    const std::string exact = base::ascii_lower(text.substr(0, text.find('@')));
    return query.among == AccountQuery::Among::Followed ? scan_followed(tx, *ranges, query, exact)
                                                        : scan(tx, *ranges, query, exact);
}

} // namespace search
