#pragma once

#include <cstdint>
#include <string>

namespace bench {

struct FillOptions {
    std::int64_t statuses = 10'000;
    std::int64_t people = 0; // 0: as many as fit the statuses.
    std::int64_t seed = 1;
    std::int64_t until_ms = 0; // When the last status was posted; 0: this morning.
    std::string data;          // The folder of the database, the configuration and the plan.
    std::string database;      // A postgresql:// URL; empty: SQLite, in `data`.
};

// Makes a database, with its akebono.toml and bench.json beside it. The same options give the same rows.
void fill(const FillOptions& options);

} // namespace bench
