#pragma once

#include "base/result.h"

#include <stdexcept>
#include <type_traits>
#include <utility>

namespace bench {

// The value; a refusal ends the program, which has nobody to tell but its terminal.
template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

} // namespace bench
