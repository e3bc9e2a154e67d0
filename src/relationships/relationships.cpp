#include "relationships/relationships.h"

#include <optional>
#include <string>

namespace relationships {

namespace {

// As the first column of both queries names them.
enum Kind { kFollows, kIsFollowedBy, kBlocks, kIsBlockedBy, kMutes, kRequested, kRequestedBy };

// Everything between two accounts, as its entity has it.
struct Details {
    bool following = false, shows_reblogs = false, notifies = false;
    std::optional<std::string> languages; // JSON.
    bool is_followed_by = false;
    bool blocks = false, is_blocked_by = false;
    bool mutes = false, mutes_notifications = false;
    std::optional<base::Time> mute_expires_at;
    bool requested = false, requested_by = false;
};

using AllDetails = std::unordered_map<AccountId, Details>;

void note_following(Details& details, const db::Rows& rows) {
    details.shows_reblogs = rows.boolean(2);
    details.notifies = rows.boolean(3);
    details.languages = rows.maybe_string(4);
}

void note(Details& details, const db::Rows& rows) {
    switch (static_cast<Kind>(rows.small(0))) {
    case kFollows:
        details.following = true;
        note_following(details, rows);
        break;
    case kRequested:
        details.requested = true;
        note_following(details, rows);
        break;
    case kIsFollowedBy: details.is_followed_by = true; break;
    case kRequestedBy: details.requested_by = true; break;
    case kBlocks: details.blocks = true; break;
    case kIsBlockedBy: details.is_blocked_by = true; break;
    case kMutes:
        details.mutes = true;
        details.mutes_notifications = rows.boolean(2);
        details.mute_expires_at = rows.maybe_time(5);
        break;
    }
}

AllDetails load_details(db::Tx& tx, AccountId viewer, std::span<const AccountId> others) {
    AllDetails all;
    auto rows = tx.query(R"(
        select 0, target_account_id, shows_reblogs, notifies, languages, cast(null as bigint) from follows
        where account_id = $1 and target_account_id in (select value from ids($2))
        union all
        select 1, account_id, false, false, null, null from follows
        where target_account_id = $1 and account_id in (select value from ids($2))
        union all
        select 2, target_account_id, false, false, null, null from blocks
        where account_id = $1 and target_account_id in (select value from ids($2))
        union all
        select 3, account_id, false, false, null, null from blocks
        where target_account_id = $1 and account_id in (select value from ids($2))
        union all
        select 4, target_account_id, hides_notifications, false, null, expires_at from mutes
        where account_id = $1 and target_account_id in (select value from ids($2))
          and (expires_at is null or expires_at > $3)
        union all
        select 5, target_account_id, shows_reblogs, notifies, languages, null from follow_requests
        where account_id = $1 and target_account_id in (select value from ids($2))
        union all
        select 6, account_id, false, false, null, null from follow_requests
        where target_account_id = $1 and account_id in (select value from ids($2)))", {viewer, others, tx.now()});
    while (rows.next()) note(all[rows.id<AccountId>(1)], rows);
    return all;
}

void write_relationship(json::Writer& out, AccountId id, const Details& details) {
    out.begin_object();
    out.field("id", id);
    out.field("following", details.following);
    out.field("showing_reblogs", details.shows_reblogs);
    out.field("notifying", details.notifies);
    out.key("languages");
    details.languages ? out.raw(*details.languages) : out.null();
    out.field("followed_by", details.is_followed_by);
    out.field("blocking", details.blocks);
    out.field("blocked_by", details.is_blocked_by);
    out.field("muting", details.mutes);
    out.field("muting_notifications", details.mutes_notifications);
    out.field("muting_expires_at", details.mute_expires_at);
    out.field("requested", details.requested);
    out.field("requested_by", details.requested_by);
    out.field("domain_blocking", false);
    out.field("endorsed", false);
    out.field("note", "");
    out.end_object();
}

} // namespace

std::unordered_map<AccountId, Relation> relations_of(db::Tx& tx, AccountId viewer, std::span<const AccountId> others) {
    std::unordered_map<AccountId, Relation> relations;
    if (!viewer || others.empty()) return relations;
    auto rows = tx.query(R"(
        select 0, target_account_id from follows
        where account_id = $1 and target_account_id in (select value from ids($2))
        union all
        select 1, account_id from follows
        where target_account_id = $1 and account_id in (select value from ids($2))
        union all
        select 2, target_account_id from blocks
        where account_id = $1 and target_account_id in (select value from ids($2))
        union all
        select 3, account_id from blocks
        where target_account_id = $1 and account_id in (select value from ids($2))
        union all
        select 4, target_account_id from mutes
        where account_id = $1 and target_account_id in (select value from ids($2))
          and (expires_at is null or expires_at > $3))", {viewer, others, tx.now()});
    while (rows.next()) {
        Relation& relation = relations[rows.id<AccountId>(1)];
        switch (static_cast<Kind>(rows.small(0))) {
        case kFollows: relation.follows = true; break;
        case kIsFollowedBy: relation.is_followed_by = true; break;
        case kBlocks: relation.blocks = true; break;
        case kIsBlockedBy: relation.is_blocked_by = true; break;
        case kMutes: relation.mutes = true; break;
        case kRequested:
        case kRequestedBy: break;
        }
    }
    return relations;
}

void write_relationships(json::Writer& out, db::Tx& tx, AccountId viewer, std::span<const AccountId> ids) {
    const AllDetails all = load_details(tx, viewer, ids);
    out.begin_array();
    for (const auto id : ids) {
        const auto details = all.find(id);
        write_relationship(out, id, details == all.end() ? Details{} : details->second);
    }
    out.end_array();
}

void write_relationship(json::Writer& out, db::Tx& tx, AccountId viewer, AccountId id) {
    const AllDetails all = load_details(tx, viewer, std::span(&id, 1));
    write_relationship(out, id, all.empty() ? Details{} : all.begin()->second);
}

} // namespace relationships
