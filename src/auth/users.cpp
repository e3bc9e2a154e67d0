#include "auth/users.h"

#include "accounts/roles.h"
#include "auth/email_address.h"
#include "auth/sessions.h"
#include "auth/tokens.h"
#include "notifications/notifications.h"

namespace auth {
namespace {

void end_everything(db::Tx& tx, const User& user) {
    end_sessions(tx, user.id);
    revoke_tokens(tx, user.id, user.account);
}

// `changed`: the account of whoever was just confirmed or approved, and whether they are the other one, too.
void announce_if_begun(db::Tx& tx, db::Rows changed) {
    if (!changed.next() || !changed.boolean(1)) return;
    announce(tx, changed.id<AccountId>(0));
}

} // namespace

std::optional<User> find_user(db::Tx& tx, UserId id) {
    auto rows = tx.query(R"(
        select u.id, a.id, a.username, u.email, u.password_hash, u.role, u.locale, u.confirmed_at, u.is_approved,
               u.is_disabled, a.suspended_at, a.is_memorial, a.display_name, a.avatar
        from users u join accounts a on a.id = u.account_id
        where u.id = $1)", {id});
    if (!rows.next()) return std::nullopt;
    return User{
        .id = rows.id<UserId>(0),
        .account = rows.id<AccountId>(1),
        .username = rows.string(2),
        .display_name = rows.string(12),
        .avatar = rows.string(13),
        .email = rows.string(3),
        .password = {rows.string(4)},
        .role = accounts::role_from_key(rows.text(5)),
        .locale = rows.string(6),
        .is_confirmed = !rows.is_null(7),
        .is_approved = rows.boolean(8),
        .is_disabled = rows.boolean(9),
        .is_suspended = !rows.is_null(10) || rows.boolean(11),
    };
}

std::optional<User> find_user_by_email(db::Tx& tx, std::string_view email) {
    const auto id = tx.query_integer("select id from users where lower(email) = lower($1)", {email});
    return id ? find_user(tx, UserId{*id}) : std::nullopt;
}

std::optional<User> find_user_by_username(db::Tx& tx, std::string_view username) {
    const auto id = tx.query_integer(R"(
        select u.id from accounts a join users u on u.account_id = a.id
        where lower(a.username) = lower($1) and a.domain = '')", {username});
    return id ? find_user(tx, UserId{*id}) : std::nullopt;
}

Result<> check_may_sign_in(bool is_confirmed, bool is_approved, bool is_disabled_or_suspended) {
    if (!is_confirmed) return base::forbidden("Your login is missing a confirmed e-mail address");
    if (!is_approved) return base::forbidden("Your login is currently pending approval");
    if (is_disabled_or_suspended) return base::forbidden("Your login is currently disabled");
    return {};
}

Result<> check_may_sign_in(const User& user) {
    return check_may_sign_in(user.is_confirmed, user.is_approved, user.is_disabled || user.is_suspended);
}

Result<> change_email(db::Tx& tx, UserId id, std::string_view email) {
    if (!is_email_address(email)) return base::invalid("This is not an e-mail address");
    const bool is_changed = tx.exec(R"(
        update users set email = $2
        where id = $1 and not exists (select 1 from users where lower(email) = lower($2) and id <> $1))", {id, email}) == 1;
    if (!is_changed) return base::invalid("Another user has this e-mail address");
    return {};
}

void change_role(db::Tx& tx, UserId id, accounts::Role role) {
    tx.exec("update users set role = $2 where id = $1", {id, accounts::details(role).key});
}

void confirm(db::Tx& tx, UserId id) { announce_if_begun(tx, tx.query(R"(
        update users set confirmed_at = $2 where id = $1 and confirmed_at is null
        returning account_id, is_approved)", {id, tx.now()})); }

void approve(db::Tx& tx, UserId id) { announce_if_begun(tx, tx.query(R"(
        update users set is_approved = true where id = $1 and not is_approved
        returning account_id, confirmed_at is not null)", {id})); }

void announce(db::Tx& tx, AccountId account) {
    notifications::notify_staff(tx, {.to = {}, .kind = notifications::Kind::AdminSignUp, .from = account});
}

void enable(db::Tx& tx, UserId id) { tx.exec("update users set is_disabled = false where id = $1", {id}); }

void change_password(db::Tx& tx, const User& user, const PasswordHash& password) {
    rehash_password(tx, user.id, password);
    end_everything(tx, user);
}

void disable(db::Tx& tx, const User& user) {
    tx.exec("update users set is_disabled = true where id = $1", {user.id});
    end_everything(tx, user);
}

void remove(db::Tx& tx, const User& user) {
    end_everything(tx, user);
    tx.exec("delete from users where id = $1", {user.id});
}

void rehash_password(db::Tx& tx, UserId id, const PasswordHash& password) {
    tx.exec("update users set password_hash = $2 where id = $1", {id, password.text});
}

} // namespace auth
