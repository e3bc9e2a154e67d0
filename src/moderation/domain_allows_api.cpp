#include "moderation/domain_allows.h"
#include "moderation/domain_blocks_api.h"
#include "moderation/managing.h"

namespace moderation {

namespace {

// https://docs.joinmastodon.org/entities/Admin_DomainAllow/
void write_domain_allow(json::Writer& out, const DomainAllow& allow) {
    out.begin_object();
    out.field("id", allow.id);
    out.field("domain", allow.domain);
    out.field("created_at", allow.created_at);
    out.end_object();
}

http::Reply allow_reply(const DomainAllow& allow) {
    return http::json([&](json::Writer& out) { write_domain_allow(out, allow); });
}

} // namespace

// https://docs.joinmastodon.org/methods/admin/domain_allows/#get
http::Reply get_domain_allows(const http::Request& request, db::Tx& tx) {
    TRY(check_may_manage(request));
    const auto page = page_of_servers(request);
    return reply_with_page(request, tx, page, domain_allows(tx, page), write_domain_allow);
}

http::Reply get_domain_allow(const http::Request& request, db::Tx& tx) {
    TRY(check_may_manage(request));
    const auto id = TRY(request.id<DomainAllowId>("id"));
    return allow_reply(TRY(find_domain_allow(tx, id)));
}

http::Reply post_domain_allow(const http::Request& request, db::Tx& tx) {
    TRY(check_may_manage(request));
    return allow_reply(TRY(allow_domain(tx, request.text_or("domain", ""))));
}

http::Reply delete_domain_allow(const http::Request& request, db::Tx& tx) {
    TRY(check_may_manage(request));
    const auto id = TRY(request.id<DomainAllowId>("id"));
    TRY(disallow_domain(tx, id));
    return http::empty_object();
}

} // namespace moderation
