#pragma once

#include "bench/client.h"
#include "bench/processes.h"

namespace bench {

// What a running server has used so far.
class Meter {
public:
    Meter(const ServerProcess& server, const PostgresqlProcesses& postgresql)
        : server_(server), postgresql_(postgresql) {}

    // Processor time of all of the server's threads and of its PostgreSQL.
    double cpu_seconds() const;
    // From /metrics.
    double statements(Client& client) const;
    // Until nothing is done in the background any more; five seconds at most.
    void wait_until_idle() const;

private:
    const ServerProcess& server_;
    PostgresqlProcesses postgresql_;
};

} // namespace bench
