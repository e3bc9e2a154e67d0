#include "streaming/viewer.h"

#include "base/json.h"

#include <algorithm>

namespace streaming {

namespace {

std::vector<std::string> chosen_languages(db::Tx& tx, AccountId account) {
    std::vector<std::string> languages;
    auto rows = tx.query("select chosen_languages from users where account_id = $1", {account});
    if (!rows.next() || rows.is_null(0)) return languages;
    const auto parsed = json::parse(rows.text(0));
    if (!parsed || !parsed->is_array()) return languages;
    for (const json::Value& item : parsed->get_array()) {
        if (item.is_string()) languages.emplace_back(item.get_string());
    }
    return languages;
}

} // namespace

bool Viewer::wants(const base::Event& event) const {
    if (event.author && hidden.contains(event.author)) return false;
    if (hidden_domains.contains(event.author_domain)) return false;
    const bool mentions_hidden = std::any_of(event.mentioned.begin(), event.mentioned.end(),
                                             [&](AccountId account) { return hidden.contains(account); });
    if (mentions_hidden) return false;
    return languages.empty() || event.language.empty()
           || std::find(languages.begin(), languages.end(), event.language) != languages.end();
}

Viewer load_viewer(db::Tx& tx, AccountId account, LoadPostFilter load_filter) {
    Viewer viewer;
    auto rows = tx.query(R"(
        select target_account_id from blocks where account_id = $1
        union all select account_id from blocks where target_account_id = $1
        union all select target_account_id from mutes
                  where account_id = $1 and (expires_at is null or expires_at > $2))", {account, tx.now()});
    while (rows.next()) viewer.hidden.insert(rows.id<AccountId>(0));
    auto domains = tx.query("select domain from account_domain_blocks where account_id = $1", {account});
    while (domains.next()) viewer.hidden_domains.insert(domains.string(0));
    viewer.languages = chosen_languages(tx, account);
    if (load_filter) viewer.filter = load_filter(tx, account);
    return viewer;
}

} // namespace streaming
