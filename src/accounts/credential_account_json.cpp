#include "accounts/account_json.h"
#include "accounts/roles.h"
#include "instance/limits.h"

#include <stdexcept>

namespace accounts {

namespace {

// What its owner alone sees of an account.
struct Private {
    std::string note_text, fields, attribution_domains;
    std::string visibility, quote_policy;
    bool is_sensitive = false;
    std::optional<std::string> language;
    bool hides_collections = false, is_indexable = false;
    std::optional<bool> is_discoverable;
    std::int64_t follow_requests_count = 0;
    Role role = Role::User;
    AccountHead head;
};

// Clients show "40+" at most.
constexpr int kMaxFollowRequestsCount = 40;

Private load_private(db::Tx& tx, AccountId id) {
    static const std::string kSql = R"(
        select a.note_text, a.fields, a.attribution_domains, u.default_visibility, u.default_quote_policy,
               u.default_sensitive, u.default_language, a.hides_collections, a.is_indexable, a.is_discoverable, u.role,
               (select count(*) from (select 1 from follow_requests r where r.target_account_id = a.id limit $2) r),)" + std::string(kHeadColumns)
                                    + " from accounts a join users u on u.account_id = a.id" + std::string(kHeadJoin)
                                    + " where a.id = $1";
    auto rows = tx.query(kSql, {id, kMaxFollowRequestsCount});
    if (!rows.next()) throw std::logic_error("an account without a user has no credentials");
    return {.note_text = rows.string(0),
            .fields = rows.string(1),
            .attribution_domains = rows.string(2),
            .visibility = rows.string(3),
            .quote_policy = rows.string(4),
            .is_sensitive = rows.boolean(5),
            .language = rows.maybe_string(6),
            .hides_collections = rows.boolean(7),
            .is_indexable = rows.boolean(8),
            .is_discoverable = rows.is_null(9) ? std::nullopt : std::optional(rows.boolean(9)),
            .follow_requests_count = rows.integer(11),
            .role = role_from_key(rows.text(10)),
            .head = read_head(rows, 12)};
}

// https://docs.joinmastodon.org/entities/Account/#source
void write_source(json::Writer& out, const Private& own) {
    out.begin_object();
    out.field("privacy", own.visibility);
    out.field("sensitive", own.is_sensitive);
    out.field("language", own.language);
    out.field("note", own.note_text);
    out.key("fields");
    write_fields(out, own.fields, "text");
    out.field("follow_requests_count", own.follow_requests_count);
    out.field("hide_collections", own.hides_collections);
    out.field("discoverable", own.is_discoverable);
    out.field("indexable", own.is_indexable);
    out.raw_field("attribution_domains", own.attribution_domains);
    out.field("quote_policy", own.quote_policy);
    out.end_object();
}

// https://docs.joinmastodon.org/entities/Role/
void write_role(json::Writer& out, const RoleDetails& role) {
    out.begin_object();
    out.field("id", std::to_string(role.id));
    out.field("name", role.name);
    out.field("permissions", std::to_string(role.permissions));
    out.field("color", "");
    out.field("highlighted", role.is_highlighted);
    out.field("collection_limit", instance::limits::kCollections);
    out.end_object();
}

} // namespace

void write_credential_account(json::Writer& out, db::Tx& tx, AccountId id) {
    const Private own = load_private(tx, id);
    const AccountEntities entities(tx, {}, std::span(&own.head, 1), Moved::Shown, id);

    std::string source, role;
    json::Writer source_out(source), role_out(role);
    write_source(source_out, own);
    write_role(role_out, details(own.role));
    entities.write_with(out, id, R"("source":)" + source + R"(,"role":)" + role);
}

} // namespace accounts
