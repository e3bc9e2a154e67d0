#include "accounts/accounts_federation.h"

#include "accounts/remote_accounts.h"
#include "federation/actors.h"
#include "federation/reading.h"
#include "jobs/jobs.h"

namespace accounts {

Result<> receive_update_actor(db::Tx& tx, const federation::Activity& update) {
    const auto* document = update.object();
    if (!document || federation::id_of(*document) != update.actor_uri) return base::forbidden("it is another actor");
    return federation::refresh_actor(tx, update.actor, *document);
}

// At once nobody sees them any more; what they wrote goes piece by piece.
Result<> receive_delete_actor(db::Tx& tx, const federation::Activity& deletion) {
    suspend(tx, deletion.actor.id);
    jobs::enqueue(tx, "delete_remote_account", {{"account_id", deletion.actor.id.value}}, {},
                  "delete_remote_account:" + to_string(deletion.actor.id));
    return {};
}

} // namespace accounts
