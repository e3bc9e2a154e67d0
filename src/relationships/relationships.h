#pragma once

#include "base/ids.h"
#include "base/json.h"
#include "db/db.h"

#include <span>
#include <string_view>
#include <unordered_map>

namespace relationships {

// What decides who sees what, between one viewer and another account.
struct Relation {
    bool follows = false;
    bool is_followed_by = false;
    bool blocks = false;
    bool is_blocked_by = false;
    bool mutes = false; // And the mute has not run out.
    bool blocks_domain = false;
    bool is_domain_blocked_by = false; // Of a viewer from elsewhere.

    bool hides() const { return parts() || mutes; }
    // Neither has anything to do with the other.
    bool parts() const { return blocks || is_blocked_by || blocks_domain || is_domain_blocked_by; }
};

// For a statement that wants a Relation beside other things: its columns, and the joins that find them (one row each at
// most), of account $1 to the account `a` at the time $2. Joins: SQLite opens the index of an `exists` anew for each
// row. A statement may bring `f` (follows of $1) and `g` (of those who follow $1) itself, where few rows need them.
inline constexpr std::string_view kRelationColumns = R"(
    f.account_id is not null, g.account_id is not null, b.account_id is not null, c.account_id is not null,
    m.account_id is not null, d.account_id is not null, e.account_id is not null)";
inline constexpr std::string_view kFollowJoins = R"(
    left join follows f on f.account_id = $1 and f.target_account_id = a.id
    left join follows g on g.account_id = a.id and g.target_account_id = $1)";
inline constexpr std::string_view kHidingJoins = R"(
    left join blocks b on b.account_id = $1 and b.target_account_id = a.id
    left join blocks c on c.account_id = a.id and c.target_account_id = $1
    left join mutes m on m.account_id = $1 and m.target_account_id = a.id
                      and (m.expires_at is null or m.expires_at > $2)
    left join account_domain_blocks d on d.account_id = $1 and d.domain = nullif(a.domain, '')
    left join account_domain_blocks e on e.account_id = a.id
                                      and e.domain = (select nullif(v.domain, '') from accounts v where v.id = $1))";
// What those columns say, the first of which is `column`.
Relation read_relation(const db::Rows& rows, int column);

// For a statement that asks what may_see() does of one post, of the viewer $1 and its author `a`: no joins then.
inline constexpr std::string_view kSightColumns = R"(
    exists (select 1 from follows f where f.account_id = $1 and f.target_account_id = a.id),
    exists (select 1 from blocks b where b.account_id = a.id and b.target_account_id = $1),
    exists (select 1 from account_domain_blocks d join accounts v on v.domain = d.domain
            where d.account_id = a.id and v.id = $1 and v.domain <> ''))";
inline constexpr int kSightColumnCount = 3;
// What those columns say, the first of which is `column`; of a Relation no more.
Relation read_sight(const db::Rows& rows, int column);

// The viewer's relations to each of `others`, in one query. An anonymous viewer (0) has none.
std::unordered_map<AccountId, Relation> relations_of(db::Tx& tx, AccountId viewer, std::span<const AccountId> others);

// Relationship entities in the order of `ids`. https://docs.joinmastodon.org/entities/Relationship/
void write_relationships(json::Writer& out, db::Tx& tx, AccountId viewer, std::span<const AccountId> ids);
void write_relationship(json::Writer& out, db::Tx& tx, AccountId viewer, AccountId id);

} // namespace relationships
