#include "moderation/domain_blocks.h"

#include "accounts/accounts.h"
#include "base/unicode.h"
#include "federation/domain_policy.h"
#include "instance/limits.h"
#include "jobs/jobs.h"
#include "relationships/domain_blocks.h"
#include "timelines/paging.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace moderation {

namespace {

constexpr std::array<std::string_view, 3> kSeverities = {"noop", "silence", "suspend"};
constexpr std::int64_t kMostPublic = 10'000;

constexpr std::string_view kSelect = R"(
    select id, domain, severity, rejects_media, rejects_reports, is_obfuscated, private_comment, public_comment,
           created_at
    from domain_blocks )";

DomainBlock read(const db::Rows& rows) {
    return {.id = rows.id<DomainBlockId>(0),
            .domain = rows.string(1),
            .severity = severity_of(rows.text(2)).value_or(Severity::Noop),
            .rejects_media = rows.boolean(3),
            .rejects_reports = rows.boolean(4),
            .is_obfuscated = rows.boolean(5),
            .private_comment = rows.string(6),
            .public_comment = rows.string(7),
            .created_at = rows.time(8)};
}

std::vector<DomainBlock> read_all(db::Rows rows) {
    std::vector<DomainBlock> blocks;
    while (rows.next()) blocks.push_back(read(rows));
    return blocks;
}

// Whether `block` adds anything to `other`, which holds already.
bool is_stricter(const DomainBlock& block, const DomainBlock& other) {
    if (block.severity == Severity::Suspend) return true;
    if (block.severity < other.severity) return false;
    return (block.rejects_media || !other.rejects_media) && (block.rejects_reports || !other.rejects_reports);
}

base::Unexpected already_limited(const std::string& domain) {
    return base::refuse(base::Refusal::Conflict, "You have already imposed stricter limits on " + domain + ".");
}

Result<> check_no_conflict(db::Tx& tx, const DomainBlock& block) {
    const auto other = domain_block_over(tx, block.domain);
    if (!other || (other->domain != block.domain && is_stricter(block, *other))) return {};
    return already_limited(block.domain);
}

// False if it was there already.
bool insert_block(db::Tx& tx, const DomainBlock& block) {
    return tx.exec(R"(
        insert into domain_blocks (id, domain, severity, rejects_media, rejects_reports, is_obfuscated,
                                   private_comment, public_comment, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (domain) do nothing)",
                   {block.id, block.domain, key_of(block.severity), block.rejects_media, block.rejects_reports,
                    block.is_obfuscated, block.private_comment, block.public_comment, block.created_at})
           == 1;
}

void enforce(db::Tx& tx, const DomainBlock& block) {
    jobs::enqueue(tx, "enforce_domain_block",
                  {{"domain", block.domain}, {"at", block.created_at.time_since_epoch().count()}});
}

Result<> check_comment(std::string_view name, std::string_view comment) {
    constexpr int kMost = instance::limits::kDomainCommentCharacters;
    if (base::code_point_count(comment) <= kMost) return {};
    return base::invalid(
        fmt::format("Validation failed: {} comment is too long (maximum is {} characters)", name, kMost));
}

Result<> check_comments(const DomainBlock& block) {
    TRY(check_comment("Private", block.private_comment));
    return check_comment("Public", block.public_comment);
}

} // namespace

std::string_view key_of(Severity severity) { return kSeverities[static_cast<std::size_t>(severity)]; }

std::optional<Severity> severity_of(std::string_view key) {
    const auto found = std::ranges::find(kSeverities, key);
    if (found == kSeverities.end()) return std::nullopt;
    return static_cast<Severity>(found - kSeverities.begin());
}

// The first and the last quarter show, and the dots.
std::string DomainBlock::public_domain() const {
    std::string shown = domain;
    if (!is_obfuscated) return shown;
    const std::size_t quarter = shown.size() / 4;
    for (std::size_t i = quarter + 1; i + quarter < shown.size(); ++i) {
        if (shown[i] != '.') shown[i] = '*';
    }
    return shown;
}

Result<DomainBlock> block_domain(db::Tx& tx, DomainBlock block) {
    block.domain = TRY(relationships::parse_domain(block.domain));
    if (accounts::is_our_domain(tx.config(), block.domain)) {
        return base::invalid("Validation failed: Domain is the one of this server");
    }
    TRY(check_comments(block));
    TRY(check_no_conflict(tx, block));
    block.id = tx.new_id<DomainBlockId>();
    block.created_at = tx.now();
    if (!insert_block(tx, block)) return already_limited(block.domain); // Somebody was quicker.
    enforce(tx, block);
    return block;
}

DomainBlock changed(DomainBlock block, const DomainBlockChange& change) {
    block.severity = change.severity.value_or(block.severity);
    block.rejects_media = change.rejects_media.value_or(block.rejects_media);
    block.rejects_reports = change.rejects_reports.value_or(block.rejects_reports);
    block.is_obfuscated = change.is_obfuscated.value_or(block.is_obfuscated);
    block.private_comment = change.private_comment.value_or(block.private_comment);
    block.public_comment = change.public_comment.value_or(block.public_comment);
    return block;
}

Result<DomainBlock> change_domain_block(db::Tx& tx, DomainBlockId id, const DomainBlockChange& change) {
    const auto block = changed(TRY(find_domain_block(tx, id)), change);
    TRY(check_comments(block));
    tx.exec(R"(
        update domain_blocks
        set severity = $2, rejects_media = $3, rejects_reports = $4, is_obfuscated = $5, private_comment = $6,
            public_comment = $7
        where id = $1)", {id, key_of(block.severity), block.rejects_media, block.rejects_reports, block.is_obfuscated,
                       block.private_comment, block.public_comment});
    enforce(tx, block);
    return block;
}

Result<> unblock_domain(db::Tx& tx, DomainBlockId id) {
    const auto block = TRY(find_domain_block(tx, id));
    tx.exec("delete from domain_blocks where id = $1", {id});
    enforce(tx, block);
    return {};
}

Result<DomainBlock> find_domain_block(db::Tx& tx, DomainBlockId id) {
    auto blocks = read_all(tx.query(std::string(kSelect) + "where id = $1", {id}));
    if (blocks.empty()) return base::not_found();
    return std::move(blocks.front());
}

std::optional<DomainBlock> find_domain_block(db::Tx& tx, std::string_view domain) {
    auto blocks = read_all(tx.query(std::string(kSelect) + "where domain = $1", {domain}));
    return blocks.empty() ? std::nullopt : std::optional(std::move(blocks.front()));
}

std::optional<DomainBlock> domain_block_over(db::Tx& tx, std::string_view domain) {
    auto blocks = read_all(tx.query(std::string(kSelect)
                                        + "where domain in (select value from texts($1)) order by length(domain) desc "
                                          "limit 1",
                                    {federation::with_parents(domain)}));
    return blocks.empty() ? std::nullopt : std::optional(std::move(blocks.front()));
}

std::vector<DomainBlock> domain_blocks(db::Tx& tx, const http::Page& page) {
    static const timelines::PagedSql kSql(std::string(kSelect) + "where id is not null", "id");
    auto blocks = read_all(tx.query(kSql.for_page(page), {page.max_id, page.lower(), page.limit}));
    return timelines::in_page_order(std::move(blocks), page);
}

std::vector<DomainBlock> public_domain_blocks(db::Tx& tx) {
    return read_all(
        tx.query(std::string(kSelect) + "where severity in ('silence', 'suspend') order by severity, domain limit $1",
                 {kMostPublic}));
}

} // namespace moderation
