#pragma once

#include "accounts/roles.h"
#include "base/json.h"
#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

#include <vector>

// What the doors of domain blocks and of allowed servers have in common.
namespace moderation {

inline Result<> check_may_manage(const http::Request& request) {
    if (!accounts::may_manage_federation(request.caller.role)) return base::forbidden();
    return {};
}

inline http::Page page_of_servers(const http::Request& request) { return request.page(100, 200); }

// An array of `items`, which have ids, newest first.
template <typename Item>
http::Reply reply_with_page(const http::Request& request, db::Tx& tx, const http::Page& page,
                            const std::vector<Item>& items, void (*write)(json::Writer&, const Item&)) {
    auto reply = http::json([&](json::Writer& out) {
        out.begin_array();
        for (const auto& item : items) write(out, item);
        out.end_array();
    });
    if (!items.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, items.front().id.value,
                              items.back().id.value, items.size());
    }
    return reply;
}

} // namespace moderation
