#include "accounts/accounts_federation.h"

#include "accounts/remote_accounts.h"
#include "federation/actors.h"
#include "federation/reading.h"

namespace accounts {

Result<> receive_update_actor(db::Tx& tx, const federation::Activity& update) {
    const auto* document = update.object();
    if (!document || federation::id_of(*document) != update.actor_uri) return base::forbidden("it is another actor");
    return federation::refresh_actor(tx, update.actor, *document);
}

Result<> receive_delete_actor(db::Tx& tx, const federation::Activity& deletion) {
    delete_later(tx, deletion.actor.id);
    return {};
}

} // namespace accounts
