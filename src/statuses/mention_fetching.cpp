#include "statuses/mention_fetching.h"

#include "accounts/accounts.h"
#include "federation/actors.h"
#include "federation/webfinger_client.h"
#include "statuses/text.h"

namespace statuses {

namespace {

constexpr std::size_t kMaxFetched = 10;
constexpr federation::Purse kPurse{.requests = 30, .time = std::chrono::seconds(8)};

bool is_unknown(db::Tx& tx, const federation::Handle& handle) {
    return !accounts::is_our_domain(tx.config(), handle.domain) && !accounts::find_by_acct(tx, handle.text());
}

} // namespace

std::vector<federation::Handle> handles_in(std::string_view text) {
    std::vector<federation::Handle> handles;
    if (text.find('@') == std::string_view::npos) return handles;
    for (const TextEntity& entity : find_entities(text)) {
        if (entity.kind != TextEntity::Kind::Mention || entity.domain.empty()) continue;
        auto handle = federation::Handle::parse(std::string(entity.name) + "@" + std::string(entity.domain));
        if (handle && handles.size() < kMaxFetched) handles.push_back(std::move(*handle));
    }
    return handles;
}

std::vector<federation::Handle> unknown_handles(db::Tx& tx, std::string_view text) {
    auto handles = handles_in(text);
    std::erase_if(handles, [&](const auto& handle) { return !is_unknown(tx, handle); });
    return handles;
}

bool may_mention_others(const http::Request& request) { return !handles_in(request.text_or("status", "")).empty(); }

bool mentions_unknown(const http::Request& request, db::Tx& tx) {
    return tx.context().client && !unknown_handles(tx, request.text_or("status", "")).empty();
}

void fetch_mentioned(const http::Request& request, db::Database& database) {
    federation::Errand errand(database, kPurse);
    for (const auto& handle : handles_in(request.text_or("status", "")))
        (void)federation::resolve_handle(errand, handle.text());
}

} // namespace statuses
