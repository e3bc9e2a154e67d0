#include "auth/settings_pages.h"

#include "accounts/moving.h"
#include "auth/settings.h"

namespace auth {

http::Reply get_settings(const http::Request& request, db::Tx& tx) {
    const auto session = session_of(request, tx);
    if (!session) return to_sign_in_first("/settings");
    const auto target = accounts::moved_to(tx, session->user.account);
    return settings_page({.name = "settings",
                          .title = "settings.title",
                          .values = {{"target", target ? accounts::full_handle(tx.config(), *target) : ""}}},
                         session->user, request, tx);
}

} // namespace auth
