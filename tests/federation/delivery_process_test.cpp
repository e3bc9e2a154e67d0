#include "federation/delivery.h"
#include "support/builders.h"
#include "support/process.h"
#include "support/raw_server.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

// The program as it runs: it delivers while it serves, and stops quickly though a server hangs.
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class DeliveryProcess : public DataFolder {
protected:
    // As a process beside the server does it.
    void deliver_to(const std::string& url) {
        TestWorld world;
        world.config.database = database().string();
        world.clock.set(base::SystemClock().now());
        const auto opened = *db::open(world.context, 1);
        opened->write([&](db::Tx& tx) {
            federation::deliver(tx, federation::kInstanceActor, R"({"secret":"canary"})",
                                std::vector<std::string>{url});
        });
    }
};

TEST_F(DeliveryProcess, SendsWhatWaitsAndSaysNothingOfIt) {
    const RawServer inbox([](const std::string&, const RawServer::Peer& peer) {
        return peer.send(raw_answer("503 Service Unavailable", "canary"));
    });
    environment_["AKEBONO_LOG"] = "debug";
    deliver_to(inbox.url("/inbox"));
    ServerProcess server(environment_);

    const auto patience = steady_clock::now() + seconds(20);
    while (inbox.requests().empty() && steady_clock::now() < patience) std::this_thread::yield();
    server.signal(SIGINT);
    EXPECT_EQ(server.wait(), 0);

    ASSERT_THAT(inbox.requests(), SizeIs(1));
    EXPECT_THAT(inbox.requests()[0], HasSubstr("canary"));
    EXPECT_THAT(raw_header(inbox.requests()[0], "Signature"), HasSubstr("/actor#main-key"));
    EXPECT_THAT(server.log(), HasSubstr("federation.allow_http"));
    EXPECT_THAT(server.log(), HasSubstr("HTTP 503"));
    // security: secrets in logs.
    for (const auto* secret : {"canary", "PRIVATE KEY", "signature=", "/inbox"}) {
        EXPECT_THAT(server.log(), Not(HasSubstr(secret)));
    }
    const auto status = run_akebono({"federation", "status"}, environment_);
    EXPECT_THAT(status.output, HasSubstr(inbox.endpoint()));
    EXPECT_THAT(status.output, HasSubstr("HTTP 503"));
}

TEST_F(DeliveryProcess, StopsThoughAServerHangs) {
    const RawServer inbox([](const std::string&, const RawServer::Peer& peer) { return !peer.is_hung_up(); });
    deliver_to(inbox.url("/inbox"));
    ServerProcess server(environment_);
    const auto patience = steady_clock::now() + seconds(20);
    while (inbox.requests().empty() && steady_clock::now() < patience) std::this_thread::yield();
    const auto begun = steady_clock::now();

    server.signal(SIGINT);

    EXPECT_EQ(server.wait(), 0);
    EXPECT_LT(steady_clock::now() - begun, seconds(6));
    EXPECT_THAT(inbox.requests(), SizeIs(1));
    ServerProcess next(environment_);
    const auto more = steady_clock::now() + seconds(20);
    while (inbox.requests().size() < 2 && steady_clock::now() < more) std::this_thread::yield();
    EXPECT_THAT(inbox.requests(), SizeIs(2)); // At once, not when the lease ends.
}

} // namespace
