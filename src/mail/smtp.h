#pragma once

#include "base/config.h"

#include <string>

namespace mail {

// Hands `data`, a whole message, to the SMTP server of the configuration. Waits for it, 20 seconds at most. Throws
// std::runtime_error when it does not take the message, with the reason and without secrets.
void deliver(const base::Config& config, const std::string& to, const std::string& data);

} // namespace mail
