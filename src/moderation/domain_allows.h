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

// The servers that alone are spoken with where federation.allow_list is on: each name by itself, not those below it.
// https://docs.joinmastodon.org/methods/admin/domain_allows/
namespace moderation {

using DomainAllowId = base::Id<struct DomainAllowTag>;

struct DomainAllow {
    DomainAllowId id = {};
    std::string domain;
    base::Time created_at{};
};

// One that is allowed already stays as it is. Errors: Invalid for what is no domain.
Result<DomainAllow> allow_domain(db::Tx& tx, std::string_view domain);
// Effects: where the list is in force, all that came from there is deleted, in jobs. Errors: NotFound.
Result<> disallow_domain(db::Tx& tx, DomainAllowId id);

Result<DomainAllow> find_domain_allow(db::Tx& tx, DomainAllowId id);
std::optional<DomainAllow> find_domain_allow(db::Tx& tx, std::string_view domain);
// Newest first.
std::vector<DomainAllow> domain_allows(db::Tx& tx, const http::Page& page);

} // namespace moderation
