#include "app/execute.h"

#include <cstdio>
#include <exception>
#include <string_view>
#include <vector>

int main(int argc, char** argv) {
    try {
        const std::vector<std::string_view> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
        return app::execute(arguments);
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "akebono: %s\n", fault.what());
        return app::kRefused;
    }
}
