#include "bench/profile.h"

#include "app/routes.h"
#include "app/workplace.h"
#include "auth/authenticate.h"
#include "bench/operations.h"
#include "http/dispatch.h"

#include <fmt/core.h>

#include <ctime>
#include <stdexcept>

namespace bench {
namespace {

double cpu_ms() {
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

// As the edge's parser leaves it.
http::Request parse(std::string_view text, std::string& raw_path) {
    http::Request request;
    request.peer = "127.0.0.1";
    request.request_id = "00000000-0000-4000-8000-000000000000";
    const auto line = text.substr(0, text.find("\r\n"));
    const auto target = line.substr(line.find(' ') + 1, line.rfind(' ') - line.find(' ') - 1);
    raw_path = target.substr(0, target.find('?'));
    if (raw_path.size() < target.size()) request.query = target.substr(raw_path.size() + 1);
    text.remove_prefix(line.size() + 2);
    while (!text.starts_with("\r\n")) {
        const auto header = text.substr(0, text.find("\r\n"));
        std::string name(header.substr(0, header.find(':')));
        for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        request.headers.emplace_back(name, header.substr(name.size() + 2));
        text.remove_prefix(header.size() + 2);
    }
    return request;
}

void answer(http::Dispatcher& dispatcher, const std::string& text) {
    std::string raw_path;
    auto request = parse(text, raw_path);
    auto plan = dispatcher.plan(request, raw_path);
    const auto reply = dispatcher.answer(request, plan);
    if (reply.status != 200) throw std::runtime_error(raw_path + " answers " + reply.body);
}

} // namespace

void profile(const ProfileOptions& options) {
    base::Config config;
    config.data = options.data;
    config.database = options.database;
    const Plan plan = read_plan(options.data + "/bench.json");
    config.domain = plan.domain;
    config.https = true;
    config.rate_limits = false;
    const app::Workplace place(config);
    auto database = db::open(place.context, 1);
    if (!database) throw std::runtime_error(database.error().message);
    http::Dispatcher dispatcher({.context = place.context,
                                 .database = **database,
                                 .routes = app::routes(),
                                 .authenticate = auth::authenticate});

    for (const auto& operation : reading_operations(plan)) {
        if (operation.name.find(options.only) == std::string::npos) continue;
        const auto& text = operation.requests.front();
        for (int i = 0; i < 5; ++i) answer(dispatcher, text);
        const double before = cpu_ms();
        for (int i = 0; i < options.times; ++i) answer(dispatcher, text);
        fmt::print("{:<30} {:>7.4f} ms\n", operation.name, (cpu_ms() - before) / options.times);
    }
}

} // namespace bench
