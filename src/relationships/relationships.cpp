#include "relationships/relationships.h"

#include <optional>
#include <string>

namespace relationships {

namespace {

// Everything between two accounts, as its entity has it.
struct Details {
    bool following = false, shows_reblogs = false, notifies = false;
    std::optional<std::string> languages; // JSON.
    bool is_followed_by = false;
    bool blocks = false, is_blocked_by = false;
    bool mutes = false, mutes_notifications = false;
    std::optional<base::Time> mute_expires_at;
    bool requested = false, requested_by = false;
    bool blocks_domain = false, endorses = false;
    std::string note;
};

using AllDetails = std::unordered_map<AccountId, Details>;

Details read_details(const db::Rows& rows) {
    return {.following = rows.boolean(1),
            .shows_reblogs = rows.boolean(3),
            .notifies = rows.boolean(4),
            .languages = rows.maybe_string(5),
            .is_followed_by = rows.boolean(6),
            .blocks = rows.boolean(8),
            .is_blocked_by = rows.boolean(9),
            .mutes = rows.boolean(10),
            .mutes_notifications = rows.boolean(11),
            .mute_expires_at = rows.maybe_time(12),
            .requested = rows.boolean(2),
            .requested_by = rows.boolean(7),
            .blocks_domain = rows.boolean(13),
            .endorses = rows.boolean(14),
            .note = rows.string(15)};
}

AllDetails load_details(db::Tx& tx, AccountId viewer, std::span<const AccountId> others) {
    AllDetails all;
    auto rows = tx.query(R"(
        select l.value, f.id is not null, r.id is not null, coalesce(f.shows_reblogs, r.shows_reblogs),
               coalesce(f.notifies, r.notifies), coalesce(f.languages, r.languages),
               exists (select 1 from follows b where b.account_id = l.value and b.target_account_id = $1),
               exists (select 1 from follow_requests b where b.account_id = l.value and b.target_account_id = $1),
               exists (select 1 from blocks b where b.account_id = $1 and b.target_account_id = l.value),
               exists (select 1 from blocks b where b.account_id = l.value and b.target_account_id = $1),
               m.id is not null, m.hides_notifications, m.expires_at,
               exists (select 1 from account_domain_blocks d join accounts a on a.domain = d.domain
                       where d.account_id = $1 and a.id = l.value),
               exists (select 1 from endorsements e where e.account_id = $1 and e.target_account_id = l.value),
               n.comment
        from ids($2) l
        left join account_notes n on n.account_id = $1 and n.target_account_id = l.value
        left join follows f on f.account_id = $1 and f.target_account_id = l.value
        left join follow_requests r on r.account_id = $1 and r.target_account_id = l.value
        left join mutes m on m.account_id = $1 and m.target_account_id = l.value
                          and (m.expires_at is null or m.expires_at > $3))", {viewer, others, tx.now()});
    while (rows.next()) all.insert_or_assign(rows.id<AccountId>(0), read_details(rows));
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
    out.field("domain_blocking", details.blocks_domain);
    out.field("endorsed", details.endorses);
    out.field("note", details.note);
    out.end_object();
}

} // namespace

Relation read_relation(const db::Rows& rows, int column) {
    return {.follows = rows.boolean(column),
            .is_followed_by = rows.boolean(column + 1),
            .blocks = rows.boolean(column + 2),
            .is_blocked_by = rows.boolean(column + 3),
            .mutes = rows.boolean(column + 4),
            .blocks_domain = rows.boolean(column + 5),
            .is_domain_blocked_by = rows.boolean(column + 6)};
}

Relation read_sight(const db::Rows& rows, int column) {
    Relation relation;
    relation.follows = rows.boolean(column);
    relation.is_blocked_by = rows.boolean(column + 1);
    relation.is_domain_blocked_by = rows.boolean(column + 2);
    return relation;
}

std::unordered_map<AccountId, Relation> relations_of(db::Tx& tx, AccountId viewer, std::span<const AccountId> others) {
    static const std::string kSql = "select a.id, " + std::string(kRelationColumns)
                                    + " from ids($3) l join accounts a on a.id = l.value" + std::string(kFollowJoins)
                                    + std::string(kHidingJoins);
    std::unordered_map<AccountId, Relation> relations;
    if (!viewer || others.empty()) return relations;
    auto rows = tx.query(kSql, {viewer, tx.now(), others});
    while (rows.next()) relations.insert_or_assign(rows.id<AccountId>(0), read_relation(rows, 1));
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
