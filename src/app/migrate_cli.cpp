#include "app/migrate_cli.h"

#include "app/workplace.h"
#include "db/migrations.h"

namespace app {

Result<> cli_migrate(const cli::Invocation& invocation, const base::Config& config) {
    const Workplace place(config);
    const auto database = TRY(db::open(place.context, 1));
    const auto applied = TRY(db::migrate(*database));
    for (const auto& name : applied) invocation.print("applied " + name);
    if (applied.empty()) invocation.print("The database is up to date.");
    return {};
}

} // namespace app
