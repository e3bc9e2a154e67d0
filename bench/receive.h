#pragma once

#include <string>

namespace bench {

struct ReceiveOptions {
    std::string binary;   // build/release/akebono
    std::string data;     // A folder that was filled.
    std::string database; // postgresql://…; empty: SQLite in `data`.
    std::string json;     // Where to leave the numbers; empty: nowhere.
    int activities = 4000;
    int actors = 50;
    int connections = 32;
};

// What it costs to take in and to apply what other servers send (posts, favourites and boosts by people that somebody
// here follows), beside what one check of a signature, one reading of the JSON and one row cost. Prints a table. Throws
// when something was not accepted or had no effect.
void receive(const ReceiveOptions& options);

} // namespace bench
