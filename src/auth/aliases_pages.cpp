#include "auth/aliases_pages.h"

#include "accounts/accounts.h"
#include "accounts/aliases.h"
#include "auth/language.h"
#include "auth/people.h"
#include "auth/settings.h"
#include "auth/settings_lookup.h"

#include <fmt/core.h>

namespace auth {
namespace {

constexpr std::string_view kAliases = "/settings/aliases";

json::Array listed_aliases(db::Tx& tx, AccountId account) {
    json::Array listed;
    for (const auto& alias : accounts::aliases(tx, account)) {
        auto shown = describe_handle(alias.handle);
        if (alias.handle.empty()) shown["at_user"] = alias.uri;
        shown["uri"] = alias.uri;
        listed.push_back(std::move(shown));
    }
    return listed;
}

// What a form has just done; "" for anything else that the address may say.
std::string notice_of(const http::Request& request, db::Tx& tx) {
    const auto done = request.text_or("done", "");
    if (done != "added" && done != "removed") return "";
    return say(choose_language(request, tx.config().default_language), fmt::format("aliases.{}", done));
}

http::Reply aliases_page(const User& user, std::string_view error, const http::Request& request, db::Tx& tx) {
    auto listed = listed_aliases(tx, user.account);
    return settings_page({.name = "aliases",
                          .title = "aliases.title",
                          .values = {{"acct", error.empty() ? "" : acct_of(request)},
                                     {"notice", error.empty() ? notice_of(request, tx) : ""},
                                     {"has_aliases", !listed.empty()},
                                     {"aliases", std::move(listed)}},
                          .error = error},
                         user, request, tx);
}

// What is wrong, or "".
std::string_view add_alias_of(const User& user, const std::string& acct, db::Tx& tx) {
    using accounts::AliasObstacle;
    const auto account = accounts::find(tx, user.account).value();
    const auto other = accounts::find_by_acct(tx, acct);
    if (!other) return "moving.not_found";
    if (const auto obstacle = accounts::obstacle_to_alias(tx, account, *other)) {
        return *obstacle == AliasObstacle::Themselves ? "aliases.themselves" : "aliases.too_many";
    }
    return accounts::add_alias(tx, account, *other) ? "" : "aliases.too_many";
}

} // namespace

http::Reply get_aliases(const http::Request& request, db::Tx& tx) {
    const auto session = session_of(request, tx);
    return session ? aliases_page(session->user, "", request, tx) : to_sign_in_first(kAliases);
}

http::Reply post_alias(const http::Request& request, db::Tx& tx) {
    auto attempt = look_at_form(request, tx);
    if (!attempt.session) return to_sign_in_first(kAliases);
    const User& user = attempt.session->user;
    if (attempt.error.empty()) attempt.error = add_alias_of(user, acct_of(request), tx);
    return attempt.error.empty() ? to_settings_page("/settings/aliases?done=added", request)
                                 : aliases_page(user, attempt.error, request, tx);
}

http::Reply post_alias_removal(const http::Request& request, db::Tx& tx) {
    const auto attempt = look_at_form(request, tx);
    if (!attempt.session) return to_sign_in_first(kAliases);
    const User& user = attempt.session->user;
    if (!attempt.error.empty()) return aliases_page(user, attempt.error, request, tx);
    // One that is none any more, another window has removed.
    (void)accounts::remove_alias(tx, accounts::find(tx, user.account).value(), request.text_or("uri", ""));
    return to_settings_page("/settings/aliases?done=removed", request);
}

} // namespace auth
