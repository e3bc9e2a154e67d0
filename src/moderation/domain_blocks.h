#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "db/db.h"
#include "http/request.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Servers that those who run this one keep away or limit, with all names below theirs.
// https://docs.joinmastodon.org/methods/admin/domain_blocks/
namespace moderation {

using DomainBlockId = base::Id<struct DomainBlockTag>;

// The stricter the later. Silence: its people stay out of public places, and whom they follow is asked. Suspend:
// nothing comes from there, nothing goes there, and what came is deleted.
enum class Severity { Noop, Silence, Suspend };
std::string_view key_of(Severity severity);
std::optional<Severity> severity_of(std::string_view key);

struct DomainBlock {
    DomainBlockId id = {};
    std::string domain = {};
    Severity severity = Severity::Silence;
    bool rejects_media = false;   // Pictures, films and emojis of its people are not shown.
    bool rejects_reports = false; // What its people report is ignored.
    bool is_obfuscated = false;   // The public list shows half of the name.
    std::string private_comment = {};
    std::string public_comment = {};
    base::Time created_at{};

    // "e****le.com": as the public list shows it.
    std::string public_domain() const;
};

// Keeps it under its domain. Effects: at once nothing comes from a suspended server; jobs do the rest, see
// domain_blocks_jobs.h.
// Errors: Invalid for what is no domain or ours, and for comments that are too long; Conflict when the domain, or one
// above it, has a block that is no less strict.
Result<DomainBlock> block_domain(db::Tx& tx, DomainBlock block);

// Those that are absent stay.
struct DomainBlockChange {
    std::optional<Severity> severity = {};
    std::optional<bool> rejects_media = {}, rejects_reports = {}, is_obfuscated = {};
    std::optional<std::string> private_comment = {}, public_comment = {};
};
DomainBlock changed(DomainBlock block, const DomainBlockChange& change);
// Effects: as block_domain; what a stricter block did to its people is taken back, but what is deleted is gone.
// Errors: NotFound; Invalid for comments that are too long.
Result<DomainBlock> change_domain_block(db::Tx& tx, DomainBlockId id, const DomainBlockChange& change);

// Effects: who was limited or suspended by it is so no longer. Errors: NotFound.
Result<> unblock_domain(db::Tx& tx, DomainBlockId id);

Result<DomainBlock> find_domain_block(db::Tx& tx, DomainBlockId id);
// The one of this very domain.
std::optional<DomainBlock> find_domain_block(db::Tx& tx, std::string_view domain);
// The one of the domain, or of the nearest above it.
std::optional<DomainBlock> domain_block_over(db::Tx& tx, std::string_view domain);
// Newest first.
std::vector<DomainBlock> domain_blocks(db::Tx& tx, const http::Page& page);
// Those that change something for people here, the mildest first, then by name.
std::vector<DomainBlock> public_domain_blocks(db::Tx& tx);

} // namespace moderation
