#pragma once

#include "http/reply.h"

#include <string>
#include <string_view>

namespace http {

// "Not Found"; "" for statuses that we never send.
std::string_view reason(int status);

enum class BodyLength { Known, Chunked, UntilClose };

// Everything before the body. `connection` is "close", "keep-alive" or "" for no such header.
std::string reply_head(const Reply& reply, std::string_view date, std::string_view connection,
                       BodyLength length = BodyLength::Known);

} // namespace http
