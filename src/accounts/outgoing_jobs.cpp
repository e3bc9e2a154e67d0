#include "accounts/outgoing_jobs.h"

#include "accounts/accounts.h"
#include "accounts/actor_document.h"
#include "accounts/leaving.h"
#include "accounts/outgoing.h"
#include "federation/composing.h"
#include "federation/delivery.h"
#include "federation/keys.h"

namespace accounts {

void send_profile_job(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto account = find(tx, arguments.id<AccountId>("account_id"));
    if (!account || !account->is_local() || has_left(tx, account->id)) return;
    const auto key = federation::find_public_key_pem(tx, account->id);
    if (!key) return; // Nobody has ever been given this actor.
    const auto inboxes = account_reach(tx, account->id);
    if (inboxes.empty()) return;
    const std::string actor = local_uri(tx.config(), account->username);
    const federation::Heading heading{.id = federation::update_id(actor, tx.now()),
                                      .type = "Update",
                                      .actor = actor,
                                      .context = federation::kActorContext};
    federation::deliver(tx, account->id,
                        federation::compose(heading,
                                            [&](json::Writer& out) {
                                                federation::write_to_public(out);
                                                out.key("object");
                                                write_actor(out, tx, *account, *key, federation::Place::Inside);
                                            }),
                        inboxes, federation::Reach::Available, {},
                        tx.config().wants_signatures() ? federation::Signed::OnTheWay : federation::Signed::Within);
}

} // namespace accounts
