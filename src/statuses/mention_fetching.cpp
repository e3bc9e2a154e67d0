#include "statuses/mention_fetching.h"

#include "accounts/accounts.h"
#include "federation/actors.h"
#include "federation/webfinger_client.h"
#include "statuses/text.h"

namespace statuses {

namespace {

constexpr std::size_t kMaxFetched = 10;
constexpr federation::Purse kPurse{.requests = 30, .time = std::chrono::seconds(8)};

// Those of other servers that the text names.
std::vector<federation::Handle> handles_in(const http::Request& request) {
    std::vector<federation::Handle> handles;
    const std::string text = request.text_or("status", "");
    for (const TextEntity& entity : find_entities(text)) {
        if (entity.kind != TextEntity::Kind::Mention || entity.domain.empty()) continue;
        auto handle = federation::Handle::parse(std::string(entity.name) + "@" + std::string(entity.domain));
        if (handle && handles.size() < kMaxFetched) handles.push_back(std::move(*handle));
    }
    return handles;
}

bool is_unknown(db::Tx& tx, const federation::Handle& handle) {
    return !accounts::is_our_domain(tx.config(), handle.domain) && !accounts::find_by_acct(tx, handle.text());
}

} // namespace

bool may_mention_others(const http::Request& request) {
    return request.text_or("status", "").find('@') != std::string::npos && !handles_in(request).empty();
}

bool mentions_unknown(const http::Request& request, db::Tx& tx) {
    if (!tx.context().client) return false;
    for (const auto& handle : handles_in(request)) {
        if (is_unknown(tx, handle)) return true;
    }
    return false;
}

void fetch_mentioned(const http::Request& request, db::Database& database) {
    federation::Errand errand(database, kPurse);
    for (const auto& handle : handles_in(request)) (void)federation::resolve_handle(errand, handle.text());
}

} // namespace statuses
