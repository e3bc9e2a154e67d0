#include "http/access.h"

#include "base/ascii.h"

namespace http {
namespace {

base::Unexpected no_good_token() { return base::refuse(base::Refusal::Unauthorized, "The access token is invalid"); }

} // namespace

bool has_token(const Request& request) {
    static constexpr std::string_view kBearer = "bearer ";
    const auto scheme = request.header("authorization").substr(0, kBearer.size());
    return base::equals_ignoring_ascii_case(scheme, kBearer) || request.has("access_token")
           || request.has("bearer_token");
}

Result<Caller> admit(const Needs& needs, bool has_token, Result<Caller> caller) {
    if (!caller) return caller;
    const bool is_known = static_cast<bool>(caller->token) || static_cast<bool>(caller->user);
    if (!is_known) {
        if (needs.who == Needs::Who::Anyone && !has_token) return caller;
        return no_good_token();
    }
    if (needs.scopes != Scope::None && !overlap(needs.scopes, caller->scopes)) {
        return base::forbidden("This action is outside the authorized scopes");
    }
    if (needs.who == Needs::Who::User) {
        if (!caller->user) return base::invalid("This method requires an authenticated user");
        if (!caller->barred.empty()) return base::forbidden(caller->barred);
    }
    return caller;
}

Reply unauthorized(const base::Error& error) {
    Reply reply = error;
    // What a quoted-string may hold: our own messages are plain text.
    return std::move(reply).with_header("WWW-Authenticate",
                                        "Bearer realm=\"Akebono\", error=\"invalid_token\", error_description=\""
                                            + error.message + "\"");
}

} // namespace http
