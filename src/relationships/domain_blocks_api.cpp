#include "relationships/domain_blocks_api.h"

#include "base/network.h"
#include "relationships/domain_blocks.h"

namespace relationships {

namespace {

constexpr int kDefaultLimit = 100;
constexpr int kMaxLimit = 200;

} // namespace

// https://docs.joinmastodon.org/methods/domain_blocks/#get
http::Reply get_domain_blocks(const http::Request& request, db::Tx& tx) {
    const auto page = request.page(kDefaultLimit, kMaxLimit);
    const auto domains = blocked_domains(tx, request.account().id, page);
    auto reply = http::json([&](json::Writer& out) {
        out.begin_array();
        for (const auto& blocked : domains) out.value(base::readable_domain(blocked.domain));
        out.end_array();
    });
    if (!domains.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, domains.front().id, domains.back().id,
                              domains.size());
    }
    return reply;
}

http::Reply get_domain_block_preview(const http::Request& request, db::Tx& tx) {
    const auto ties = TRY(ties_to_domain(tx, request.account().id, request.text_or("domain", "")));
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.field("following_count", ties.following);
        out.field("followers_count", ties.followers);
        out.end_object();
    });
}

// https://docs.joinmastodon.org/methods/domain_blocks/#block
http::Reply post_domain_block(const http::Request& request, db::Tx& tx) {
    TRY(block_domain(tx, request.account(), request.text_or("domain", "")));
    return http::empty_object();
}

// https://docs.joinmastodon.org/methods/domain_blocks/#unblock
http::Reply delete_domain_block(const http::Request& request, db::Tx& tx) {
    TRY(unblock_domain(tx, request.account(), request.text_or("domain", "")));
    return http::empty_object();
}

} // namespace relationships
