#pragma once

#include "http/reply.h"
#include "http/request.h"
#include "http/scopes.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace db {
class Tx;
class Database;
enum class Access;
} // namespace db

namespace http {

// Who may call a route. A bare Scope means: a user whose token has one of these.
struct Needs {
    enum class Who : std::uint8_t {
        Anyone, // No token is fine; a token that is sent must be good and have one of the scopes.
        App,    // A token of an app or a user.
        User,   // A token of a user who may use the API.
        Nobody, // Tokens are not looked at.
    };
    Who who;
    Scope scopes; // Any one of them; None: any token.

    constexpr Needs(Scope any_of) : who(Who::User), scopes(any_of) {}
    constexpr Needs(Who needed, Scope any_of) : who(needed), scopes(any_of) {}
};
constexpr Needs anyone(Scope any_of = Scope::None) { return {Needs::Who::Anyone, any_of}; }
constexpr Needs app(Scope any_of = Scope::None) { return {Needs::Who::App, any_of}; }
constexpr Needs user() { return {Needs::Who::User, Scope::None}; }
constexpr Needs no_token() { return {Needs::Who::Nobody, Scope::None}; }

// A handler runs on a worker thread inside the route's transaction; or, for the few that must not hold a transaction
// while they work (password hashing), it is given the database and opens its own.
struct Handler {
    Reply (*in_tx)(const Request&, db::Tx&) = nullptr;
    Reply (*with_database)(const Request&, db::Database&) = nullptr;

    constexpr Handler(Reply (*handler)(const Request&, db::Tx&)) : in_tx(handler) {}
    constexpr Handler(Reply (*handler)(const Request&, db::Database&)) : with_database(handler) {}
};

// Which family of rate limits a route counts in, besides the common ones (limits.tsv, "rate limit").
// SignIn counts by the parameter "email" or "user[email]" too; Confirmation by one of those or by the user. Statuses,
// Follows and Reports count what succeeds only, and show in X-RateLimit-*.
enum class Limit : std::uint8_t {
    Common,
    AppRegistration,
    SignUp,
    SignUpForm,
    SignIn,
    Confirmation,
    Statuses,
    Follows,
    Reports,
    Deletes,
    Media,
    MediaProxy,
};

// Which threads run it: passwords cost 20 MB and 12 ms each, so two at a time; media waits for decoders, and patiently.
enum class Pool : std::uint8_t { Requests, Passwords, Media };

// Which transaction it runs in. ByMethod: GET and HEAD read, the others write.
enum class TxKind : std::uint8_t { ByMethod, Read, Write };

// Who may keep an answer of 200 to a GET. Those that may be kept carry an ETag, and are 304 when nothing changed.
enum class Caching : std::uint8_t {
    Nobody,
    Anonymous, // Everybody for 15 seconds when no token was sent, else nobody.
    Shared,    // Everybody for 5 minutes: the answer does not depend on who asks.
};

// What a route may need from other servers before its handler, which then finds everything here. Only where `may_need`
// is true of the parameters is the rest looked at, once it is known who asks; only where `needs` is true does anything
// wait, and then on one of the few threads for that: see wait_elsewhere(). What cannot be had is left to the handler.
struct EdgeStep {
    bool (*may_need)(const Request&);
    bool (*needs)(const Request&, db::Tx&);
    void (*fetch)(const Request&, db::Database&);
    // It waits on other threads than the rest, and in a longer queue: a page has many pictures.
    bool is_patient = false;
};

struct Options {
    TxKind tx = TxKind::ByMethod;
    std::size_t body_limit_bytes = 1 << 20;
    Limit limit = Limit::Common;
    Pool pool = Pool::Requests;
    Caching caching = Caching::Nobody;
    bool spools = false; // The body goes to a file while it comes: it may be larger than what memory is for.
    const EdgeStep* before = nullptr;
};

// One row of app/routes.cpp. `:name` in the path takes one segment, `@:name` one that begins with @, and `*name` at the
// end all that is left. A segment that is written out goes before `:name`. HEAD is answered where GET is.
struct Route {
    Method method;
    std::string_view path;
    Needs needs;
    Handler handler;
    Options options = {};
};

} // namespace http
