#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace bench {

// `akebono serve` as a child, its log in DATA/server.log. It ends with this object.
class ServerProcess {
public:
    ServerProcess(std::string binary, std::string data, std::uint16_t port);
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    // From the start of the process to the first 200 of /health/ready, in seconds. Throws after 30 seconds.
    double wait_until_ready();
    pid_t pid() const { return pid_; }
    std::uint16_t port() const { return port_; }

private:
    std::string log_;
    std::uint16_t port_;
    pid_t pid_ = 0;
    double started_at_;
};

// The processes of the PostgreSQL cluster at `url`: all of its backends and helpers. Empty when it is on another
// machine.
class PostgresqlProcesses {
public:
    explicit PostgresqlProcesses(const std::string& url);
    std::vector<pid_t> now() const;

private:
    pid_t postmaster_ = 0;
};

// Processor time used by all threads of a process so far, in seconds; from the scheduler, to the nanosecond.
double cpu_seconds(pid_t pid);
// Proportional set size: shared pages count once, divided among those who share them. In MB (10^6).
double pss_mb(pid_t pid);

} // namespace bench
