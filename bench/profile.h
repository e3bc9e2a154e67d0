#pragma once

#include <string>

namespace bench {

struct ProfileOptions {
    std::string data, database; // As for measure().
    std::string only;           // The reading operations whose names hold this.
    int times = 200;
};

// Answers requests in this process and on this thread, without sockets: for perf and valgrind --tool=callgrind, which
// see the same steps every time.
void profile(const ProfileOptions& options);

} // namespace bench
