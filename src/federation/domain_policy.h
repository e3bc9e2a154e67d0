#pragma once

#include "base/clock.h"
#include "db/db.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Servers that the operator keeps away or limits, with all names below theirs; and those that alone are let in, when
// there is a list of them. Hosts may come with a port: it does not matter.
namespace federation {

// Nothing comes from `host`, nothing is fetched there and nothing is sent there: it is suspended, or there is a list of
// those that are allowed (federation.allow_list) and it is not on it.
bool is_kept_away(db::Tx& tx, std::string_view host);
// The same as an expression, for a statement that asks for more: $2 are the host's names, with_parents(), $3 is the
// first of them and $4 whether there is a list.
inline constexpr std::string_view kIsKeptAway = R"(
    (exists (select 1 from texts($2) l join domain_blocks d on d.domain = l.value where d.severity = 'suspend')
     or ($4 and not exists (select 1 from domain_allows o where o.domain = $3))))";
// Whether the operator has suspended it, or a name above its own.
bool is_suspended_host(db::Tx& tx, std::string_view host);
// Those of `hosts` that are kept away. One statement, or two where there is a list.
std::vector<std::string> kept_away_among(db::Tx& tx, const std::vector<std::string>& hosts);

// Since when what comes from `domain` stays out of public places; nothing: it does not.
std::optional<base::Time> silenced_since(db::Tx& tx, std::string_view domain);
bool rejects_media_of(db::Tx& tx, std::string_view domain);
bool rejects_reports_of(db::Tx& tx, std::string_view domain);

// "a.b.example:8080" and what it lies under, the nearest first: "a.b.example", "b.example", "example".
std::vector<std::string> with_parents(std::string_view host);

} // namespace federation
