#include "accounts/account_json.h"
#include "statuses/reactors.h"
#include "statuses/statuses_api.h"
#include "statuses/visibility.h"

namespace statuses {

namespace {

constexpr int kDefaultLimit = 40;
constexpr int kMaxLimit = 80;

using List = std::vector<Reactor> (*)(db::Tx&, StatusId, AccountId, const http::Page&);

http::Reply people(const http::Request& request, db::Tx& tx, List list) {
    const auto id = TRY(request.id<StatusId>("id"));
    const auto status = TRY(find_visible_original(tx, id, request.account()));
    const auto page = request.page(kDefaultLimit, kMaxLimit);
    const auto reactors = list(tx, status.id, request.account().id, page);

    std::vector<AccountId> ids;
    for (const auto& reactor : reactors) ids.push_back(reactor.account);
    auto reply = http::json([&](json::Writer& out) { accounts::write_accounts(out, tx, ids, request.account().id); });
    if (!reactors.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, reactors.front().id, reactors.back().id,
                              reactors.size());
    }
    return reply;
}

} // namespace

// https://docs.joinmastodon.org/methods/statuses/#favourited_by
http::Reply get_favourited_by(const http::Request& request, db::Tx& tx) { return people(request, tx, favourited_by); }

// https://docs.joinmastodon.org/methods/statuses/#reblogged_by
http::Reply get_reblogged_by(const http::Request& request, db::Tx& tx) { return people(request, tx, reblogged_by); }

} // namespace statuses
