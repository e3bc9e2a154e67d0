#include "accounts/remote_accounts.h"
#include "federation/actors.h"
#include "federation/errand.h"
#include "federation/reading.h"
#include "jobs/jobs.h"
#include "relationships/moves_jobs.h"
#include "relationships/relationships_federation.h"

#include <stdexcept>

// Somebody of another server has gone elsewhere.
namespace relationships {

namespace {

constexpr std::chrono::hours kCooldown{7 * 24};
constexpr std::chrono::minutes kNextLook{5};

bool is_own_move(const Activity& move) { return move.object_id() == move.actor_uri; }

std::string target_of(const Activity& move) { return federation::id_in(move.document, "target"); }

// One Move counts a week: whoever moves to and fro takes nobody along.
bool moved_lately(db::Tx& tx, AccountId account) {
    return tx
        .query_integer("select 1 from account_moves where account_id = $1 and moved_at > $2",
                       {account, tx.now() - kCooldown})
        .has_value();
}

// Whom somebody says to be now, and who says the same.
Result<AccountId> find_target(db::Tx& tx, AccountId account, const std::string& target_uri) {
    const auto target = accounts::find_by_uri(tx, target_uri);
    if (!target || target->is_suspended || target->id == account) return base::not_found();
    if (!accounts::is_alias(tx, target->id, accounts::uri_of(tx, account))) {
        return base::forbidden("the new account does not say so");
    }
    return target->id;
}

void show_move(db::Tx& tx, AccountId account, AccountId target) {
    tx.exec("update accounts set moved_to_account_id = $2, updated_at = $3 where id = $1", {account, target, tx.now()});
}

// What a Move does, once its target has been asked.
Result<> take_move(db::Tx& tx, AccountId account, const std::string& target_uri) {
    if (moved_lately(tx, account)) return base::not_found();
    const auto target = TRY(find_target(tx, account, target_uri));
    show_move(tx, account, target);
    tx.exec(R"(
        insert into account_moves (account_id, moved_at) values ($1, $2)
        on conflict (account_id) do update set moved_at = $2)", {account, tx.now()});
    jobs::enqueue(tx, "follow_moved", {{"from", account.value}, {"to", target.value}});
    return {};
}

} // namespace

bool must_fetch_for_move(db::Tx& tx, const Activity& move) {
    return is_own_move(move) && !moved_lately(tx, move.actor.id);
}

// Also a known one: whether it says that it is the old one, too, may be new.
void fetch_for_move(federation::Errand& errand, Activity& move) {
    move.unanswered.clear();
    federation::Errand only_there(errand.database(), {.is_for_move = true});
    const auto found = federation::fetch_actor(only_there, target_of(move));
    if (!found && found.error().refusal == base::Refusal::Unavailable) move.unanswered.push_back(target_of(move));
}

// https://www.w3.org/wiki/SocialCG/ActivityPub/Primer/Move_activity
Result<> receive_move(db::Tx& tx, const Activity& move) {
    if (!is_own_move(move)) return base::forbidden("only who moves can say so");
    auto moved = take_move(tx, move.actor.id, target_of(move));
    if (moved || move.unanswered.empty() || moved_lately(tx, move.actor.id)) return moved;
    jobs::enqueue_waiting(tx, "find_moved_to",
                          {{"account_id", move.actor.id.value}, {"target", target_of(move)}, {"takes_followers", 1}},
                          tx.now() + kNextLook, "find_moved_to:move:" + to_string(move.actor.id));
    return {};
}

void find_moved_to(const jobs::Arguments& arguments, db::Database& database) {
    const auto account = arguments.id<AccountId>("account_id");
    const std::string target_uri = arguments.text("target");
    federation::Errand errand(database, {.requests = 8, .time = std::chrono::seconds(20), .is_for_move = true});
    const auto found = federation::fetch_actor(errand, target_uri);
    if (!found && found.error().refusal == base::Refusal::Unavailable) {
        throw std::runtime_error(found.error().message); // Again later.
    }
    if (!found) return;
    database.write([&](db::Tx& tx) {
        if (arguments.integer("takes_followers") != 0) {
            (void)take_move(tx, account, target_uri);
        } else if (const auto target = find_target(tx, account, target_uri)) {
            show_move(tx, account, *target);
        }
    });
}

} // namespace relationships
