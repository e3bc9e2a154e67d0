#pragma once

#include "http/reply.h"
#include "http/request.h"
#include "notifications/list.h"

// What the lists of notifications, single and grouped, have in common as requests.
namespace notifications {

// types[], exclude_types[], account_id, include_filtered.
Filter filter_of(const http::Request& request);

// What an app that sends supported_types[] does not know; else nothing.
KindSet unknown_kinds_of(const http::Request& request);

http::Page page_of(const http::Request& request);

// The limit of an unread count.
int count_limit_of(const http::Request& request);
// {"count": …}
http::Reply count_reply(int count);

} // namespace notifications
