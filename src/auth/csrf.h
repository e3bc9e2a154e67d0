#pragma once

#include "base/config.h"
#include "http/reply.h"
#include "http/request.h"

#include <string>
#include <string_view>

// Cookies, and forms that only our own pages can send.
namespace auth {

// "" when the browser has none.
std::string_view session_secret(const http::Request& request, const base::Config& config);
void set_session_cookie(http::Reply& reply, const base::Config& config, std::string_view secret);
void clear_session_cookie(http::Reply& reply, const base::Config& config);

// What makes a form ours: a token that only a page of ours can know, bound to a secret cookie of this browser. That is
// its session's, or, before it has one, a visit's.
class FormGuard {
public:
    FormGuard(const http::Request& request, const base::Config& config, base::Random& random);

    // For the hidden field authenticity_token. Different every time, so that compression gives nothing of it away.
    std::string token() const;
    // Gives the browser its visit's secret, unless it has one.
    void remember(http::Reply& reply, const base::Config& config) const;

private:
    std::string secret_;
    bool is_new_ = false;
    base::Random& random_;
};

// Whether the form in `request` was sent by a page of ours that this browser was shown.
bool is_own_form(const http::Request& request, const base::Config& config);

} // namespace auth
