#include "accounts/account_json.h"
#include "accounts/roles.h"
#include "instance/limits.h"

namespace accounts {

namespace {

// https://docs.joinmastodon.org/entities/Account/#source
void write_source(json::Writer& out, const OwnAccount& own) {
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
    const auto own = own_account(tx, id);
    const AccountEntities entities(tx, std::span(&id, 1), {}, Moved::Shown, id);

    std::string source, role;
    json::Writer source_out(source), role_out(role);
    write_source(source_out, *own);
    write_role(role_out, details(own->role));
    entities.write_with(out, id, R"("source":)" + source + R"(,"role":)" + role);
}

} // namespace accounts
