#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bench {

// "--name VALUE" pairs.
class Options {
public:
    // Throws for anything else, and for names that are not in `known`, which are separated by spaces.
    Options(std::span<char*> arguments, std::string_view known);

    std::string text(const std::string& name, std::string fallback = "") const;
    std::int64_t number(const std::string& name, std::int64_t fallback) const;

private:
    std::map<std::string, std::string> values_;
};

} // namespace bench
