#include "auth/sessions.h"

#include "base/crypto.h"
#include "base/text.h"

namespace auth {
namespace {

constexpr std::size_t kMaxUserAgentBytes = 300;

void insert_session(db::Tx& tx, UserId user, std::string_view secret, const Browser& browser) {
    const std::string user_agent = base::sanitize(browser.user_agent.substr(0, kMaxUserAgentBytes));
    tx.exec(R"(
        insert into sessions (id, user_id, secret_hash, ip, user_agent, created_at, last_used_at)
        values ($1, $2, $3, $4, $5, $6, $6))", {tx.new_id<SessionId>(), user, base::sha256_hex(secret), browser.ip, user_agent, tx.now()});
}

void drop_oldest_sessions(db::Tx& tx, UserId user) {
    tx.exec(R"(
        delete from sessions where user_id = $1 and id not in (
            select id from sessions where user_id = $1 order by last_used_at desc, id desc limit $2))", {user, kMaxSessions});
}

} // namespace

std::string start_session(db::Tx& tx, UserId user, const Browser& browser) {
    std::string secret = tx.random().token();
    insert_session(tx, user, secret, browser);
    drop_oldest_sessions(tx, user);
    return secret;
}

std::optional<Session> find_session(db::Tx& tx, std::string_view secret) {
    if (secret.empty()) return std::nullopt;
    auto rows =
        tx.query("select id, user_id, last_used_at from sessions where secret_hash = $1", {base::sha256_hex(secret)});
    if (!rows.next() || rows.time(2) + kSessionLife < tx.now()) return std::nullopt;

    const auto user = find_user(tx, rows.id<UserId>(1));
    if (!user || !check_may_sign_in(*user)) return std::nullopt;
    return Session{rows.id<SessionId>(0), *user};
}

void touch_session(db::Tx& tx, SessionId id) {
    tx.exec("update sessions set last_used_at = $2 where id = $1", {id, tx.now()});
}

void end_session(db::Tx& tx, std::string_view secret) {
    tx.exec("delete from sessions where secret_hash = $1", {base::sha256_hex(secret)});
}

void end_sessions(db::Tx& tx, UserId user) { tx.exec("delete from sessions where user_id = $1", {user}); }

} // namespace auth
