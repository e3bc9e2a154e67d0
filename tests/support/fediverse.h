#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "federation/inbox_worker.h"
#include "federation/signatures.h"
#include "http/client.h"
#include "http/server.h"
#include "jobs/runner.h"
#include "support/builders.h"
#include "support/http_client.h"
#include "support/test_db.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

// What other servers answer: documents by their address, on loopback.
struct FakePage {
    int status = 200;
    std::string content_type = "application/activity+json";
    std::string body;
    std::string location = {}; // Of a redirect.
    std::string wanted = {};   // A header without which the answer is 401.
};

// Our server with its inbox, and a web of other servers around it that say what a test lets them say. Nothing runs by
// itself: settle() does what is due.
class Fediverse {
public:
    Fediverse();
    ~Fediverse();

    TestWorld& world() { return database_.world(); }
    db::Database& database() { return *database_; }
    // Commits.
    void write(const std::function<void(db::Tx&)>& work) { database_->write(work); }
    template <typename T>
    T read(const std::function<T(db::Tx&)>& work) {
        T value{};
        database_->read([&](db::Tx& tx) { value = work(tx); });
        return value;
    }

    // One of our people, and their address.
    accounts::Account person(const std::string& username);
    static std::string uri_of(const accounts::Account& ours) { return "http://akebono.test/users/" + ours.username; }

    // The same, with an app that may do all.
    HttpClient sign_in(const std::string& username);

    // What stands at an address.
    void put(const std::string& url, FakePage page);
    void put(const std::string& url, const json::Object& document);
    void remove(const std::string& url);
    // How often it was asked for; and all addresses in which `part` stands.
    int requests_for(const std::string& url);
    int requests_to(std::string_view part);
    // There is one more host, here or at "127.0.0.1:PORT".
    void add_host(const std::string& host, const std::string& endpoint = {});
    // What it was signed with the last time, as the header stands.
    std::string signature_for(const std::string& url);

    // Somebody on another server, with their documents and WebFinger. "http://HOST/users/NAME".
    struct Actor {
        std::string uri, name, host;
        federation::SigningKey key;

        json::Object document() const;
        std::string url(std::string_view more) const { return uri + std::string(more); }
    };
    Actor actor(const std::string& name, const std::string& host = "remote.test");
    // The same, and we have their account already.
    Actor known_actor(const std::string& name, const std::string& host = "remote.test");
    AccountId account_of(const Actor& actor);
    // `follower` follows them: nothing was sent for it.
    void let_follow(const accounts::Account& follower, const Actor& actor);

    // Sent to our inbox, signed by `sender`: the status of the answer.
    int send(const Actor& sender, const json::Object& activity, const std::string& inbox = "/inbox");
    int send_text(const Actor& sender, const std::string& body, const std::string& inbox = "/inbox");
    // The same, and what is due is done.
    int deliver(const Actor& sender, const json::Object& activity, const std::string& inbox = "/inbox");
    // Applies what was received, and runs jobs, until nothing is due.
    void settle();

    HttpClient client() const { return HttpClient(server_->port()); }
    // A note of theirs, for everybody.
    static json::Object note(const Actor& author, const std::string& id, const std::string& content);
    static json::Object create(const json::Object& note);
    std::optional<StatusId> status(const std::string& uri);

private:
    TestDatabase database_;
    std::unique_ptr<http::Server> web_;
    std::unique_ptr<http::Server> server_;
    std::unique_ptr<http::Client> http_client_;
    std::unique_ptr<federation::InboxWorker> inbox_;
    std::unique_ptr<jobs::Runner> waiting_jobs_;
};

// What stands in JSON text, as an object.
json::Object object_of(std::string_view text);
