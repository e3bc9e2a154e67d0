#include "relationships/notes.h"

#include "accounts/accounts.h"
#include "base/text.h"
#include "instance/limits.h"

#include <fmt/core.h>

namespace relationships {

namespace {

void upsert_note(db::Tx& tx, AccountId account, AccountId target, std::string_view comment) {
    tx.exec(R"(
        insert into account_notes (account_id, target_account_id, comment) values ($1, $2, $3)
        on conflict (account_id, target_account_id) do update set comment = excluded.comment)", {account, target, comment});
}

void delete_note(db::Tx& tx, AccountId account, AccountId target) {
    tx.exec("delete from account_notes where account_id = $1 and target_account_id = $2", {account, target});
}

} // namespace

Result<> change_note(db::Tx& tx, const accounts::Account& account, AccountId target_id, std::string_view comment) {
    const auto target = TRY(accounts::find_shown(tx, target_id));
    const std::string text = base::sanitize(comment);
    if (base::grapheme_count(text) > instance::limits::kPrivateNoteCharacters) {
        return base::invalid(fmt::format("Validation failed: Comment is too long (maximum is {} characters)",
                                         instance::limits::kPrivateNoteCharacters));
    }
    if (base::trim(text).empty()) {
        delete_note(tx, account.id, target.id);
    } else {
        upsert_note(tx, account.id, target.id, text);
    }
    return {};
}

} // namespace relationships
