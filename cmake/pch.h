// The precompiled header of every target: what nearly every file takes in anyway, and no more. Files still include
// what they use. Heavy headers (Asio, Beast, toml++, CLI11, mustache, <regex>, <iostream>) stay out.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <exception>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json.hpp>
#include <fmt/core.h>
#include <tl/expected.hpp>
