#pragma once

#include "base/json.h"
#include "db/db.h"
#include "http/scopes.h"

#include <optional>
#include <string>
#include <string_view>

// Bearer tokens: what an app shows with every request. They last until they are revoked; the database keeps their
// hashes.
namespace auth {

struct TokenGrant {
    ApplicationId application;
    UserId user = {}; // 0: the application's own.
    std::string scopes;
};

struct IssuedToken {
    TokenId id;
    std::string secret; // Shown once.
    std::string scopes;
    base::Time created_at;
};

// An application that asks again and again for one user (or for itself) keeps its newest ones.
IssuedToken issue_token(db::Tx& tx, const TokenGrant& grant);

// https://docs.joinmastodon.org/entities/Token/
void write_token(json::Writer& out, const IssuedToken& token);

struct Token {
    TokenId id;
    ApplicationId application;
};
// Revoked ones too.
std::optional<Token> find_token(db::Tx& tx, std::string_view secret);

// Whether `user` has let this application do all that before, and not taken it back.
bool has_token(db::Tx& tx, ApplicationId application, UserId user, http::Scope scopes);

// What streams through a revoked token is cut on commit; by a job, where this process serves no streams.
void revoke_token(db::Tx& tx, TokenId id);
void revoke_tokens(db::Tx& tx, UserId user, AccountId account);

// Cuts all that streams to an account in this process.
void cut_streams(db::Tx& tx, AccountId account);

} // namespace auth
