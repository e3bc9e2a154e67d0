#include "auth/cleanup_jobs.h"

#include "auth/confirmation.h"
#include "auth/sessions.h"

namespace auth {
namespace {

// A code that comes back after this long revokes nothing any more.
constexpr std::chrono::days kGrantLife{1};
// So long an app hears "was revoked" and not "is invalid".
constexpr std::chrono::days kRevokedTokenLife{7};
// Somebody may wait for the writer meanwhile; the next run takes the rest.
constexpr int kMaxAtOnce = 5000;

void delete_old_sessions(db::Tx& tx) { tx.exec(R"(
        delete from sessions where id in (
            select id from sessions where last_used_at < $1 order by last_used_at limit $2))", {tx.now() - kSessionLife, kMaxAtOnce}); }

void delete_old_grants(db::Tx& tx) {
    tx.exec(R"(
        delete from oauth_access_grants where code_hash in (
            select code_hash from oauth_access_grants where created_at < $1 order by created_at limit $2))", {tx.now() - kGrantLife, kMaxAtOnce});
}

void delete_revoked_tokens(db::Tx& tx) {
    tx.exec(R"(
        delete from oauth_access_tokens where id in (
            select id from oauth_access_tokens where revoked_at < $1 order by revoked_at limit $2))", {tx.now() - kRevokedTokenLife, kMaxAtOnce});
}

} // namespace

void clean_up_auth(const jobs::Arguments&, db::Tx& tx) {
    delete_old_sessions(tx);
    delete_old_grants(tx);
    delete_revoked_tokens(tx);
    delete_unconfirmed(tx, kMaxAtOnce);
}

} // namespace auth
