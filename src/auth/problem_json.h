#pragma once

#include "auth/problem.h"
#include "http/reply.h"

#include <vector>

namespace auth {

// 422 with all of them, each under the field that it is about.
// https://docs.joinmastodon.org/entities/Error/#ValidationError
http::Reply problems_reply(const std::vector<Problem>& problems);

} // namespace auth
