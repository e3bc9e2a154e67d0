#include "base/json.h"
#include "moderation/domain_allows.h"
#include "moderation/domain_blocks_cli.h"
#include "relationships/domain_blocks.h"

namespace moderation {

namespace {

void remind_of_the_list(const cli::Invocation& invocation, const db::Tx& tx) {
    if (!tx.config().federation_allow_list) {
        invocation.print("It has no effect yet: the configuration does not say federation.allow_list = true");
    }
}

std::string json_of(const std::vector<DomainAllow>& allows) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const auto& allow : allows) {
        out.begin_object();
        out.field("domain", allow.domain);
        out.field("created_at", allow.created_at);
        out.end_object();
    }
    out.end_array();
    return text;
}

} // namespace

Result<> cli_allow(const cli::Invocation& invocation, db::Tx& tx) {
    TRY(allow_domain(tx, invocation.text("DOMAIN")));
    invocation.print("OK");
    remind_of_the_list(invocation, tx);
    return {};
}

Result<> cli_disallow(const cli::Invocation& invocation, db::Tx& tx) {
    const auto domain = TRY(relationships::parse_domain(invocation.text("DOMAIN")));
    const auto allow = find_domain_allow(tx, domain);
    if (!allow) {
        return base::refuse(base::Refusal::NotFound, domain + " is not on the list; see akebono federation allows");
    }
    TRY(disallow_domain(tx, allow->id));
    invocation.print("OK");
    return {};
}

Result<> cli_list_allows(const cli::Invocation& invocation, db::Tx& tx) {
    http::Page page;
    page.limit = static_cast<int>(TRY(invocation.integer("--limit", 1000, 1, 100'000)));
    const auto allows = domain_allows(tx, page);
    if (invocation.flag("--json")) {
        invocation.print(json_of(allows));
        return {};
    }
    if (allows.empty()) invocation.print("No server is on the list.");
    for (const auto& allow : allows) invocation.print(allow.domain);
    return {};
}

} // namespace moderation
