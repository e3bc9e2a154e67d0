#include "accounts/remote_accounts.h"
#include "federation/actors.h"
#include "federation/reading.h"
#include "jobs/jobs.h"
#include "relationships/relationships_federation.h"

// Somebody of another server has gone elsewhere.
namespace relationships {

namespace {

constexpr std::chrono::hours kCooldown{7 * 24};

bool is_own_move(const Activity& move) { return move.object_id() == move.actor_uri; }

std::string target_of(const Activity& move) { return federation::id_in(move.document, "target"); }

// One Move counts a week: whoever moves to and fro takes nobody along.
bool moved_lately(db::Tx& tx, AccountId account) {
    return tx
        .query_integer("select 1 from account_moves where account_id = $1 and moved_at > $2",
                       {account, tx.now() - kCooldown})
        .has_value();
}

void keep_move(db::Tx& tx, AccountId account, AccountId target) {
    tx.exec("update accounts set moved_to_account_id = $2, updated_at = $3 where id = $1", {account, target, tx.now()});
    tx.exec(R"(
        insert into account_moves (account_id, moved_at) values ($1, $2)
        on conflict (account_id) do update set moved_at = $2)", {account, tx.now()});
}

} // namespace

bool must_fetch_for_move(db::Tx& tx, const Activity& move) {
    return is_own_move(move) && !moved_lately(tx, move.actor.id);
}

// Also a known one: whether it says that it is the old one, too, may be new.
void fetch_for_move(federation::Errand& errand, Activity& move) {
    (void)federation::fetch_actor(errand, target_of(move));
}

// https://www.w3.org/wiki/SocialCG/ActivityPub/Primer/Move_activity
Result<> receive_move(db::Tx& tx, const Activity& move) {
    if (!is_own_move(move)) return base::forbidden("only who moves can say so");
    if (moved_lately(tx, move.actor.id)) return base::not_found();
    const auto target = accounts::find_by_uri(tx, target_of(move));
    if (!target || target->is_suspended || target->id == move.actor.id) return base::not_found();
    if (!accounts::is_alias(tx, target->id, move.actor_uri)) return base::forbidden("the new account does not say so");
    keep_move(tx, move.actor.id, target->id);
    jobs::enqueue(tx, "follow_moved", {{"from", move.actor.id.value}, {"to", target->id.value}});
    return {};
}

} // namespace relationships
