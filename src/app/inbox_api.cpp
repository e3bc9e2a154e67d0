#include "app/inbox_api.h"

#include "accounts/accounts.h"
#include "accounts/leaving.h"
#include "app/receivers.h"
#include "federation/inbox.h"

namespace app {

namespace {

bool is_for_now(const base::Error& error) {
    return error.refusal == base::Refusal::TooMany || error.refusal == base::Refusal::Unavailable;
}

http::Reply take_in(const http::Request& request, db::Database& database, std::optional<AccountId> inbox_account) {
    const auto taken = federation::take_in(request, database, inbox_account, receivers());
    if (!taken && is_for_now(taken.error())) return http::Reply(taken.error()).with_header("Retry-After", "60");
    if (!taken) return taken.error();
    return *taken == federation::Intake::MustWait ? http::wait_elsewhere() : http::text(202, "");
}

} // namespace

http::Reply post_shared_inbox(const http::Request& request, db::Database& database) {
    return take_in(request, database, std::nullopt);
}

http::Reply post_personal_inbox(const http::Request& request, db::Database& database) {
    std::optional<accounts::Account> owner;
    bool is_gone = false;
    database.read([&](db::Tx& tx) {
        owner = accounts::find_by_acct(tx, request.text_or("name", ""));
        is_gone = owner && owner->is_suspended && accounts::has_left(tx, owner->id);
    });
    if (!owner || !owner->is_local()) return base::not_found();
    if (is_gone) return base::refuse(base::Refusal::Gone, "This account was deleted");
    return take_in(request, database, owner->id);
}

} // namespace app
