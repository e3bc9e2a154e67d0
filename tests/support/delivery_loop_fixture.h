#pragma once

#include "federation/delivery.h"
#include "federation/delivery_loop.h"
#include "support/builders.h"
#include "support/raw_server.h"
#include "support/test_db.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <map>
#include <memory>
#include <mutex>

// What a loop delivers for alice, and where it arrives.
namespace federation {

// Answers each inbox with a status: 202, unless a test says otherwise.
class Inboxes {
public:
    Inboxes()
        : server_([this](const std::string& request, const RawServer::Peer& peer) { return answer(request, peer); }) {}

    void say(const std::string& host, std::string status) {
        const std::lock_guard lock(mutex_);
        statuses_[host] = std::move(status);
    }
    void add_header(std::string header) { header_ = std::move(header); }
    std::string endpoint() const { return server_.endpoint(); }
    std::vector<std::string> requests() const { return server_.requests(); }
    // "a.test/inbox", as they came.
    std::vector<std::string> visits() const {
        std::vector<std::string> all;
        for (const auto& request : server_.requests()) {
            const auto target = request.substr(5, request.find(" HTTP") - 5);
            all.push_back(raw_header(request, "Host") + target);
        }
        return all;
    }

private:
    bool answer(const std::string& request, const RawServer::Peer& peer) {
        std::string status = "202 Accepted";
        {
            const std::lock_guard lock(mutex_);
            const auto found = statuses_.find(raw_header(request, "Host"));
            if (found != statuses_.end()) status = found->second;
        }
        if (status == "hang") return !peer.is_hung_up();
        if (status == "drop") return false;
        if (status == "not the draft") {
            status = raw_header(request, "Signature-Input").empty() ? "401 Unauthorized" : "202 Accepted";
        }
        return peer.send(raw_answer(status, "", header_));
    }

    std::mutex mutex_;
    std::map<std::string, std::string> statuses_;
    std::string header_;
    RawServer server_;
};

class DeliveryLoopTest : public testing::Test {
protected:
    static const base::PrivateKey& alices_key() {
        static const auto key = base::PrivateKey::generate();
        return key;
    }

    DeliveryLoopTest() {
        auto& config = database_.world().config;
        config.federation_allow_http = true;
        config.allowed_private_addresses = base::loopback_networks();
        database_->write([&](db::Tx& tx) {
            alice_ = make_account(tx, {.username = "alice"}).id;
            tx.exec("insert into own_keys (account_id, private_key, public_key, created_at) values ($1, $2, $3, $4)",
                    {alice_, alices_key().pem(), alices_key().public_pem(), tx.now()});
        });
        client_ = std::make_unique<http::Client>(config);
        for (const auto* host : {"a.test", "b.test", "c.test", "hanging.test"}) connect(host);
    }
    ~DeliveryLoopTest() override { client_->stop(); }

    void connect(const std::string& host) { client_->connect_to(host, inboxes_.endpoint()); }
    void deliver_to(const std::vector<std::string>& urls, std::string_view document = R"({"type":"Create"})") {
        database_->write([&](db::Tx& tx) { deliver(tx, alice_, document, urls); });
    }
    void deliver_low(const std::vector<std::string>& urls) {
        database_->write([&](db::Tx& tx) {
            deliver(tx, alice_, "{}", urls, Reach::Available, {}, Signed::OnTheWay, Priority::Low);
        });
    }
    std::unique_ptr<DeliveryLoop> make_loop(Lanes::Limits limits = {}) {
        return std::make_unique<DeliveryLoop>(DeliveryLoop::Parts{
            .context = database_.world().context, .database = *database_, .client = *client_, .limits = limits});
    }
    std::size_t run_due() { return make_loop()->run_due(); }
    // In a process of its own.
    [[noreturn]] void send_until_killed() {
        const auto mine = database_.open_again();
        http::Client client(database_.world().config);
        for (const auto* host : {"a.test", "b.test", "c.test"}) client.connect_to(host, inboxes_.endpoint());
        DeliveryLoop loop({.context = database_.world().context, .database = *mine, .client = client});
        loop.start();
        while (true) ::pause();
    }

    struct Row {
        std::string inbox;
        int attempts;
        std::chrono::seconds due_in;
        std::string error;
    };
    std::vector<Row> rows() {
        std::vector<Row> all;
        database_->read([&](db::Tx& tx) {
            auto found = tx.query("select inbox_url, attempts, run_at, last_error from deliveries order by id");
            while (found.next()) {
                const auto due_in = std::chrono::duration_cast<std::chrono::seconds>(found.time(2) - tx.now());
                all.push_back({found.string(0), found.small(1), due_in, found.string(3)});
            }
        });
        return all;
    }
    std::int64_t documents() {
        std::int64_t count = 0;
        database_->read([&](db::Tx& tx) { count = *tx.query_integer("select count(*) from delivery_documents"); });
        return count;
    }
    std::vector<HostStatus> hosts() {
        std::vector<HostStatus> all;
        database_->read([&](db::Tx& tx) { all = list_hosts(tx, 100); });
        return all;
    }
    FakeClock& clock() { return database_.world().clock; }

    TestDatabase database_;
    Inboxes inboxes_;
    AccountId alice_;
    std::unique_ptr<http::Client> client_;
};

} // namespace federation
