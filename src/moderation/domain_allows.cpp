#include "moderation/domain_allows.h"

#include "moderation/servers.h"
#include "relationships/domain_blocks.h"
#include "timelines/paging.h"

namespace moderation {

namespace {

std::vector<DomainAllow> read_all(db::Rows rows) {
    std::vector<DomainAllow> allows;
    while (rows.next()) {
        allows.push_back({.id = rows.id<DomainAllowId>(0), .domain = rows.string(1), .created_at = rows.time(2)});
    }
    return allows;
}

} // namespace

Result<DomainAllow> allow_domain(db::Tx& tx, std::string_view text) {
    const auto domain = TRY(relationships::parse_domain(text));
    tx.exec(R"(
        insert into domain_allows (id, domain, created_at) values ($1, $2, $3)
        on conflict (domain) do nothing)", {tx.new_id(), domain, tx.now()});
    return find_domain_allow(tx, domain).value();
}

Result<> disallow_domain(db::Tx& tx, DomainAllowId id) {
    const auto allow = TRY(find_domain_allow(tx, id));
    tx.exec("delete from domain_allows where id = $1", {id});
    if (tx.config().federation_allow_list) {
        const auto planned = TRY(plan_purge(tx, allow.domain, Below::Left));
        purge(tx, planned);
    }
    return {};
}

Result<DomainAllow> find_domain_allow(db::Tx& tx, DomainAllowId id) {
    auto found = read_all(tx.query("select id, domain, created_at from domain_allows where id = $1", {id}));
    if (found.empty()) return base::not_found();
    return std::move(found.front());
}

std::optional<DomainAllow> find_domain_allow(db::Tx& tx, std::string_view domain) {
    auto found = read_all(tx.query("select id, domain, created_at from domain_allows where domain = $1", {domain}));
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<DomainAllow> domain_allows(db::Tx& tx, const http::Page& page) {
    static const timelines::PagedSql kSql("select id, domain, created_at from domain_allows where id > 0", "id");
    auto allows = read_all(tx.query(kSql.for_page(page), {page.max_id, page.lower(), page.limit}));
    return timelines::in_page_order(std::move(allows), page);
}

} // namespace moderation
