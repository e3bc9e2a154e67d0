#pragma once

#include <cstdint>
#include <string>

namespace bench {

struct DeliverOptions {
    std::string data;     // A folder for the database and the log.
    std::string database; // postgresql://…; empty: SQLite in `data`.
    std::string endpoint; // ADDRESS:PORT: who answers every request over TLS with 202, whatever name it is for.
    std::string ca_file;  // Vouches for it.
    std::string json;     // Where to leave the numbers; empty: nowhere.
    int inboxes = 2000;
    int hosts = 500;
};

// What it costs to send one post to many inboxes, beside what one signature and the bare requests cost; then the same
// while every third server is dead or hangs. Prints a table. Throws when something was not delivered.
void deliver(const DeliverOptions& options);

} // namespace bench
