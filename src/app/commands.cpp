#include "app/commands.h"

#include "app/config_cli.h"
#include "app/migrate_cli.h"
#include "app/version_cli.h"
#include "jobs/jobs_cli.h"

namespace app {
namespace {

using cli::Parameter;

constexpr Parameter kJobsList[] = {
    {"--dead", "Those that failed too often and were given up, instead of those that wait"},
    {"--limit NUMBER", "At most so many, oldest first; 100 when it is not given"},
    {"--json", "As a JSON array"},
};
constexpr Parameter kJobsRetry[] = {
    {"ID", "A dead job, as jobs list --dead shows it"},
    {"--all", "Every dead job"},
};
constexpr Parameter kVersion[] = {
    {"--json", "As a JSON object"},
};

constexpr cli::Command kCommands[] = {
    {"migrate", "Bring the database up to this version; serve does so by itself", {}, cli_migrate},
    {"jobs list", "List the work that waits, or that was given up", kJobsList, jobs::cli_list,
     "akebono jobs list --dead"},
    {"jobs retry", "Try again what was given up", kJobsRetry, jobs::cli_retry, "akebono jobs retry --all"},
    {"config check",
     "Check the configuration, and print what is in force",
     {},
     cli_config_check,
     "akebono config check --config /etc/akebono/akebono.toml"},
    {"config reference", "Print all that can be configured, as Markdown", {}, cli_config_reference},
    {"version", "Print the version", kVersion, cli_version},
};

} // namespace

std::span<const cli::Command> commands() { return kCommands; }

} // namespace app
