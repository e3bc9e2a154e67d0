#include "accounts/leaving.h"

#include "accounts/profile.h"

#include <fmt/core.h>

namespace accounts {

namespace {

// So many in one transaction that others wait little for their turn to write.
constexpr int kBatch = 500;

// Rows of `table` whose `owner` is the account: they go by their `key`.
struct Belonging {
    std::string_view table, owner = "account_id", key = "id";
};
constexpr Belonging kBelongings[] = {
    {"account_domain_blocks"},
    {"account_moves", "account_id", "account_id"},
    {"account_notes", "account_id", "target_account_id"},
    {"account_notes", "target_account_id", "account_id"},
    {"account_terms", "account_id", "term"},
    {"announcement_dismissals", "account_id", "announcement_id"},
    {"announcement_reactions", "account_id", "announcement_id"},
    {"blocks"},
    {"blocks", "target_account_id"},
    {"bookmarks"},
    {"collection_items"},
    {"collections"},
    {"conversation_mutes", "account_id", "conversation_id"},
    {"conversations"},
    {"endorsements"},
    {"endorsements", "target_account_id"},
    {"featured_tags"},
    {"filters"},
    {"idempotency_keys", "account_id", "key"},
    {"list_accounts", "account_id", "list_id"},
    {"lists"},
    {"markers", "account_id", "timeline"},
    {"mutes"},
    {"mutes", "target_account_id"},
    {"notification_permissions", "account_id", "from_account_id"},
    {"notification_permissions", "from_account_id", "account_id"},
    {"notification_policies", "account_id", "account_id"},
    {"notification_requests"},
    {"notification_requests", "from_account_id"},
    {"notifications"},
    {"past_moves"},
    {"poll_votes", "account_id", "poll_id"},
    {"scheduled_statuses"},
    {"severances"},
    {"standings", "account_id", "account_id"},
    {"status_pins"},
    {"suggestion_dismissals", "account_id", "target_account_id"},
    {"suggestion_dismissals", "target_account_id", "account_id"},
    {"tag_follows"},
};

std::int64_t forget_rows(db::Tx& tx, const Belonging& what, AccountId id) {
    return tx.exec(fmt::format("delete from {0} where {1} = $1 and {2} in "
                               "(select {2} from {0} where {1} = $1 limit $2)",
                               what.table, what.owner, what.key),
                   {id, kBatch});
}

} // namespace

void leave(db::Tx& tx, const Account& account) {
    set_picture(tx, account.id, Picture::Avatar, {});
    set_picture(tx, account.id, Picture::Header, {});
    tx.exec(R"(
        update accounts
        set display_name = '', note_text = '', note = '', fields = '[]', avatar_description = '',
            header_description = '', also_known_as = '[]', attribution_domains = '[]', moved_to_account_id = null,
            is_discoverable = null, is_indexable = false, is_memorial = false,
            suspended_at = coalesce(suspended_at, $2), left_at = $2, updated_at = $2
        where id = $1)", {account.id, tx.now()});
    tx.exec("update account_stats set last_status_at = null where account_id = $1", {account.id});
}

bool has_left(db::Tx& tx, AccountId id) {
    return tx.query_integer("select 1 from accounts where id = $1 and left_at is not null", {id}).has_value();
}

bool forget_some(db::Tx& tx, AccountId id) {
    std::int64_t forgotten = 0;
    for (const Belonging& what : kBelongings) {
        forgotten += forget_rows(tx, what, id);
        if (forgotten >= kBatch) return true;
    }
    return false;
}

} // namespace accounts
