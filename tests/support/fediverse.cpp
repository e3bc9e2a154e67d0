#include "support/fediverse.h"

#include "accounts/remote_accounts.h"
#include "app/jobs.h"
#include "app/receivers.h"
#include "app/routes.h"
#include "auth/authenticate.h"
#include "base/network.h"
#include "federation/actors.h"
#include "federation/errand.h"
#include "statuses/lookup.h"
#include "support/api_server.h"
#include "support/status_builders.h"

#include <stdexcept>

namespace {

// Of the one Fediverse of this process at a time: handlers are plain functions.
struct Web {
    std::mutex mutex;
    std::map<std::string, FakePage> pages;
    std::map<std::string, int> requests;
    std::map<std::string, std::string> signatures; // Of the last request.
};
Web& web() {
    static Web the_web;
    return the_web;
}

http::Reply serve(const http::Request& request, db::Database&) {
    std::string url = "http://" + std::string(request.header("host")) + request.path;
    if (!request.query.empty()) url += "?" + request.query;
    const std::lock_guard lock(web().mutex);
    ++web().requests[url];
    web().signatures[url] = request.header("signature");
    const auto found = web().pages.find(url);
    if (found == web().pages.end()) return http::text(404, "Nothing is here");
    if (!found->second.wanted.empty() && request.header(found->second.wanted).empty()) return http::text(401, "");
    http::Reply reply = http::text(found->second.status, found->second.body);
    reply.content_type = found->second.content_type;
    if (!found->second.location.empty()) reply.with_header("Location", found->second.location);
    return reply;
}

constexpr http::Route kWeb[] = {{http::Method::Get, "/*path", http::no_token(), serve}};

std::string finger_url(const std::string& name, const std::string& host) {
    return "http://" + host + "/.well-known/webfinger?resource=acct%3A" + name + "%40" + host;
}

// Making one takes a quarter of a second: everybody has the same few.
std::shared_ptr<const base::PrivateKey> key_for(const std::string& name) {
    static std::map<std::size_t, std::shared_ptr<const base::PrivateKey>> keys;
    const auto number = std::hash<std::string>()(name) % 2;
    auto& key = keys[number];
    if (!key) key = std::make_shared<const base::PrivateKey>(base::PrivateKey::generate());
    return key;
}

} // namespace

json::Object object_of(std::string_view text) {
    auto parsed = json::parse(text);
    if (!parsed || !parsed->is_object()) throw std::logic_error("a test's JSON is none: " + std::string(text));
    return std::move(parsed->get_object());
}

Fediverse::Fediverse() {
    {
        const std::lock_guard lock(web().mutex);
        web().pages.clear();
        web().requests.clear();
    }
    auto& config = world().config;
    config.listen = "127.0.0.1:0";
    config.workers = 2;
    config.rate_limits = false;
    config.https = false;
    config.federation_allow_http = true;
    config.allowed_private_addresses = base::loopback_networks();
    const http::ServerParts parts{.context = world().context,
                                  .database = *database_,
                                  .routes = kWeb,
                                  .authenticate = auth::authenticate,
                                  .streams = nullptr,
                                  .limits = {}};
    write([&](db::Tx& tx) { // Making one takes long.
        const auto key = key_for("server");
        tx.exec("insert into own_keys (account_id, private_key, public_key, created_at) values ($1, $2, $3, $4)",
                {federation::kInstanceActor, key->pem(), key->public_pem(), tx.now()});
    });
    web_ = std::make_unique<http::Server>(parts);
    web_->start();
    auto ours = parts;
    ours.routes = app::routes();
    server_ = std::make_unique<http::Server>(ours);
    server_->start();

    http_client_ = std::make_unique<http::Client>(config);
    for (const auto* host : {"remote.test", "other.test", "evil.test", "nice.test", "web.nice.test", "news.example.org",
                             "short.example.org", "v.example.org"}) {
        http_client_->connect_to(host, "127.0.0.1:" + std::to_string(web_->port()));
    }
    world().context.client = http_client_.get();
    inbox_ = std::make_unique<federation::InboxWorker>(federation::InboxWorkerParts{
        .context = world().context, .database = *database_, .receivers = app::receivers()});
    waiting_jobs_ = std::make_unique<jobs::Runner>(jobs::RunnerParts{.context = world().context,
                                                                     .database = *database_,
                                                                     .kinds = app::job_kinds(),
                                                                     .schedule = {},
                                                                     .threads = 1,
                                                                     .queue = jobs::Queue::Waiting});
}

Fediverse::~Fediverse() { world().context.client = nullptr; }

accounts::Account Fediverse::person(const std::string& username) {
    accounts::Account made;
    write([&](db::Tx& tx) { made = make_user(tx, {.username = username}).account; });
    return made;
}

HttpClient Fediverse::sign_in(const std::string& username) {
    auto signed_in = client();
    write([&](db::Tx& tx) { signed_in.token = make_token(tx, make_user(tx, {.username = username}).id); });
    return signed_in;
}

std::string Fediverse::signature_for(const std::string& url) {
    const std::lock_guard lock(web().mutex);
    return web().signatures[url];
}

void Fediverse::put(const std::string& url, FakePage page) {
    const std::lock_guard lock(web().mutex);
    web().pages[url] = std::move(page);
}

void Fediverse::put(const std::string& url, const json::Object& document) {
    put(url, FakePage{.body = boost::json::serialize(document)});
}

void Fediverse::remove(const std::string& url) {
    const std::lock_guard lock(web().mutex);
    web().pages.erase(url);
}

int Fediverse::requests_for(const std::string& url) {
    const std::lock_guard lock(web().mutex);
    return web().requests[url];
}

int Fediverse::requests_to(std::string_view part) {
    const std::lock_guard lock(web().mutex);
    int all = 0;
    for (const auto& [url, requests] : web().requests) all += url.find(part) != std::string::npos ? requests : 0;
    return all;
}

void Fediverse::add_host(const std::string& host, const std::string& endpoint) {
    http_client_->connect_to(host, endpoint.empty() ? "127.0.0.1:" + std::to_string(web_->port()) : endpoint);
}

json::Object Fediverse::Actor::document() const {
    return {{"@context", "https://www.w3.org/ns/activitystreams"},
            {"id", uri},
            {"type", "Person"},
            {"preferredUsername", name},
            {"inbox", url("/inbox")},
            {"outbox", url("/outbox")},
            {"followers", url("/followers")},
            {"following", url("/following")},
            {"featured", url("/featured")},
            {"endpoints", {{"sharedInbox", "http://" + host + "/inbox"}}},
            {"publicKey", {{"id", key.id}, {"owner", uri}, {"publicKeyPem", key.key->public_pem()}}}};
}

Fediverse::Actor Fediverse::actor(const std::string& name, const std::string& host) {
    Actor made{.uri = "http://" + host + "/users/" + name, .name = name, .host = host, .key = {}};
    made.key = {made.uri + "#main-key", key_for(name)};
    put(made.uri, made.document());
    const json::Object finger{
        {"subject", "acct:" + name + "@" + host},
        {"links", {{{"rel", "self"}, {"type", "application/activity+json"}, {"href", made.uri}}}}};
    put(finger_url(name, host), {.content_type = "application/jrd+json", .body = boost::json::serialize(finger)});
    return made;
}

Fediverse::Actor Fediverse::known_actor(const std::string& name, const std::string& host) {
    auto made = actor(name, host);
    federation::Errand errand(database());
    const auto fetched = federation::fetch_actor(errand, made.uri);
    if (!fetched) throw std::logic_error("a test's actor is not taken: " + fetched.error().message);
    return made;
}

AccountId Fediverse::account_of(const Actor& actor) {
    return read<AccountId>([&](db::Tx& tx) {
        const auto account = accounts::find_by_uri(tx, actor.uri);
        return account ? account->id : AccountId{};
    });
}

void Fediverse::let_follow(const accounts::Account& follower, const Actor& actor) {
    const auto target = account_of(actor);
    write([&](db::Tx& tx) { make_follow(tx, follower.id, target); });
}

int Fediverse::send(const Actor& sender, const json::Object& activity, const std::string& inbox) {
    return send_text(sender, boost::json::serialize(activity), inbox);
}

int Fediverse::send_text(const Actor& sender, const std::string& body, const std::string& inbox) {
    http::Outgoing request;
    request.method = http::Method::Post;
    request.url = "http://akebono.test" + inbox;
    request.headers = {{"Content-Type", "application/activity+json"}};
    request.body = body;
    world().clock.advance(std::chrono::seconds(1)); // What is signed in the same second is the same request.
    federation::sign(request, sender.key, federation::Scheme::Draft, world().clock.now());
    return client().request("POST", inbox, request.headers, body).status;
}

int Fediverse::deliver(const Actor& sender, const json::Object& activity, const std::string& inbox) {
    const int status = send(sender, activity, inbox);
    settle();
    return status;
}

void Fediverse::settle() {
    while (inbox_->run_due() + waiting_jobs_->run_due() > 0) {
    }
}

json::Object Fediverse::note(const Actor& author, const std::string& id, const std::string& content) {
    return {{"@context", "https://www.w3.org/ns/activitystreams"},
            {"id", author.url("/statuses/" + id)},
            {"type", "Note"},
            {"attributedTo", author.uri},
            {"to", {"https://www.w3.org/ns/activitystreams#Public"}},
            {"cc", {author.url("/followers")}},
            {"published", "2024-01-02T03:00:00Z"},
            {"content", "<p>" + content + "</p>"}};
}

json::Object Fediverse::create(const json::Object& note) {
    return {{"@context", "https://www.w3.org/ns/activitystreams"},
            {"id", std::string(note.at("id").as_string()) + "/activity"},
            {"type", "Create"},
            {"actor", note.at("attributedTo")},
            {"to", note.at("to")},
            {"object", note}};
}

std::optional<StatusId> Fediverse::status(const std::string& uri) {
    return read<std::optional<StatusId>>([&](db::Tx& tx) { return statuses::find_by_uri(tx, uri); });
}
