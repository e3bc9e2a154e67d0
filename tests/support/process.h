#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

// The program as a user runs it: AKEBONO_BINARY, or `akebono` beside the tests.

std::string akebono_program();

using Environment = std::map<std::string, std::string>;

struct CommandResult {
    int exit_code = -1; // -1: ended by a signal.
    std::string output;
    std::string errors;
};

// Runs `akebono arguments…` to its end. No other AKEBONO_ variable than those in `environment` reaches it.
CommandResult run_akebono(const std::vector<std::string>& arguments, const Environment& environment = {});

// `akebono serve` on a free port of loopback, until it goes.
class ServerProcess {
public:
    // Returns when it answers; throws, with what it wrote, when it ends instead.
    explicit ServerProcess(const Environment& environment);
    ~ServerProcess(); // Kills what still runs.
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    std::uint16_t port() const { return port_; }
    pid_t pid() const { return pid_; }
    void signal(int number) const;
    // Its exit code; -1 when a signal ended it.
    int wait();
    // What it wrote to standard error so far, and until it ends.
    const std::string& log() const { return log_; }

private:
    void read_until_it_listens();

    pid_t pid_ = -1;
    int errors_ = -1;
    std::uint16_t port_ = 0;
    std::string log_;
};

// A data folder of its own for the program, with SQLite in it. It may speak with servers of the test.
class DataFolder : public testing::Test {
protected:
    DataFolder();
    ~DataFolder() override;

    std::filesystem::path database() const { return folder_ / "akebono.db"; }

    std::filesystem::path folder_;
    Environment environment_;
};
