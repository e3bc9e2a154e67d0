#pragma once

#include "bench/results.h"

#include <chrono>
#include <string>

namespace bench {

struct MeasureOptions {
    std::string binary;   // akebono
    std::string data;     // As fill() left it.
    std::string database; // As given to fill().
    std::string only;     // Operations whose names hold this; empty: all.
    int rounds = 3;
    std::chrono::milliseconds time{250}; // For one operation, one round and one number of connections.
};

// Starts the server on `data`, and asks it everything. Throws when an answer is not what it should be.
Results measure(const MeasureOptions& options);

} // namespace bench
