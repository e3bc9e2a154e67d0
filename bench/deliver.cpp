#include "bench/deliver.h"

#include "app/workplace.h"
#include "base/keys.h"
#include "base/wakeup.h"
#include "bench/costs.h"
#include "bench/must.h"
#include "bench/plan.h"
#include "db/migrations.h"
#include "federation/delivery.h"
#include "federation/delivery_loop.h"
#include "http/client.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace bench {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kBadPercent = 30;
constexpr AccountId kAuthor{1};
// About as long as Mastodon's Create of a short post is.
const std::string kDocument =
    R"({"@context":"https://www.w3.org/ns/activitystreams","type":"Create","object":{"content":")"
    + std::string(2500, 'a') + R"("}})";

double seconds_since(Steady::time_point begun) { return std::chrono::duration<double>(Steady::now() - begun).count(); }

// A port that takes connections and never says a word, or that takes none.
class BadPort {
public:
    explicit BadPort(bool listens) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(fd_, generic, size) != 0 || ::getsockname(fd_, generic, &size) != 0) {
            throw std::runtime_error("no free port");
        }
        if (listens) ::listen(fd_, 4096);
        endpoint = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    }
    ~BadPort() { ::close(fd_); }
    BadPort(const BadPort&) = delete;
    BadPort& operator=(const BadPort&) = delete;

    std::string endpoint;

private:
    int fd_;
};

std::string host_name(int i) { return fmt::format("host{}.bench.test", i); }

class Bench {
public:
    explicit Bench(const DeliverOptions& options) : options_(options), config_(config_of(options)), place_(config_) {
        place_.context.deliveries_waiting = &bell_;
        database_ = must(db::open(place_.context, 2));
        must(db::migrate(*database_));
        database_->write([](db::Tx& tx) {
            tx.exec("insert into accounts (id, username, created_at, updated_at) values ($1, 'author', $2, $2)",
                    {kAuthor, tx.now()});
        });
        key_ = federation::signing_key(*database_, kAuthor);
    }

    Cost signatures() const {
        constexpr int kTimes = 500;
        const CostMeter meter(postgresql_);
        for (int i = 0; i < kTimes; ++i) key_.key->sign(kDocument);
        return meter.stop("one RSA-2048 signature", kTimes);
    }

    // The requests alone, as many at once as the loop has: what TLS, HTTP and the sockets take.
    Cost requests() {
        auto client = make_client(0);
        std::mutex mutex;
        std::condition_variable change;
        int ended = 0;
        int failed = 0;
        std::string reason;
        const CostMeter meter(postgresql_);
        for (int i = 0; i < options_.inboxes; ++i) {
            std::unique_lock lock(mutex);
            change.wait(lock, [&] { return i - ended < 256; });
            lock.unlock();
            http::Outgoing request{.method = http::Method::Post, .url = inbox(i), .body = kDocument};
            request.headers = {{"Content-Type", "application/activity+json"}};
            client->send(std::move(request), [&](const Result<http::Incoming>& answer) {
                const std::lock_guard ended_lock(mutex);
                ++ended;
                if (answer && answer->status == 202) return change.notify_all();
                ++failed;
                reason = answer ? fmt::format("HTTP {}", answer->status) : answer.error().message;
                change.notify_all();
            });
        }
        std::unique_lock lock(mutex);
        change.wait(lock, [&] { return ended == options_.inboxes; });
        if (failed > 0) throw std::runtime_error(fmt::format("{} requests failed: {}", failed, reason));
        return meter.stop("bare requests over TLS", options_.inboxes);
    }

    // `bad_percent` of the servers are dead or hang. The time is until all others have it.
    Cost deliveries(int bad_percent) {
        auto client = make_client(bad_percent);
        federation::DeliveryLoop loop({.context = place_.context, .database = *database_, .client = *client});
        loop.start();
        std::vector<std::string> inboxes;
        for (int i = 0; i < options_.inboxes; ++i) inboxes.push_back(inbox(i));
        const CostMeter meter(postgresql_);
        database_->write([&](db::Tx& tx) { federation::deliver(tx, kAuthor, kDocument, inboxes); });
        const int good = wait_for_the_good(bad_percent);
        auto cost = meter.stop(bad_percent == 0 ? "deliveries, all well" : "deliveries, 30 % bad", good);
        loop.stop(milliseconds(0));
        client->stop();
        database_->write([](db::Tx& tx) {
            tx.exec("delete from deliveries");
            tx.exec("delete from delivery_documents");
            tx.exec("delete from federation_hosts");
        });
        return cost;
    }

private:
    static base::Config config_of(const DeliverOptions& options) {
        base::Config config;
        config.domain = "bench.test";
        config.https = true;
        config.data = options.data;
        config.database = options.database;
        config.federation_ca_file = options.ca_file;
        config.allowed_private_addresses = base::loopback_networks();
        return config;
    }

    std::string inbox(int i) const {
        return fmt::format("https://{}/users/{}/inbox", host_name(i % options_.hosts), i);
    }
    bool is_bad(int host, int percent) const { return host * 100 < percent * options_.hosts; }

    std::unique_ptr<http::Client> make_client(int bad_percent) const {
        auto client = std::make_unique<http::Client>(config_);
        for (int i = 0; i < options_.hosts; ++i) {
            const auto& bad = i % 2 == 0 ? dead_.endpoint : hanging_.endpoint;
            client->connect_to(host_name(i), is_bad(i, bad_percent) ? bad : options_.endpoint);
        }
        return client;
    }

    int wait_for_the_good(int bad_percent) {
        int good = 0;
        for (int i = 0; i < options_.inboxes; ++i) good += !is_bad(i % options_.hosts, bad_percent);
        const auto begun = Steady::now();
        std::int64_t waiting = 0;
        while (seconds_since(begun) < 120) {
            database_->read([&](db::Tx& tx) { waiting = *tx.query_integer("select count(*) from deliveries"); });
            if (waiting <= options_.inboxes - good) return good;
            std::this_thread::sleep_for(milliseconds(20));
        }
        throw std::runtime_error(fmt::format("{} deliveries still wait", waiting));
    }

    DeliverOptions options_;
    base::Config config_;
    app::Workplace place_;
    base::Wakeup bell_;
    std::unique_ptr<db::Database> database_;
    PostgresqlProcesses postgresql_{options_.database};
    federation::SigningKey key_;
    BadPort dead_{false};
    BadPort hanging_{true};
};

void print_ratios(const std::vector<Cost>& costs) {
    const double ours = costs[2].cpu_ms - costs[1].cpu_ms;
    fmt::print("\nA delivery without its request takes {:.2f} times a signature (target: 2).\n",
               ours / costs[0].cpu_ms);
    fmt::print(
        "With {} % of the servers dead or hanging, the others have it after {:.2f} times the time (target: 1.5).\n",
        kBadPercent, costs[3].seconds / costs[2].seconds);
}

} // namespace

void deliver(const DeliverOptions& options) {
    Bench bench(options);
    std::vector<Cost> costs;
    costs.push_back(bench.signatures());
    costs.push_back(bench.requests());
    costs.push_back(bench.deliveries(0));
    costs.push_back(bench.deliveries(kBadPercent));
    print(costs);
    print_ratios(costs);
    if (!options.json.empty()) write_file(options.json, json_of(costs));
}

} // namespace bench
