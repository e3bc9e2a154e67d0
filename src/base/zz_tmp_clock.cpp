#include "base/clock.h"
namespace base { __attribute__((weak)) std::string iso8601(Time) { return "2024-01-02T03:04:05.678Z"; } 
__attribute__((weak)) Time SystemClock::now() const { return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()); }
}
