#include "search/discovery_api.h"

#include "accounts/account_json.h"
#include "search/directory.h"
#include "search/suggestions.h"

#include <algorithm>

namespace search {

namespace {

constexpr int kDefaultLimit = 40;
constexpr int kMaxLimit = 80;
constexpr std::int64_t kMaxOffset = 10'000;

int offset_of(const http::Request& request) {
    return static_cast<int>(std::clamp<std::int64_t>(request.integer("offset").value_or(0), 0, kMaxOffset));
}

std::vector<Suggestion> wanted_suggestions(const http::Request& request, db::Tx& tx) {
    return suggestions(tx, request.account().id, static_cast<std::size_t>(request.page(kDefaultLimit, kMaxLimit).limit),
                       static_cast<std::size_t>(offset_of(request)));
}

} // namespace

// https://docs.joinmastodon.org/methods/directory/#get
http::Reply get_directory(const http::Request& request, db::Tx& tx) {
    using Order = DirectoryQuery::Order;
    const auto ids = directory(tx, {.viewer = request.account().id,
                                    .order = request.text_or("order", "active") == "new" ? Order::New : Order::Active,
                                    .is_local = request.flag("local"),
                                    .limit = request.page(kDefaultLimit, kMaxLimit).limit,
                                    .offset = offset_of(request)});
    return http::json([&](json::Writer& out) { accounts::write_accounts(out, tx, ids, request.account().id); });
}

// https://docs.joinmastodon.org/methods/suggestions/#v2
http::Reply get_suggestions(const http::Request& request, db::Tx& tx) {
    const auto wanted = wanted_suggestions(request, tx);
    return http::json([&](json::Writer& out) { write_suggestions(out, tx, wanted, request.account().id); });
}

// https://docs.joinmastodon.org/methods/suggestions/#v1
http::Reply get_suggestions_v1(const http::Request& request, db::Tx& tx) {
    std::vector<AccountId> ids;
    for (const auto& suggestion : wanted_suggestions(request, tx)) ids.push_back(suggestion.account);
    return http::json([&](json::Writer& out) { accounts::write_accounts(out, tx, ids, request.account().id); });
}

// https://docs.joinmastodon.org/methods/suggestions/#remove
http::Reply delete_suggestion(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("account_id"));
    TRY(dismiss_suggestion(tx, request.account(), id));
    return http::empty_object();
}

} // namespace search
