#include "moderation/domain_blocks_cli.h"

#include "base/network.h"
#include "moderation/domain_blocks.h"
#include "moderation/domain_blocks_json.h"
#include "moderation/servers.h"
#include "relationships/domain_blocks.h"

#include <fmt/core.h>

namespace moderation {

namespace {

std::optional<bool> flag_or_nothing(const cli::Invocation& invocation, std::string_view name) {
    return invocation.flag(name) ? std::optional(true) : std::nullopt;
}

DomainBlockChange change_of(const cli::Invocation& invocation) {
    const auto severity = invocation.option("--severity");
    return {.severity = severity ? severity_of(*severity) : std::nullopt,
            .rejects_media = flag_or_nothing(invocation, "--reject-media"),
            .rejects_reports = flag_or_nothing(invocation, "--reject-reports"),
            .is_obfuscated = flag_or_nothing(invocation, "--obfuscate"),
            .private_comment = invocation.option("--private-comment"),
            .public_comment = invocation.option("--comment")};
}

Result<> block_anew(const cli::Invocation& invocation, db::Tx& tx, const std::string& domain) {
    const DomainBlock usual{.domain = domain, .severity = Severity::Suspend};
    TRY(block_domain(tx, changed(usual, change_of(invocation))));
    return {};
}

std::string remarks_on(const DomainBlock& block) {
    std::string remarks;
    if (block.rejects_media) remarks += " rejects-media";
    if (block.rejects_reports) remarks += " rejects-reports";
    if (block.is_obfuscated) remarks += " obfuscated";
    if (!block.public_comment.empty()) remarks += "  " + block.public_comment;
    if (!block.private_comment.empty()) remarks += "  (" + block.private_comment + ")";
    return remarks;
}

std::string json_of(const std::vector<DomainBlock>& blocks) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const auto& block : blocks) write_domain_block(out, block);
    out.end_array();
    return text;
}

} // namespace

Result<> cli_block(const cli::Invocation& invocation, db::Tx& tx) {
    const auto domain = TRY(relationships::parse_domain(invocation.text("DOMAIN")));
    if (const auto existing = find_domain_block(tx, domain)) {
        TRY(change_domain_block(tx, existing->id, change_of(invocation)));
    } else {
        TRY(block_anew(invocation, tx, domain));
    }
    invocation.print("OK");
    return {};
}

Result<> cli_unblock(const cli::Invocation& invocation, db::Tx& tx) {
    const auto domain = TRY(relationships::parse_domain(invocation.text("DOMAIN")));
    const auto block = find_domain_block(tx, domain);
    if (!block) return base::refuse(base::Refusal::NotFound, domain + " is not blocked; see akebono federation blocks");
    TRY(unblock_domain(tx, block->id));
    invocation.print("OK");
    return {};
}

Result<> cli_list_blocks(const cli::Invocation& invocation, db::Tx& tx) {
    http::Page page;
    page.limit = static_cast<int>(TRY(invocation.integer("--limit", 1000, 1, 100'000)));
    const auto blocks = domain_blocks(tx, page);
    if (invocation.flag("--json")) {
        invocation.print(json_of(blocks));
        return {};
    }
    if (blocks.empty()) invocation.print("No server is blocked.");
    for (const auto& block : blocks) {
        invocation.print(fmt::format("{:<40} {:<8}{}", block.domain, key_of(block.severity), remarks_on(block)));
    }
    return {};
}

Result<> cli_purge(const cli::Invocation& invocation, db::Tx& tx) {
    const auto below = invocation.flag("--include-subdomains") ? Below::Included : Below::Left;
    const auto planned = TRY(plan_purge(tx, invocation.text("DOMAIN"), below));
    const bool is_trial = invocation.flag("--dry-run");
    if (!is_trial) purge(tx, planned);
    invocation.print(fmt::format("{} {} accounts of {} servers{}", is_trial ? "Would delete" : "Deletes",
                                 planned.accounts, planned.servers.size(),
                                 is_trial ? "" : "; jobs do it in the background"));
    return {};
}

} // namespace moderation
