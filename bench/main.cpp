#include "bench/deliver.h"
#include "bench/fill.h"
#include "bench/measure.h"
#include "bench/options.h"
#include "bench/plan.h"
#include "bench/profile.h"
#include "bench/receive.h"

#include <cstdio>
#include <exception>
#include <string_view>

namespace {

constexpr const char* kUsage =
    "akebono_bench fill --data DIR [--statuses N] [--people N] [--seed N] [--until MILLISECONDS] [--database URL]\n"
    "    Makes a database with people and posts in Japanese and English, ready for akebono serve.\n"
    "akebono_bench measure --data DIR --binary AKEBONO --budgets FILE [--database URL] [--json FILE] [--compare FILE]\n"
    "              [--only TEXT] [--rounds N] [--milliseconds N]\n"
    "    Starts the server on such a database, asks it everything, and prints what that took.\n"
    "akebono_bench profile --data DIR [--database URL] [--only TEXT] [--times N]\n"
    "    Answers requests without sockets, on one thread, for a profiler to watch.\n"
    "akebono_bench deliver --data DIR --endpoint ADDRESS:PORT --ca FILE [--database URL] [--inboxes N] [--hosts N] [--json FILE]\n"
    "    Sends a post to many inboxes, all of them behind one TLS server, and prints what that took.\n"
    "akebono_bench receive --data DIR --binary AKEBONO [--database URL] [--activities N] [--actors N] [--connections N] [--json FILE]\n"
    "    Sends a server on such a database what other servers send, and prints what that took.\n"
    "akebono_bench compare --budgets FILE --results FILE --before FILE\n"
    "    Prints how many times the processor time of one result the other took.\n";

void fill(std::span<char*> arguments) {
    const bench::Options options(arguments, "--data --statuses --people --seed --until --database");
    bench::fill({.statuses = options.number("--statuses", 10'000),
                 .people = options.number("--people", 0),
                 .seed = options.number("--seed", 1),
                 .until_ms = options.number("--until", 0),
                 .data = options.text("--data", "data"),
                 .database = options.text("--database")});
}

json::Value read_json(const std::string& file) {
    const auto parsed = json::parse(bench::read_file(file));
    if (!parsed) throw std::runtime_error(file + " is no JSON");
    return *parsed;
}

void measure(std::span<char*> arguments) {
    const bench::Options options(
        arguments, "--data --binary --budgets --database --json --compare --only --rounds --milliseconds");
    const auto budgets = read_json(options.text("--budgets", "bench/budgets.json"));
    const auto results = bench::measure({.binary = options.text("--binary", "build/release/akebono"),
                                         .data = options.text("--data", "data"),
                                         .database = options.text("--database"),
                                         .only = options.text("--only"),
                                         .rounds = static_cast<int>(options.number("--rounds", 3)),
                                         .time = std::chrono::milliseconds(options.number("--milliseconds", 250))});
    if (const auto file = options.text("--json"); !file.empty()) {
        bench::write_file(file, boost::json::serialize(bench::to_json(results)) + "\n");
    }
    bench::print(results, budgets);
    if (const auto file = options.text("--compare"); !file.empty()) {
        bench::print_comparison(results, bench::results_from(read_json(file)), budgets);
    }
}

void compare(std::span<char*> arguments) {
    const bench::Options options(arguments, "--budgets --results --before");
    const auto budgets = read_json(options.text("--budgets", "bench/budgets.json"));
    bench::print_comparison(bench::results_from(read_json(options.text("--results"))),
                            bench::results_from(read_json(options.text("--before"))), budgets);
}

void profile(std::span<char*> arguments) {
    const bench::Options options(arguments, "--data --database --only --times");
    bench::profile({.data = options.text("--data", "data"),
                    .database = options.text("--database"),
                    .only = options.text("--only"),
                    .times = static_cast<int>(options.number("--times", 200))});
}

void deliver(std::span<char*> arguments) {
    const bench::Options options(arguments, "--data --database --endpoint --ca --inboxes --hosts --json");
    bench::deliver({.data = options.text("--data", "data"),
                    .database = options.text("--database"),
                    .endpoint = options.text("--endpoint"),
                    .ca_file = options.text("--ca"),
                    .json = options.text("--json"),
                    .inboxes = static_cast<int>(options.number("--inboxes", 2000)),
                    .hosts = static_cast<int>(options.number("--hosts", 500))});
}

void receive(std::span<char*> arguments) {
    const bench::Options options(arguments, "--data --binary --database --activities --actors --connections --json");
    bench::receive({.binary = options.text("--binary", "build/release/akebono"),
                    .data = options.text("--data", "data"),
                    .database = options.text("--database"),
                    .json = options.text("--json"),
                    .activities = static_cast<int>(options.number("--activities", 4000)),
                    .actors = static_cast<int>(options.number("--actors", 50)),
                    .connections = static_cast<int>(options.number("--connections", 32))});
}

// False: there is no such command.
bool run(std::span<char*> arguments) {
    const std::string_view command = arguments.empty() ? "" : arguments[0];
    if (command == "fill") return fill(arguments.subspan(1)), true;
    if (command == "measure") return measure(arguments.subspan(1)), true;
    if (command == "profile") return profile(arguments.subspan(1)), true;
    if (command == "deliver") return deliver(arguments.subspan(1)), true;
    if (command == "receive") return receive(arguments.subspan(1)), true;
    if (command == "compare") return compare(arguments.subspan(1)), true;
    return false;
}

} // namespace

int main(int argc, char** argv) {
    const std::span<char*> arguments(argv + 1, argv + argc);
    try {
        if (run(arguments)) return 0;
        std::fputs(kUsage, stderr);
        return 2;
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "akebono_bench: %s\n", fault.what());
        return 1;
    }
}
