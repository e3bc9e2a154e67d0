#include "search/account_search.h"

#include "accounts/accounts.h"
#include "base/ascii.h"
#include "base/text.h"
#include "search/account_index.h"
#include "search/account_walk.h"
#include "search/prefix.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace search {

namespace {

bool is_of_username(char c) { return base::is_ascii_alphanumeric(c) || c == '_' || c == '.' || c == '-'; }

std::optional<Wanted::Words> words_of(std::string_view text) {
    // An address is one term, with the @ in it.
    const auto words =
        text.find('@') == std::string_view::npos ? query_words(text) : std::vector{base::ascii_lower(text)};
    if (words.empty()) return std::nullopt;
    Wanted::Words ranges;
    for (std::size_t i = 0; i < words.size(); ++i) {
        ranges.begin[i] = words[i];
        ranges.end[i] = end_of_prefix(words[i]);
    }
    return ranges;
}

Wanted::Exact exact_of(std::string_view text) {
    const auto at = text.find('@');
    Wanted::Exact exact{.name = base::ascii_lower(text.substr(0, at)), .begin = {}, .end = {}, .local_name = {}};
    if (!std::ranges::all_of(exact.name, is_of_username)) return {};
    exact.begin = at == std::string_view::npos ? exact.name + "@" : base::ascii_lower(text);
    exact.end = end_of_prefix(exact.begin);
    if (at == std::string_view::npos) exact.local_name = exact.name;
    return exact;
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
    auto words = words_of(text);
    if (!words) return {};
    return walk_names(tx, {.words = *std::move(words), .exact = exact_of(text)}, query);
}

} // namespace search
