#include "federation/cluster.h"

#include "app/jobs.h"
#include "app/receivers.h"
#include "app/routes.h"
#include "auth/authenticate.h"
#include "support/api_server.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

constexpr int kMaxRounds = 200; // More is a loop of servers that answer each other for ever.

std::string text_of(const json::Value& value, std::string_view name) {
    const auto* object = value.if_object();
    const auto* member = object ? object->if_contains(boost::json::string_view(name.data(), name.size())) : nullptr;
    return member && member->is_string() ? std::string(member->get_string()) : std::string();
}

std::string status_path(const json::Value& status, std::string_view more = {}) {
    return "/api/v1/statuses/" + text_of(status, "id") + std::string(more);
}

} // namespace

// ── people ──

HttpReply FederatedPerson::call(std::string_view method, std::string_view path, std::string_view form) {
    cluster_.advance(std::chrono::seconds(1));
    if (form.empty()) return client_.request(method, path);
    return client_.request(method, path, {{"Content-Type", "application/x-www-form-urlencoded"}}, form);
}

json::Value FederatedPerson::ask(std::string_view method, std::string_view path, std::string_view form) {
    const auto reply = call(method, path, form);
    EXPECT_EQ(reply.status, 200) << handle() << ": " << method << " " << path << ": " << reply.body;
    return reply.status == 200 ? reply.json() : json::Value();
}

json::Value FederatedPerson::post(std::string_view text, std::string_view more) {
    return ask("POST", "/api/v1/statuses", "status=" + url_encoded(text) + "&" + std::string(more));
}
json::Value FederatedPerson::edit(const json::Value& status, std::string_view text) {
    return ask("PUT", status_path(status), "status=" + url_encoded(text));
}
void FederatedPerson::remove(const json::Value& status) { ask("DELETE", status_path(status)); }
json::Value FederatedPerson::act(std::string_view action, const json::Value& status) {
    return ask("POST", status_path(status, "/" + std::string(action)));
}
json::Value FederatedPerson::status(const json::Value& status) { return ask("GET", status_path(status)); }
bool FederatedPerson::sees(const json::Value& status) { return call("GET", status_path(status)).status == 200; }
json::Value FederatedPerson::context(const json::Value& status) { return ask("GET", status_path(status, "/context")); }

json::Value FederatedPerson::find_account(std::string_view handle_or_url) {
    const auto found = ask("GET", "/api/v2/search?type=accounts&resolve=true&limit=1&q=" + url_encoded(handle_or_url));
    const auto& accounts = found.at("accounts").as_array();
    return accounts.empty() ? json::Value() : accounts[0];
}
json::Value FederatedPerson::find_status(const json::Value& status) {
    const auto found =
        ask("GET", "/api/v2/search?type=statuses&resolve=true&limit=1&q=" + url_encoded(text_of(status, "uri")));
    const auto& statuses = found.at("statuses").as_array();
    return statuses.empty() ? json::Value() : statuses[0];
}

json::Value FederatedPerson::relationship(std::string_view handle) {
    const auto id = text_of(find_account("@" + std::string(handle)), "id");
    return ask("GET", "/api/v1/accounts/relationships?id[]=" + id).as_array().at(0);
}
json::Value FederatedPerson::act_on(std::string_view action, std::string_view handle, std::string_view form) {
    const auto id = text_of(find_account("@" + std::string(handle)), "id");
    return ask("POST", "/api/v1/accounts/" + id + "/" + std::string(action), form);
}

std::vector<std::string> FederatedPerson::home() {
    std::vector<std::string> texts;
    const auto statuses = ask("GET", "/api/v1/timelines/home");
    for (const auto& status : statuses.as_array()) {
        const auto& reblog = status.at("reblog");
        texts.push_back(text_of(reblog.is_null() ? status : reblog, "content"));
    }
    return texts;
}

std::vector<std::string> FederatedPerson::notifications() {
    std::vector<std::string> lines;
    const auto notifications = ask("GET", "/api/v1/notifications");
    for (const auto& notification : notifications.as_array()) {
        lines.push_back(text_of(notification, "type") + " " + text_of(notification.at("account"), "acct"));
    }
    return lines;
}

// ── servers ──

ClusterServer::ClusterServer(Cluster& cluster, std::string domain, int number)
    : cluster_(cluster), domain_(std::move(domain)) {
    auto& config = world().config;
    config.domain = domain_;
    config.https = false;
    config.listen = "127.0.0.1:0";
    config.workers = 2;
    config.rate_limits = false;
    config.federation_allow_http = true;
    config.allowed_private_addresses = base::loopback_networks();
    std::vector<unsigned char> skipped(static_cast<std::size_t>(number) * 64);
    world().random.fill(skipped); // No two servers draw the same numbers.

    client_ = std::make_unique<http::Client>(config);
    auto& context = world().context;
    context.client = client_.get();
    server_ = std::make_unique<http::Server>(http::ServerParts{.context = context,
                                                               .database = *database_,
                                                               .routes = app::routes(),
                                                               .authenticate = auth::authenticate,
                                                               .streams = nullptr,
                                                               .limits = {}});
    server_->start();
    jobs_ = std::make_unique<jobs::Runner>(
        jobs::RunnerParts{.context = context, .database = *database_, .kinds = app::job_kinds(), .schedule = {}});
    waiting_jobs_ = std::make_unique<jobs::Runner>(jobs::RunnerParts{.context = context,
                                                                     .database = *database_,
                                                                     .kinds = app::job_kinds(),
                                                                     .schedule = {},
                                                                     .queue = jobs::Queue::Waiting});
    deliveries_ = std::make_unique<federation::DeliveryLoop>(
        federation::DeliveryLoop::Parts{.context = context, .database = *database_, .client = *client_});
    inbox_ = std::make_unique<federation::InboxWorker>(
        federation::InboxWorkerParts{.context = context, .database = *database_, .receivers = app::receivers()});
}

FederatedPerson ClusterServer::sign_up(const std::string& username, const TestUser& user) {
    accounts::Account account;
    HttpClient client(port(), domain_);
    write([&](db::Tx& tx) {
        auto wanted = user;
        wanted.username = username;
        const auto made = make_user(tx, wanted);
        account = made.account;
        client.token = make_token(tx, made.id);
    });
    return {cluster_, std::move(account), domain_, std::move(client)};
}

std::int64_t ClusterServer::count(std::string_view sql) {
    std::int64_t count = 0;
    database_->read([&](db::Tx& tx) { count = tx.query_integer(sql).value_or(0); });
    return count;
}

std::size_t ClusterServer::do_what_is_due() {
    return jobs_->run_due() + waiting_jobs_->run_due() + deliveries_->run_due() + inbox_->run_due();
}

// ── the cluster ──

Cluster::Cluster(std::initializer_list<std::string_view> domains) {
    int number = 0;
    for (const auto domain : domains) {
        servers_.push_back(std::make_unique<ClusterServer>(*this, std::string(domain), ++number));
    }
    for (const auto& from : servers_) {
        for (const auto& to : servers_) {
            from->client().connect_to(to->domain(), "127.0.0.1:" + std::to_string(to->port()));
        }
    }
}

ClusterServer& Cluster::operator[](std::string_view domain) {
    for (const auto& server : servers_) {
        if (server->domain() == domain) return *server;
    }
    throw std::out_of_range(std::string(domain));
}

void Cluster::settle() {
    for (int round = 0; round < kMaxRounds; ++round) {
        std::size_t done = 0;
        for (const auto& server : servers_) done += server->do_what_is_due();
        if (done == 0) return;
    }
    FAIL() << "the servers do not come to rest";
}

void Cluster::advance(std::chrono::milliseconds by) {
    for (const auto& server : servers_) server->world().clock.advance(by);
}
