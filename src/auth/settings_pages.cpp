#include "auth/settings_pages.h"

#include "auth/people.h"
#include "auth/settings.h"

namespace auth {

http::Reply get_settings(const http::Request& request, db::Tx& tx) {
    const auto session = session_of(request, tx);
    if (!session) return to_sign_in_first("/settings");
    return settings_page({.name = "settings",
                          .title = "settings.title",
                          .values = {{"target", describe_target(tx, session->user.account)}}},
                         session->user, request, tx);
}

} // namespace auth
