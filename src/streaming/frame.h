#pragma once

#include "base/events.h"
#include "base/result.h"
#include "http/stream.h"

#include <memory>
#include <string>
#include <string_view>

namespace streaming {

// {"stream":["user"],"event":"update","payload":"{…}"} for a WebSocket; event: and data: lines for an event stream.
std::shared_ptr<const std::string> frame(http::StreamKind kind, std::string_view label, const base::Event& event);
// What a WebSocket is told when a subscription is refused.
std::shared_ptr<const std::string> error_frame(const base::Error& error);

} // namespace streaming
