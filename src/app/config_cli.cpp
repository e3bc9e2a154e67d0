#include "app/config_cli.h"

#include "base/config.h"
#include "base/config_keys.h"

namespace app {

Result<> cli_config_check(const cli::Invocation& invocation, const base::Config& config) {
    invocation.print("# What is in force. URLs begin with " + config.web_url() + ".");
    invocation.print(base::describe(config));
    return {};
}

Result<> cli_config_reference(const cli::Invocation& invocation) {
    invocation.print(base::config_reference());
    return {};
}

} // namespace app
