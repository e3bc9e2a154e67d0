#pragma once

#include "base/ids.h"
#include "base/json.h"
#include "db/db.h"

#include <span>
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

// The viewer's relations to each of `others`, in one query. An anonymous viewer (0) has none.
std::unordered_map<AccountId, Relation> relations_of(db::Tx& tx, AccountId viewer, std::span<const AccountId> others);

// Relationship entities in the order of `ids`. https://docs.joinmastodon.org/entities/Relationship/
void write_relationships(json::Writer& out, db::Tx& tx, AccountId viewer, std::span<const AccountId> ids);
void write_relationship(json::Writer& out, db::Tx& tx, AccountId viewer, AccountId id);

} // namespace relationships
