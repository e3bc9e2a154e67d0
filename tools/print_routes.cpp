// Prints app/routes.cpp as METHOD<tab>PATH lines, for scripts/api-coverage.
#include "app/routes.h"

#include <fmt/core.h>

namespace {

const char* name(http::Method method) {
    switch (method) {
    case http::Method::Get: return "GET";
    case http::Method::Head: return "HEAD";
    case http::Method::Post: return "POST";
    case http::Method::Put: return "PUT";
    case http::Method::Patch: return "PATCH";
    case http::Method::Delete: return "DELETE";
    case http::Method::Options: return "OPTIONS";
    }
    return "";
}

} // namespace

int main() {
    for (const auto& route : app::routes()) fmt::print("{}\t{}\n", name(route.method), route.path);
}
