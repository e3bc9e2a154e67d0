#include "bench/measure.h"

#include "bench/meter.h"
#include "bench/operations.h"
#include "bench/plan.h"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace bench {
namespace {

constexpr std::size_t kMany = 32;
constexpr std::size_t kMaxRequests = 3000; // Of one operation, one round and one number of connections.
// On each connection to the database PostgreSQL plans a statement's first five runs anew, and makes the plan that stays
// with the sixth: not measured.
constexpr std::size_t kWarmUp = 160;
constexpr std::size_t kWritesToWarmUp = 100;
constexpr std::size_t kWrites = 150;
constexpr int kStarts = 3;

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[values.size() / 2];
}

double percentile(const std::vector<double>& sorted, double share) {
    return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

// What several rounds with one number of connections gave. Others on the machine only ever make a request cost more
// (they empty the caches), so of the processor time the cheapest round is kept; of what has to do with waiting, the
// middle.
struct Rounds {
    std::vector<double> per_second, cpu_ms, latencies_ms;

    void add(const Load& load, double cpu_seconds) {
        const auto count = static_cast<double>(load.requests);
        per_second.push_back(count / load.seconds);
        cpu_ms.push_back(cpu_seconds * 1000 / count);
        latencies_ms.insert(latencies_ms.end(), load.latencies_ms.begin(), load.latencies_ms.end());
    }
    Rates rates() {
        std::ranges::sort(latencies_ms);
        return {.per_second = median(per_second),
                .p50_ms = percentile(latencies_ms, 0.5),
                .p99_ms = percentile(latencies_ms, 0.99),
                .cpu_ms = cpu_ms.empty() ? 0 : *std::ranges::min_element(cpu_ms)};
    }
};

struct Measured {
    Rounds one, many;
    std::vector<double> statements;
    double kilobytes = 0;

    OperationResult result(const Operation& operation) {
        return {.name = operation.name,
                .budget = operation.budget,
                .one = one.rates(),
                .many = many.rates(),
                .statements = median(statements),
                .kilobytes = kilobytes};
    }
};

void check(const Operation& operation, const Answer& answer) {
    if (answer.status / 100 != 2) {
        throw std::runtime_error(fmt::format("{}: answered {} {}", operation.name, answer.status, answer.body));
    }
    if (operation.items == 0) return;
    const auto parsed = json::parse(answer.body);
    const std::size_t items = parsed && parsed->is_array() ? parsed->get_array().size() : 0;
    if (items < operation.items) {
        throw std::runtime_error(fmt::format("{}: {} items instead of {}", operation.name, items, operation.items));
    }
}

void check(const Operation& operation, const Load& load) {
    if (load.failures > 0) {
        throw std::runtime_error(fmt::format("{}: {} of {} failed, first with {}", operation.name, load.failures,
                                             load.requests, load.first_failure));
    }
}

class Session {
public:
    Session(const MeasureOptions& options, ServerProcess& server, const PostgresqlProcesses& postgresql)
        : options_(options),
          plan_(read_plan(options.data + "/bench.json")),
          server_(server),
          meter_(server, postgresql),
          one_(server.port(), 1),
          many_(server.port(), kMany) {}

    std::vector<OperationResult> read_all() {
        const auto operations = wanted(reading_operations(plan_));
        std::vector<Measured> measured(operations.size());
        for (const auto& operation : operations) warm_up(operation);
        for (int round = 0; round < options_.rounds; ++round) {
            for (std::size_t i = 0; i < operations.size(); ++i) read(operations[i], measured[i]);
        }
        std::vector<OperationResult> results;
        for (std::size_t i = 0; i < operations.size(); ++i) results.push_back(measured[i].result(operations[i]));
        return results;
    }

    std::vector<OperationResult> write_all() {
        for (const auto& token : plan_.follower_tokens) { // Their feeds are in memory from now on.
            ask({.path = "/api/v1/timelines/home", .token = token});
        }
        std::vector<OperationResult> results;
        for (const auto& operation : wanted(writing_operations(plan_, kWritesToWarmUp + 2 * kWrites))) {
            results.push_back(write(operation));
            if (operation.name.starts_with("post")) results.push_back(write(deletion_of(plan_, own_statuses())));
        }
        return results;
    }

    double peak_mb() const { return peak_mb_; }

private:
    std::vector<Operation> wanted(std::vector<Operation> all) const {
        std::erase_if(all, [&](const Operation& one) { return one.name.find(options_.only) == std::string::npos; });
        return all;
    }

    Answer ask(const RequestText& request) { return one_.ask(request.text(plan_.domain)); }

    void warm_up(const Operation& operation) {
        check(operation, one_.ask(operation.requests.front()));
        many_.run(
            [&](std::size_t i) -> const auto& { return operation.requests[i % operation.requests.size()]; }, kWarmUp,
            options_.time);
    }

    void read(const Operation& operation, Measured& measured) {
        const auto next = [&](std::size_t i) -> const auto& {
            return operation.requests[i % operation.requests.size()];
        };
        const auto statements = meter_.statements(one_);
        auto before = meter_.cpu_seconds();
        const Load alone = one_.run(next, kMaxRequests, options_.time);
        measured.one.add(alone, meter_.cpu_seconds() - before);
        measured.statements.push_back((meter_.statements(one_) - statements) / static_cast<double>(alone.requests));
        measured.kilobytes = static_cast<double>(alone.body_bytes) / 1000;

        before = meter_.cpu_seconds();
        const Load crowd = many_.run(next, kMaxRequests, options_.time);
        measured.many.add(crowd, meter_.cpu_seconds() - before);
        check(operation, alone);
        check(operation, crowd);
        peak_mb_ = std::max(peak_mb_, pss_mb(server_.pid()));
    }

    // After some that warm up, half of the requests with one connection, the rest with many. What they leave to be done
    // in the background counts.
    OperationResult write(const Operation& operation) {
        Measured warming_up, measured;
        const std::size_t half = (operation.requests.size() - kWritesToWarmUp) / 2;
        run_writes(operation, many_, 0, kWritesToWarmUp, warming_up.many);
        const auto statements = meter_.statements(one_);
        run_writes(operation, one_, kWritesToWarmUp, half, measured.one);
        measured.statements.push_back((meter_.statements(one_) - statements) / static_cast<double>(half));
        run_writes(operation, many_, kWritesToWarmUp + half, operation.requests.size() - kWritesToWarmUp - half,
                   measured.many);
        peak_mb_ = std::max(peak_mb_, pss_mb(server_.pid()));
        return measured.result(operation);
    }

    void run_writes(const Operation& operation, Client& client, std::size_t first, std::size_t count, Rounds& rounds) {
        const double before = meter_.cpu_seconds();
        const Load load = client.run(
            [&](std::size_t i) -> const auto& { return operation.requests[first + i]; }, count,
            std::chrono::minutes(1));
        meter_.wait_until_idle();
        rounds.add(load, meter_.cpu_seconds() - before);
        check(operation, load);
    }

    // What the writers have posted: the newest of each, then the one before.
    std::vector<Written> own_statuses() {
        std::vector<std::vector<Written>> of_each;
        for (std::size_t i = 0; i < plan_.writers.size(); ++i) {
            of_each.push_back(statuses_of(plan_.writers[i], plan_.writer_tokens[i]));
        }
        std::vector<Written> all;
        for (std::size_t nth = 0, before = 1; before != all.size(); ++nth) {
            before = all.size();
            for (const auto& statuses : of_each) {
                if (nth < statuses.size()) all.push_back(statuses[nth]);
            }
        }
        return all;
    }

    std::vector<Written> statuses_of(const std::string& account, const std::string& token) {
        std::vector<Written> statuses;
        while (true) {
            std::string path = "/api/v1/accounts/" + account + "/statuses?limit=40";
            if (!statuses.empty()) path += "&max_id=" + statuses.back().id;
            const auto page = json::parse(ask({.path = path, .token = token}).body);
            if (!page || !page->is_array() || page->get_array().empty()) return statuses;
            for (const auto& status : page->get_array()) {
                statuses.push_back({.id = std::string(status.at("id").as_string()), .token = token});
            }
        }
    }

    const MeasureOptions& options_;
    Plan plan_;
    ServerProcess& server_;
    Meter meter_;
    Client one_, many_;
    double peak_mb_ = 0;
};

double start_seconds(const MeasureOptions& options) {
    std::vector<double> seconds;
    for (int i = 0; i < kStarts; ++i) {
        seconds.push_back(ServerProcess(options.binary, options.data, free_port()).wait_until_ready());
    }
    return median(seconds);
}

double settled_mb(const ServerProcess& server) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    return pss_mb(server.pid());
}

} // namespace

Results measure(const MeasureOptions& options) {
    const Plan plan = read_plan(options.data + "/bench.json");
    Results results{.is_postgresql = !options.database.empty(),
                    .statuses = plan.statuses,
                    .people = plan.people,
                    .operations = {},
                    .start_seconds = start_seconds(options)};
    ServerProcess server(options.binary, options.data, free_port());
    server.wait_until_ready();
    results.idle_mb = settled_mb(server);
    {
        Session session(options, server, PostgresqlProcesses(options.database));
        results.operations = session.read_all();
        for (auto& written : session.write_all()) results.operations.push_back(std::move(written));
        results.loaded_mb = session.peak_mb();
    }
    results.after_mb = settled_mb(server);
    return results;
}

} // namespace bench
