#pragma once

#include "auth/language.h"
#include "base/config.h"
#include "base/json.h"
#include "http/reply.h"
#include "http/request.h"

#include <string>
#include <string_view>

namespace auth {

// What the templates in pages/ are filled with. `values` are what one template names; `t` in it are the texts of the
// language.
struct Page {
    std::string_view name; // "sign_in" for pages/sign_in.mustache.
    std::string title;
    json::Object values = {};
    int status = 200;
    // Whether its form may end at another site: the redirect back to an app. Elsewhere a form stays here.
    bool may_leave = false;
};

// The page in its frame, with headers that let it run nothing, stand in no frame, and be kept by nobody.
http::Reply render(const Page& page, const http::Request& request, const base::Config& config, Language language);

// A page that says what went wrong and what to do: texts.KEY_title, texts.KEY_text under "problem".
http::Reply render_problem(int status, std::string_view key, const http::Request& request, const base::Config& config,
                           Language language);

} // namespace auth
