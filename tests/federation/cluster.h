#pragma once

#include "app/server.h"
#include "base/json.h"
#include "federation/delivery_loop.h"
#include "federation/inbox_worker.h"
#include "http/client.h"
#include "http/server.h"
#include "jobs/runner.h"
#include "support/builders.h"
#include "support/http_client.h"
#include "support/test_db.h"

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Several servers of ours in one process, each with a database of its own, that reach each other over HTTP on loopback
// as "a.test" and "b.test". Nothing happens by itself: settle() does what is due.
//
//     Cluster cluster({"a.test", "b.test"});
//     auto alice = cluster["a.test"].sign_up("alice");
//     auto bob = cluster["b.test"].sign_up("bob");
//     bob.follow("alice@a.test");
//     cluster.settle();
class Cluster;

// Somebody signed in on one of the servers, by the API alone. Each call lets a second pass.
class FederatedPerson {
public:
    FederatedPerson(Cluster& cluster, accounts::Account account, std::string domain, HttpClient client)
        : account_(std::move(account)), domain_(std::move(domain)), cluster_(cluster), client_(std::move(client)) {}

    const accounts::Account& account() const { return account_; }
    std::string handle() const { return account_.username + "@" + domain_; }
    std::string uri() const { return "http://" + domain_ + "/users/" + account_.username; }

    // The answer, which a test may look at; and the JSON of one that must succeed, null (and a failed test) otherwise.
    HttpReply call(std::string_view method, std::string_view path, std::string_view form = {});
    json::Value ask(std::string_view method, std::string_view path, std::string_view form = {});

    // Status entities. `more` is further form parameters: "visibility=private&in_reply_to_id=1".
    json::Value post(std::string_view text, std::string_view more = {});
    json::Value edit(const json::Value& status, std::string_view text);
    void remove(const json::Value& status);
    // "favourite", "reblog", "pin", … and their opposites.
    json::Value act(std::string_view action, const json::Value& status);
    json::Value status(const json::Value& status);
    bool sees(const json::Value& status);
    json::Value context(const json::Value& status);

    // Looked up as a client does, by handle or URL, here or elsewhere; null when there is no such thing.
    json::Value find_account(std::string_view handle_or_url);
    json::Value find_status(const json::Value& uri);
    // The Relationship entity with somebody.
    json::Value relationship(std::string_view handle);
    // "follow", "unfollow", "block", … somebody.
    json::Value act_on(std::string_view action, std::string_view handle, std::string_view form = {});
    json::Value follow(std::string_view handle) { return act_on("follow", handle); }

    // The texts (HTML) of the home timeline, newest first; boosts show what they boost.
    std::vector<std::string> home();
    // "favourite bob@b.test", newest first.
    std::vector<std::string> notifications();

private:
    accounts::Account account_;
    std::string domain_;
    Cluster& cluster_;
    HttpClient client_;
};

class ClusterServer {
public:
    ClusterServer(Cluster& cluster, std::string domain, int number);

    FederatedPerson sign_up(const std::string& username, const TestUser& user = {});
    const std::string& domain() const { return domain_; }
    std::uint16_t port() const { return server_->port(); }
    TestWorld& world() { return database_.world(); }
    db::Database& database() { return *database_; }
    http::Client& client() { return *client_; }
    void write(const std::function<void(db::Tx&)>& work) { database_->write(work); }
    std::int64_t count(std::string_view sql);

    // Things done.
    std::size_t do_what_is_due();

private:
    Cluster& cluster_;
    std::string domain_;
    TestDatabase database_;
    std::unique_ptr<http::Client> client_;
    std::unique_ptr<http::Server> server_;
    std::unique_ptr<jobs::Runner> jobs_;
    std::unique_ptr<jobs::Runner> waiting_jobs_;
    std::unique_ptr<federation::DeliveryLoop> deliveries_;
    std::unique_ptr<federation::InboxWorker> inbox_;
};

class Cluster {
public:
    explicit Cluster(std::initializer_list<std::string_view> domains);

    ClusterServer& operator[](std::string_view domain);
    // Jobs, deliveries and what was received, on every server, until nothing is due any more.
    void settle();
    void advance(std::chrono::milliseconds by);

private:
    std::vector<std::unique_ptr<ClusterServer>> servers_;
};
