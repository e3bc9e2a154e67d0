#include "bench/receive.h"

#include "accounts/remote_accounts.h"
#include "app/workplace.h"
#include "base/json.h"
#include "base/keys.h"
#include "bench/client.h"
#include "bench/costs.h"
#include "bench/must.h"
#include "bench/plan.h"
#include "bench/processes.h"
#include "federation/signatures.h"
#include "relationships/follows.h"

#include <fmt/core.h>

#include <stdexcept>
#include <thread>

namespace bench {
namespace {

using std::chrono::milliseconds;

constexpr int kHosts = 25;
constexpr int kTargets = 200; // Posts that are favourited and boosted.
constexpr int kFloorTimes = 10'000;
constexpr int kWarmingUp = 500; // Not measured: caches fill, and PostgreSQL plans a statement's first five runs anew.
constexpr std::string_view kContext = "https://www.w3.org/ns/activitystreams";
constexpr std::string_view kPublic = "https://www.w3.org/ns/activitystreams#Public";
constexpr std::string_view kContent =
    "<p>朝の市場で新しい本を見つけました。Found a new book at the morning market, and a quiet place to read it. "
    "<a href=\"https://example.com/a/rather/long/path\" rel=\"nofollow noopener\">example.com</a></p>";

struct Actor {
    std::string uri;
    federation::SigningKey key;
};

class Bench {
public:
    explicit Bench(const ReceiveOptions& options)
        : options_(options),
          plan_(read_plan(options.data + "/bench.json")),
          config_(config_of(options, plan_)),
          place_(config_),
          database_(must(db::open(place_.context, 2))) {
        make_actors();
        find_targets();
        make_requests();
    }

    Cost verifications() const {
        const auto& key = *actors_.front().key.key;
        const auto parsed = base::PublicKey::parse(key.public_pem());
        const std::string signature = key.sign(bodies_.front());
        const CostMeter meter(no_postgresql_);
        for (int i = 0; i < kFloorTimes; ++i) {
            if (!parsed->verifies(bodies_.front(), signature)) throw std::logic_error("a signature is not ours");
        }
        return meter.stop("one RSA-2048 verification", kFloorTimes);
    }

    Cost parses() const {
        const CostMeter meter(no_postgresql_);
        for (int i = 0; i < kFloorTimes; ++i) {
            if (!json::parse(bodies_[static_cast<std::size_t>(i) % bodies_.size()])) throw std::logic_error("no JSON");
        }
        return meter.stop("one reading of the JSON", kFloorTimes);
    }

    // In a transaction of its own, as it must be before the sender hears that it was taken.
    Cost inserts() {
        constexpr int kTimes = 200;
        const CostMeter meter(postgresql_);
        for (int i = 0; i < kTimes; ++i) {
            database_->write([&](db::Tx& tx) {
                tx.exec("insert into tombstones (uri, buried_by, deleted_at) values ($1, '', $2)",
                        {fmt::format("https://bench.test/{}", i), tx.now()});
            });
        }
        return meter.stop("one row, committed", kTimes);
    }

    // Taken in, and then applied to the last.
    std::vector<Cost> activities() {
        ServerProcess server(options_.binary, options_.data, free_port());
        server.wait_until_ready();
        Client client(server.port(), static_cast<std::size_t>(options_.connections));
        const std::span<const std::string> all = requests_;
        take_in(client, all.first(kWarmingUp));
        wait_until_applied();
        const auto before = statuses_and_favourites();
        const CostMeter meter(postgresql_, server.pid());
        take_in(client, all.subspan(kWarmingUp));
        auto taken = meter.stop("taken in", options_.activities);
        wait_until_applied();
        auto applied = meter.stop("taken in and applied", options_.activities);
        if (statuses_and_favourites() - before != options_.activities) {
            throw std::runtime_error("not every activity had its effect");
        }
        return {std::move(taken), std::move(applied)};
    }

private:
    static base::Config config_of(const ReceiveOptions& options, const Plan& plan) {
        base::Config config;
        config.domain = plan.domain;
        config.https = true;
        config.data = options.data;
        config.database = options.database;
        return config;
    }

    void make_actors() {
        for (int i = 0; i < options_.actors; ++i) {
            const std::string host = fmt::format("host{}.bench.test", i % kHosts);
            Actor made;
            made.uri = fmt::format("https://{}/users/actor{}", host, i);
            made.key = {made.uri + "#main-key", std::make_shared<base::PrivateKey>(base::PrivateKey::generate())};
            database_->write([&](db::Tx& tx) { make_followed(tx, made, host, fmt::format("actor{}", i)); });
            actors_.push_back(std::move(made));
        }
        database_->write([](db::Tx& tx) { tx.exec("delete from delivery_documents"); }); // There is nobody.
    }

    void make_followed(db::Tx& tx, const Actor& actor, const std::string& host, const std::string& name) const {
        accounts::RemoteProfile profile;
        profile.uri = profile.url = actor.uri;
        profile.username = name;
        profile.domain = host;
        profile.display_name = "Actor " + name;
        profile.inbox = actor.uri + "/inbox";
        profile.shared_inbox = "https://" + host + "/inbox";
        profile.followers = actor.uri + "/followers";
        profile.keys = {{actor.key.id, actor.key.key->public_pem()}};
        const auto id = must(accounts::keep_remote(tx, profile));
        const auto reader = accounts::find(tx, AccountId{std::stoll(plan_.reader)});
        must(relationships::follow(tx, *reader, id));
        must(relationships::accept_outgoing_follow(tx, reader->id, id));
    }

    void find_targets() {
        database_->read([&](db::Tx& tx) {
            auto rows = tx.query(R"(
                select s.id, a.username from statuses s join accounts a on a.id = s.account_id
                where a.domain = '' and s.visibility = 0 and s.reblog_of_id is null
                order by s.id desc limit $1)", {kTargets});
            while (rows.next()) {
                targets_.push_back(fmt::format("https://{}/users/{}/statuses/{}", plan_.domain, rows.string(1),
                                               to_string(rows.id<StatusId>(0))));
            }
        });
        if (targets_.empty()) throw std::runtime_error("there is nothing to favourite");
    }

    // Half of them posts, a quarter favourites, a quarter boosts; each sender's as far apart as can be.
    std::string activity(int i) const {
        const auto& actor = actors_[static_cast<std::size_t>(i % options_.actors)];
        const int turn = i / options_.actors;
        const auto& target = targets_[static_cast<std::size_t>(turn) % targets_.size()];
        const std::string id = fmt::format("{}/statuses/{}", actor.uri, i);
        json::Object document = {{"@context", kContext}, {"actor", actor.uri}};
        if (turn % 4 == 0) {
            document["id"] = id + "#like";
            document["type"] = "Like";
            document["object"] = target;
            return boost::json::serialize(document);
        }
        document["id"] = id + "/activity";
        document["type"] = turn % 4 == 1 ? "Announce" : "Create";
        address(document, actor);
        if (turn % 4 == 1) document["object"] = target;
        if (turn % 4 != 1) document["object"] = note(actor, id);
        return boost::json::serialize(document);
    }

    json::Object note(const Actor& author, const std::string& id) const {
        json::Object note = {{"id", id},
                             {"type", "Note"},
                             {"url", id},
                             {"attributedTo", author.uri},
                             {"content", kContent},
                             {"contentMap", json::Object{{"ja", kContent}}},
                             {"sensitive", false}};
        address(note, author);
        return note;
    }

    void address(json::Object& document, const Actor& actor) const {
        document["published"] = base::iso8601(place_.context.clock.now());
        document["to"] = json::Array{kPublic};
        document["cc"] = json::Array{actor.uri + "/followers"};
    }

    static void take_in(Client& client, std::span<const std::string> requests) {
        const auto load = client.run(
            [&](std::size_t i) -> const auto& { return requests[i]; }, requests.size(), std::chrono::minutes(5));
        if (load.failures > 0) throw std::runtime_error("an activity was refused: " + load.first_failure);
        if (load.requests != requests.size()) throw std::runtime_error("not all was taken in five minutes");
    }

    void make_requests() {
        for (int i = 0; i < kWarmingUp + options_.activities; ++i) {
            http::Outgoing request{.method = http::Method::Post,
                                   .url = "https://" + plan_.domain + "/inbox",
                                   .headers = {{"Content-Type", "application/activity+json"}},
                                   .body = activity(i)};
            federation::sign(request, actors_[static_cast<std::size_t>(i % options_.actors)].key,
                             federation::Scheme::Draft, place_.context.clock.now());
            std::string text = "POST /inbox HTTP/1.1\r\nHost: " + plan_.domain + "\r\n";
            for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
            text += fmt::format("Content-Length: {}\r\n\r\n{}", request.body.size(), request.body);
            requests_.push_back(std::move(text));
            bodies_.push_back(std::move(request.body));
        }
    }

    std::int64_t number(const char* sql) {
        std::int64_t found = 0;
        database_->read([&](db::Tx& tx) { found = tx.query_integer(sql).value_or(0); });
        return found;
    }
    std::int64_t statuses_and_favourites() {
        return number("select count(*) from statuses") + number("select count(*) from favourites");
    }
    void wait_until_applied() {
        for (int i = 0; i < 12'000; ++i) {
            if (number("select id from received_activities limit 1") == 0) return;
            std::this_thread::sleep_for(milliseconds(50)); // Asking costs PostgreSQL time that is measured.
        }
        throw std::runtime_error("what was received is not applied");
    }

    ReceiveOptions options_;
    Plan plan_;
    base::Config config_;
    app::Workplace place_;
    std::unique_ptr<db::Database> database_;
    PostgresqlProcesses postgresql_{options_.database};
    PostgresqlProcesses no_postgresql_{""};
    std::vector<Actor> actors_;
    std::vector<std::string> targets_, bodies_, requests_;
};

} // namespace

void receive(const ReceiveOptions& options) {
    Bench bench(options);
    std::vector<Cost> costs{bench.verifications(), bench.parses(), bench.inserts()};
    const double floor = costs[0].cpu_ms + costs[1].cpu_ms + costs[2].cpu_ms;
    for (auto& cost : bench.activities()) costs.push_back(std::move(cost));
    print(costs);
    fmt::print(
        "\n{:.0f} activities a second taken in, {:.0f} applied; one takes {:.2f} times the floor of {:.3f} ms.\n",
        costs[3].count / costs[3].seconds, costs[4].count / costs[4].seconds, costs[4].cpu_ms / floor, floor);
    if (!options.json.empty()) write_file(options.json, json_of(costs));
}

} // namespace bench
