#include "auth/tokens.h"

#include "base/crypto.h"
#include "jobs/jobs.h"

namespace auth {
namespace {

// One client_id may be shared by everybody who uses a web client: each of their browsers has its own token.
constexpr int kMaxTokensPerUser = 50;
constexpr int kMaxTokensOfApplication = 100;

void insert_token(db::Tx& tx, const TokenGrant& grant, const IssuedToken& token) {
    const auto user = grant.user ? std::optional(grant.user.value) : std::nullopt;
    tx.exec(R"(
        insert into oauth_access_tokens (id, token_hash, application_id, user_id, scopes, created_at)
        values ($1, $2, $3, $4, $5, $6))",
            {token.id, base::sha256_hex(token.secret), grant.application, user, token.scopes, token.created_at});
}

std::vector<TokenId> surplus_tokens_of_user(db::Tx& tx, const TokenGrant& grant) {
    return tx.query_ids<TokenId>(R"(
        select id from oauth_access_tokens
        where user_id = $1 and application_id = $2 and revoked_at is null and id not in (
            select id from oauth_access_tokens
            where user_id = $1 and application_id = $2 and revoked_at is null order by id desc limit $3))", {grant.user, grant.application, kMaxTokensPerUser});
}

std::vector<TokenId> surplus_tokens_of_application(db::Tx& tx, const TokenGrant& grant) {
    return tx.query_ids<TokenId>(R"(
        select id from oauth_access_tokens
        where application_id = $1 and user_id is null and revoked_at is null and id not in (
            select id from oauth_access_tokens
            where application_id = $1 and user_id is null and revoked_at is null order by id desc limit $2))", {grant.application, kMaxTokensOfApplication});
}

void cut_listeners(db::Tx& tx, std::string channel) {
    static const auto nothing = std::make_shared<const std::string>();
    tx.publish({.channel = std::move(channel), .event = "kill", .payload = nothing});
}

} // namespace

IssuedToken issue_token(db::Tx& tx, const TokenGrant& grant) {
    IssuedToken token{tx.new_id<TokenId>(), tx.random().token(), grant.scopes, tx.now()};
    insert_token(tx, grant, token);
    const auto surplus = grant.user ? surplus_tokens_of_user(tx, grant) : surplus_tokens_of_application(tx, grant);
    for (const TokenId id : surplus) revoke_token(tx, id);
    return token;
}

void write_token(json::Writer& out, const IssuedToken& token) {
    out.begin_object();
    out.field("access_token", token.secret);
    out.field("token_type", "Bearer");
    out.field("scope", token.scopes);
    out.field("created_at", std::chrono::floor<std::chrono::seconds>(token.created_at).time_since_epoch().count());
    out.end_object();
}

std::optional<Token> find_token(db::Tx& tx, std::string_view secret) {
    auto rows = tx.query("select id, application_id from oauth_access_tokens where token_hash = $1",
                         {base::sha256_hex(secret)});
    if (!rows.next()) return std::nullopt;
    return Token{rows.id<TokenId>(0), rows.id<ApplicationId>(1)};
}

bool has_token(db::Tx& tx, ApplicationId application, UserId user, http::Scope scopes) {
    auto rows = tx.query(R"(
        select scopes from oauth_access_tokens
        where user_id = $1 and application_id = $2 and revoked_at is null)", {user, application});
    while (rows.next()) {
        if (http::contains(http::parse_scopes(rows.text(0)).value_or(http::Scope::None), scopes)) return true;
    }
    return false;
}

void revoke_token(db::Tx& tx, TokenId id) {
    if (tx.exec("update oauth_access_tokens set revoked_at = $2 where id = $1 and revoked_at is null", {id, tx.now()})
        == 1) {
        cut_listeners(tx, "timeline:access_token:" + to_string(id));
    }
}

void revoke_tokens(db::Tx& tx, UserId user, AccountId account) {
    const auto ids = tx.query_ids<TokenId>(R"(
        update oauth_access_tokens set revoked_at = $2 where user_id = $1 and revoked_at is null
        returning id)", {user, tx.now()});
    for (const TokenId id : ids) cut_listeners(tx, "timeline:access_token:" + to_string(id));
    cut_streams(tx, account);
    // A command beside the server has nobody listening: whoever runs jobs does.
    if (!tx.context().jobs_waiting) jobs::enqueue(tx, "cut_streams", {{"account_id", account.value}});
    // A code that is still on its way would buy a new one.
    tx.exec("delete from oauth_access_grants where user_id = $1", {user});
}

void cut_streams(db::Tx& tx, AccountId account) { cut_listeners(tx, "timeline:system:" + to_string(account)); }

} // namespace auth
