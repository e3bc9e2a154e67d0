#pragma once

#include "base/config.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace base {

using ConfigValue = std::variant<bool, std::int64_t, std::string, std::vector<std::string>>;

// One thing that can be set. These rows are all there is: the file, the environment, `config check` and
// docs/configuration.md follow them.
struct ConfigKey {
    std::string_view section;  // A heading of the documentation; rows of one section stand together.
    std::string_view name;     // "log.level": in [log], or with dots.
    std::string_view expected; // "a whole number from 0 to 256": goes after "must be".
    std::string_view help;     // Markdown, one paragraph.

    // What is set now; its type is the type that values have to have.
    ConfigValue (*get)(const Config&);
    // False when the value, of that type, is impossible.
    bool (*set)(Config&, const ConfigValue&);
    std::string_view default_text = {}; // Where the default is more than a value.
};

std::span<const ConfigKey> config_keys();

// AKEBONO_LOG_LEVEL for log.level.
std::string environment_name(const ConfigKey& key);

// `value` as akebono.toml has it.
std::string to_toml(const ConfigValue& value);

// The whole configuration as an akebono.toml, without passwords.
std::string describe(const Config& config);

// docs/configuration.md.
std::string config_reference();

} // namespace base
