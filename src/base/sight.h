#pragma once

#include <cstdint>

namespace base {

// What a transaction knows of changes: base/remembered.h.
struct Sight {
    bool has_asked = false;
    bool may_keep = false; // It reads what is newer than all that anybody has been told of.
    std::uint64_t age = 0; // Of what is remembered, when it was told.
};

} // namespace base
