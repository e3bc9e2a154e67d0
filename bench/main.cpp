#include "bench/fill.h"
#include "bench/options.h"

#include <cstdio>
#include <exception>
#include <string_view>

namespace {

constexpr const char* kUsage =
    "akebono_bench fill --data DIR [--statuses N] [--people N] [--seed N] [--until MILLISECONDS] [--database URL]\n"
    "    Makes a database with people and posts in Japanese and English, ready for akebono serve.\n";

void fill(std::span<char*> arguments) {
    const bench::Options options(arguments, "--data --statuses --people --seed --until --database");
    bench::fill({.statuses = options.number("--statuses", 10'000),
                 .people = options.number("--people", 0),
                 .seed = options.number("--seed", 1),
                 .until_ms = options.number("--until", 0),
                 .data = options.text("--data", "data"),
                 .database = options.text("--database")});
}

} // namespace

int main(int argc, char** argv) {
    const std::span<char*> arguments(argv + 1, argv + argc);
    try {
        if (!arguments.empty() && std::string_view(arguments[0]) == "fill") return fill(arguments.subspan(1)), 0;
        std::fputs(kUsage, stderr);
        return 2;
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "akebono_bench: %s\n", fault.what());
        return 1;
    }
}
