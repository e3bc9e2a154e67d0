#pragma once

#include <string>
#include <string_view>

namespace auth {

// Where a sign-in may lead: the consent page, what another site sent somebody here for, what somebody can
// do with their account, or the start page. Everything else becomes the start page, so that no link to our sign-in ends
// at another's site.
std::string safe_return_to(std::string_view path);

// The app whose consent page it is; "" when it is none.
std::string client_id_of(std::string_view return_to);

} // namespace auth
