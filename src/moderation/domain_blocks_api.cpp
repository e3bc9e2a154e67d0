#include "moderation/domain_blocks_api.h"

#include "moderation/domain_blocks_json.h"
#include "moderation/managing.h"
#include "relationships/domain_blocks.h"

namespace moderation {

namespace {

using base::Shown;

bool may_see(Shown shown, const http::Request& request) {
    return shown == Shown::Everybody || (shown == Shown::Users && request.account().is_somebody());
}

Result<std::optional<Severity>> severity_in(const http::Request& request) {
    const auto text = request.text("severity");
    if (!text || text->empty()) return std::nullopt;
    const auto severity = severity_of(*text);
    if (!severity) return base::invalid("Validation failed: Severity is not included in the list");
    return severity;
}

Result<DomainBlockChange> change_in(const http::Request& request) {
    const auto severity = TRY(severity_in(request));
    return DomainBlockChange{.severity = severity,
                             .rejects_media = request.boolean("reject_media"),
                             .rejects_reports = request.boolean("reject_reports"),
                             .is_obfuscated = request.boolean("obfuscate"),
                             .private_comment = request.text("private_comment"),
                             .public_comment = request.text("public_comment")};
}

http::Reply block_reply(const DomainBlock& block) {
    return http::json([&](json::Writer& out) { write_domain_block(out, block); });
}

// 422 with what is there already.
http::Reply conflict_reply(const base::Error& error, const DomainBlock& existing) {
    http::Reply reply = http::json([&](json::Writer& out) {
        out.begin_object();
        out.field("error", error.message);
        out.key("existing_domain_block");
        write_domain_block(out, existing);
        out.end_object();
    });
    reply.status = 422;
    return reply;
}

} // namespace

// https://docs.joinmastodon.org/methods/instance/#domain_blocks
http::Reply get_public_domain_blocks(const http::Request& request, db::Tx& tx) {
    if (!may_see(tx.config().federation_show_blocks, request)) return base::not_found();
    const auto reasons = may_see(tx.config().federation_show_block_reasons, request) ? Reasons::Shown : Reasons::Hidden;
    const auto blocks = public_domain_blocks(tx);
    return http::json([&](json::Writer& out) {
        out.begin_array();
        for (const auto& block : blocks) write_public_domain_block(out, block, reasons);
        out.end_array();
    });
}

// https://docs.joinmastodon.org/methods/admin/domain_blocks/#get
http::Reply get_domain_blocks(const http::Request& request, db::Tx& tx) {
    TRY(check_may_manage(request));
    const auto page = page_of_servers(request);
    const auto blocks = domain_blocks(tx, page);
    return reply_with_page(request, tx, page, blocks, write_domain_block);
}

http::Reply get_domain_block(const http::Request& request, db::Tx& tx) {
    TRY(check_may_manage(request));
    const auto id = TRY(request.id<DomainBlockId>("id"));
    return block_reply(TRY(find_domain_block(tx, id)));
}

http::Reply post_domain_block(const http::Request& request, db::Tx& tx) {
    TRY(check_may_manage(request));
    const auto wanted = TRY(change_in(request));
    const DomainBlock usual{.domain = request.text_or("domain", ""), .severity = Severity::Silence};
    const auto blocked = block_domain(tx, changed(usual, wanted));
    if (blocked) return block_reply(*blocked);
    if (blocked.error().refusal != base::Refusal::Conflict) return blocked.error();
    const auto domain = TRY(relationships::parse_domain(request.text_or("domain", "")));
    return conflict_reply(blocked.error(), domain_block_over(tx, domain).value());
}

http::Reply put_domain_block(const http::Request& request, db::Tx& tx) {
    TRY(check_may_manage(request));
    const auto id = TRY(request.id<DomainBlockId>("id"));
    const auto change = TRY(change_in(request));
    return block_reply(TRY(change_domain_block(tx, id, change)));
}

http::Reply delete_domain_block(const http::Request& request, db::Tx& tx) {
    TRY(check_may_manage(request));
    const auto id = TRY(request.id<DomainBlockId>("id"));
    TRY(unblock_domain(tx, id));
    return http::empty_object();
}

} // namespace moderation
