#pragma once

#include "federation/activity.h"

#include <span>

namespace app {

// What we do with what other servers tell.
std::span<const federation::Receiver> receivers();

} // namespace app
