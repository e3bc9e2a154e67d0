#include "auth/authenticate.h"

#include "accounts/roles.h"
#include "auth/last_use.h"
#include "auth/users.h"
#include "base/ascii.h"
#include "base/crypto.h"
#include "base/remembered.h"
#include "db/remembering.h"

namespace auth {

// Who a token is of, remembered while that stays as it is.
struct KnownCaller {
    http::Caller caller = {}; // But for what is between them and others.
    std::optional<base::Time> last_used_at = {};
};

namespace {

// "" when there is none.
std::string bearer_token(const http::Request& request) {
    constexpr std::string_view kScheme = "bearer ";
    const std::string_view header = request.header("authorization");
    if (base::equals_ignoring_ascii_case(header.substr(0, kScheme.size()), kScheme)) {
        return std::string(header.substr(kScheme.size()));
    }
    return request.text_or("access_token", "");
}

base::Unexpected unauthorized(std::string message) {
    return base::refuse(base::Refusal::Unauthorized, std::move(message));
}

Result<KnownCaller> read_caller(db::Tx& tx, const std::string& token_hash) {
    auto rows = tx.query(R"(
        select t.id, t.application_id, t.scopes, t.last_used_at, t.revoked_at,
               u.id, u.role, u.locale, u.confirmed_at, u.is_approved, u.is_disabled,
               a.id, a.username, a.is_locked, a.suspended_at, a.silenced_at, a.is_memorial,
               a.moved_to_account_id, z.revision
        from oauth_access_tokens t
        left join users u on u.id = t.user_id
        left join accounts a on a.id = u.account_id
        left join standings z on z.account_id = u.account_id
        where t.token_hash = $1)", {token_hash});
    if (!rows.next()) return unauthorized("The access token is invalid");
    if (!rows.is_null(4)) return unauthorized("The access token was revoked");

    KnownCaller known{.last_used_at = rows.maybe_time(3)};
    http::Caller& caller = known.caller;
    caller.token = rows.id<TokenId>(0);
    caller.application = rows.id<ApplicationId>(1);
    caller.scopes = http::parse_scopes(rows.text(2)).value_or(http::Scope::None);
    caller.user = rows.id<UserId>(5);
    if (caller.user) {
        const bool is_suspended = !rows.is_null(14) || rows.boolean(16);
        caller.role = accounts::role_from_key(rows.text(6));
        caller.locale = rows.string(7);
        caller.account.id = rows.id<AccountId>(11);
        caller.account.username = rows.string(12);
        caller.account.is_locked = rows.boolean(13);
        caller.account.is_suspended = is_suspended;
        caller.account.is_limited = !rows.is_null(15);
        caller.account.standings_revision = rows.integer(18);
        const bool has_moved = !rows.is_null(17);
        const auto may =
            check_may_sign_in(!rows.is_null(8), rows.boolean(9), rows.boolean(10) || is_suspended || has_moved);
        if (!may) caller.barred = may.error().message;
    }
    return known;
}

// Who it is changes seldom; what is between them and others is asked for each time.
Result<KnownCaller> find_caller(db::Tx& tx, const std::string& token_hash) {
    auto& remembered = tx.context().remembered;
    const auto before = remembered.caller(token_hash);
    const auto revision = db::catch_up(tx, before ? before->caller.account.id : AccountId{});
    if (const auto known = before && db::may_take(tx) ? remembered.caller(token_hash) : nullptr) {
        KnownCaller now = *known;
        now.caller.account.standings_revision = revision;
        return now;
    }
    auto read = TRY(read_caller(tx, token_hash));
    remembered.keep_caller(tx.sight(), token_hash, read.caller.token, read.caller.account.id,
                           std::make_shared<const KnownCaller>(read));
    return read;
}

} // namespace

Result<http::Caller> authenticate(const http::Request& request, db::Tx& tx) {
    const std::string token = bearer_token(request);
    if (token.empty()) return http::Caller{};
    auto found = TRY(find_caller(tx, base::sha256_hex(token)));
    note_use(tx, found.caller.token, found.caller.user, found.last_used_at);
    return std::move(found.caller);
}

} // namespace auth
