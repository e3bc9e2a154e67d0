#include "auth/sign_up_api.h"

#include "auth/applications.h"
#include "auth/newcomers.h"
#include "auth/problem_json.h"
#include "auth/tokens.h"
#include "base/text.h"

namespace auth {
namespace {

SignUp read_sign_up(const http::Request& request, const base::Config& config) {
    SignUp wanted{
        .username = request.text_or("username", ""),
        .email = request.text_or("email", ""),
        .password = {},
        .locale = request.text_or("locale", config.default_language).substr(0, 16),
        .time_zone = request.text_or("time_zone", "").substr(0, 64),
        .reason = base::sanitize(request.text_or("reason", "")),
        .application = request.caller.application,
    };
    settle(wanted, config);
    return wanted;
}

std::vector<Problem> find_all_problems(const http::Request& request, const SignUp& wanted, db::Tx& tx) {
    auto problems = find_problems(tx, wanted);
    if (auto problem = find_password_problem(request.text_or("password", ""))) problems.push_back(std::move(*problem));
    if (!request.flag("agreement")) {
        problems.push_back({"agreement", "ERR_ACCEPTED", "Service agreement", "must be accepted"});
    }
    return problems;
}

std::string scopes_of(db::Tx& tx, TokenId token) {
    auto rows = tx.query("select scopes from oauth_access_tokens where id = $1", {token});
    return rows.next() ? rows.string(0) : std::string();
}

http::Reply create(const http::Request& request, const SignUp& wanted, db::Tx& tx) {
    const auto user = TRY(join(tx, wanted));
    const auto token = issue_token(tx, {request.caller.application, user.user, scopes_of(tx, request.caller.token)});
    return http::json([&](json::Writer& out) { write_token(out, token); });
}

} // namespace

// https://docs.joinmastodon.org/methods/accounts/#create
http::Reply post_account(const http::Request& request, db::Database& database) {
    SignUp wanted;
    std::vector<Problem> problems;
    bool is_closed = false;
    database.read([&](db::Tx& tx) {
        is_closed = tx.config().registrations == base::Registrations::Closed;
        wanted = read_sign_up(request, tx.config());
        if (!is_closed) problems = find_all_problems(request, wanted, tx);
    });
    if (is_closed) return base::forbidden();
    if (!problems.empty()) return problems_reply(problems);

    wanted.password = TRY(hash_password(request.text_or("password", "")));
    http::Reply reply;
    database.run(db::Access::Write, [&](db::Tx& tx) {
        reply = create(request, wanted, tx);
        return !reply.is_refusal;
    });
    return reply;
}

} // namespace auth
