#pragma once

#include "base/context.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace federation {

// Whose name `host` lies under: its last two labels, or three in co.jp and its like. Near enough, and little to keep up
// to date.
std::string registered_name(std::string_view host);

// Whether somebody on `host` may be discovered: at most 10 hosts a minute are new under one registered name, so that a
// server that answers under any name does not lead us through all of them. TooMany when not.
Result<> take_discovery(const base::Context& context, std::string_view host);

// Whether a page on `host` may be asked for because somebody elsewhere names it: 60 an hour under one registered name,
// so that nobody who makes up profiles can send us there. TooMany when not.
Result<> take_page(const base::Context& context, std::string_view host);

// Whether something that came from `host` may be passed on to others: 300 an hour under one registered name, so that
// what is sent to us once does not go out thousands of times without end. TooMany when not.
Result<> take_forward(const base::Context& context, std::string_view host);

// Whether something that was passed on to us may be asked for again on `host`, which says nothing just now: 60 an hour
// under one registered name, so that nobody can make us wait for it without end. TooMany when not.
Result<> take_question(const base::Context& context, std::string_view host);

// Whether a post on `host` may be asked for because a thread leads there: 1,000 an hour under one registered name, so
// that nobody who makes up answers can send us there. TooMany when not.
Result<> take_post(const base::Context& context, std::string_view host);

} // namespace federation
