#include "bench/options.h"

#include "base/ids.h"

#include <stdexcept>

namespace bench {

Options::Options(std::span<char*> arguments, std::string_view known) {
    const std::string names = " " + std::string(known) + " ";
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        const std::string name = arguments[i];
        if (names.find(" " + name + " ") == std::string::npos) throw std::runtime_error("unknown option " + name);
        if (i + 1 == arguments.size()) throw std::runtime_error(name + " needs a value");
        values_[name] = arguments[i + 1];
    }
}

std::string Options::text(const std::string& name, std::string fallback) const {
    const auto found = values_.find(name);
    return found == values_.end() ? fallback : found->second;
}

std::int64_t Options::number(const std::string& name, std::int64_t fallback) const {
    const auto found = values_.find(name);
    if (found == values_.end()) return fallback;
    const auto value = base::parse_id(found->second);
    if (!value) throw std::runtime_error(name + " must be a whole number");
    return *value;
}

} // namespace bench
