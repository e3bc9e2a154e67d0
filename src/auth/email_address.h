#pragma once

#include <string_view>

namespace auth {

// Whether mail can go there and everybody reads the address alike: ASCII, one @, before it letters, digits and a few
// signs with single dots between them, behind it a host name. No quotes, comments, routes (% and !), spaces or line
// breaks, which have let addresses pass lists of allowed and blocked domains, or add headers to mails.
bool is_email_address(std::string_view text);

} // namespace auth
