#include "support/http_client.h"
#include "support/process.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

// Whether it says so before it stops.
bool becomes_unhealthy(const ServerProcess& server) {
    const auto end = std::chrono::steady_clock::now() + 1s;
    while (std::chrono::steady_clock::now() < end) {
        if (HttpClient(server.port()).get("/health").status == 503) return true;
    }
    return false;
}

// The program beside a database of its own, which nobody has migrated yet.
class Program : public testing::Test {
protected:
    CommandResult run(const std::vector<std::string>& arguments) { return run_akebono(arguments, environment_); }

    TestDatabase database_{{.is_migrated = false}};
    Environment environment_ = {{"AKEBONO_DATABASE", database_.world().config.database},
                                {"AKEBONO_DATA", testing::TempDir() + "akebono-data"}};
};

TEST_F(Program, ServesAndStopsWhenTold) {
    ServerProcess server(environment_);
    HttpClient client(server.port());
    EXPECT_EQ(client.get("/health").status, 200);
    EXPECT_EQ(client.get("/api/v2/instance").status, 200);

    server.signal(SIGTERM);

    EXPECT_TRUE(becomes_unhealthy(server)) << "so that a load balancer looks elsewhere";
    EXPECT_EQ(HttpClient(server.port()).get("/api/v2/instance").status, 200) << "until it has";
    EXPECT_EQ(server.wait(), 0) << server.log();
    EXPECT_THAT(server.log(), HasSubstr("\"message\":\"stopped\""));
}

TEST_F(Program, PublishesThePrivacyPolicyAndTheTerms) {
    const std::string text = testing::TempDir() + "policy.txt", html = testing::TempDir() + "terms.html";
    std::ofstream(text) << "We keep <little>.\n\nSee https://a.test/";
    std::ofstream(html) << "<h2>Be kind</h2>";
    const auto policy = run({"privacy-policy", "publish", text});
    const auto terms = run({"terms", "publish", html, "--from", "2020-07-01"});
    run({"terms", "publish", html, "--from", "2100-01-01"});
    const auto missing = run({"terms", "publish", html + ".not"});
    const auto no_day = run({"terms", "publish", html, "--from", "July"});
    const auto listed = run({"terms", "list"});
    ServerProcess server(environment_);
    HttpClient client(server.port());

    EXPECT_EQ(policy.exit_code, 0) << policy.errors;
    EXPECT_THAT(policy.output, HasSubstr("/privacy-policy"));
    EXPECT_THAT(terms.output, HasSubstr("/terms-of-service/2020-07-01"));
    EXPECT_EQ(missing.exit_code, 1);
    EXPECT_THAT(missing.errors, HasSubstr("cannot be read"));
    EXPECT_EQ(no_day.exit_code, 2);
    EXPECT_EQ(listed.output, "2100-01-01  waiting\n2020-07-01  hold\n");
    EXPECT_THAT(client.get("/api/v1/instance/privacy_policy").body, HasSubstr("We keep &lt;little&gt;."));
    EXPECT_THAT(client.get("/api/v1/instance/terms_of_service").body, HasSubstr("<h2>Be kind</h2>"));
    EXPECT_EQ(run({"terms", "remove", "2020-07-01"}).exit_code, 0);
    EXPECT_EQ(run({"terms", "remove", "2020-07-01"}).exit_code, 1);
    EXPECT_EQ(run({"privacy-policy", "remove"}).exit_code, 0);
    EXPECT_EQ(client.get("/api/v1/instance/privacy_policy").status, 404);
}

TEST_F(Program, DeletesAnAccountWhenItIsToldTo) {
    ASSERT_EQ(run({"accounts", "create", "alice", "--email", "alice@a.test", "--confirmed"}).exit_code, 0);

    const auto unanswered = run({"accounts", "delete", "alice"});
    const auto kept = run({"accounts", "list"});
    const auto deleted = run({"accounts", "delete", "alice", "--yes"});
    const auto again = run({"accounts", "delete", "alice", "--yes"});
    const auto taken = run({"accounts", "create", "alice", "--email", "other@a.test"});

    EXPECT_EQ(unanswered.exit_code, 1);
    EXPECT_THAT(unanswered.errors, HasSubstr("Delete alice (alice@a.test)"));
    EXPECT_THAT(kept.output, HasSubstr("alice@a.test"));
    EXPECT_EQ(deleted.exit_code, 0) << deleted.errors;
    EXPECT_EQ(again.exit_code, 1);
    EXPECT_THAT(again.errors, HasSubstr("there is no account alice"));
    EXPECT_EQ(taken.exit_code, 1) << "nobody has the name again";
}

TEST_F(Program, KeepsTheRulesOfTheServer) {
    const auto added = run({"rules", "add", "Be kind", "--hint", "No insults."});
    run({"rules", "add", "No advertising"});
    const auto listed = run({"rules", "list"});
    const auto id = added.output.substr(0, added.output.find('\n'));
    const auto removed = run({"rules", "remove", id}), again = run({"rules", "remove", id});

    EXPECT_EQ(added.exit_code, 0) << added.errors;
    EXPECT_THAT(listed.output, HasSubstr(id + "  Be kind\n    No insults.\n"));
    EXPECT_EQ(removed.exit_code, 0) << removed.errors;
    EXPECT_EQ(again.exit_code, 1);
    EXPECT_THAT(run({"rules", "list", "--json"}).output, HasSubstr(R"("text":"No advertising")"));
}

TEST_F(Program, ImportsExportsAndPurgesEmojis) {
    const std::string folder = testing::TempDir() + "emojis-" + std::to_string(::getpid());
    std::filesystem::create_directories(folder + "/in");
    std::filesystem::copy_file("tests/fixtures/media/transparent.png", folder + "/in/cat.png");
    std::filesystem::copy_file("tests/fixtures/media/moving.gif", folder + "/in/dog.gif");
    std::ofstream(folder + "/in/broken.png") << "no picture";
    std::ofstream(folder + "/in/._cat.png") << "a shadow of it";
    std::ofstream(folder + "/in/a.png") << "too short a name";
    ASSERT_EQ(std::system(("tar -czf " + folder + "/in.tar.gz -C " + folder + " in").c_str()), 0);

    const auto imported = run({"emoji", "import", folder + "/in.tar.gz", "--suffix", "_x", "--category", "Pets"});
    const auto again = run({"emoji", "import", folder + "/in.tar.gz", "--suffix", "_x"});
    const auto exported = run({"emoji", "export", folder + "/out.tar.gz"});
    const auto refused = run({"emoji", "export", folder + "/out.tar.gz"});

    EXPECT_EQ(imported.exit_code, 0) << imported.errors;
    EXPECT_THAT(imported.output, HasSubstr("in/broken.png: it is no PNG, GIF or WebP"));
    EXPECT_THAT(imported.output, HasSubstr("2 imported, 0 skipped, 2 failed"));
    EXPECT_THAT(again.output, HasSubstr("0 imported, 2 skipped, 2 failed"));
    EXPECT_THAT(exported.output, HasSubstr("2 exported")) << exported.errors;
    EXPECT_EQ(refused.exit_code, 1);

    const ServerProcess server(environment_);
    const auto emojis = HttpClient(server.port()).get("/api/v1/custom_emojis").json();
    ASSERT_EQ(emojis.as_array().size(), 2U);
    EXPECT_EQ(emojis.at(0).at("shortcode"), "cat_x");
    EXPECT_EQ(emojis.at(0).at("category"), "Pets");
    const std::string moving(emojis.at(1).at("url").as_string()), still(emojis.at(1).at("static_url").as_string());
    EXPECT_THAT(moving, testing::EndsWith(".gif"));
    EXPECT_THAT(still, testing::EndsWith("-small.png"));
    const auto file = HttpClient(server.port()).get(moving.substr(moving.find("/system/")));
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.header("content-type"), "image/gif");
    EXPECT_EQ(HttpClient(server.port()).get(still.substr(still.find("/system/"))).status, 200);

    EXPECT_THAT(run({"emoji", "purge", "--remote-only"}).output, HasSubstr("0 removed"));
    EXPECT_THAT(run({"emoji", "purge"}).output, HasSubstr("2 removed"));
    const auto back = run({"emoji", "import", folder + "/out.tar.gz"});
    EXPECT_THAT(back.output, HasSubstr("2 imported, 0 skipped, 0 failed"));
    std::filesystem::remove_all(folder);
}

TEST_F(Program, BlocksAllowsAndPurgesServers) {
    EXPECT_EQ(run({"federation", "block", "Spam.test", "--comment", "Spam", "--reject-media"}).output, "OK\n");
    EXPECT_THAT(run({"federation", "blocks"}).output, HasSubstr("suspend  rejects-media  Spam"));
    EXPECT_EQ(run({"federation", "block", "spam.test", "--severity", "silence"}).exit_code, 0);
    EXPECT_THAT(run({"federation", "blocks", "--json"}).output,
                HasSubstr(R"("severity":"silence","reject_media":true)"));
    EXPECT_EQ(run({"federation", "block", "spam.test", "--severity", "odd"}).exit_code, 2);
    EXPECT_EQ(run({"federation", "unblock", "spam.test"}).exit_code, 0);
    EXPECT_THAT(run({"federation", "unblock", "spam.test"}).errors, HasSubstr("spam.test is not blocked"));
    EXPECT_EQ(run({"federation", "blocks"}).output, "No server is blocked.\n");

    EXPECT_THAT(run({"federation", "allow", "friends.test"}).output, HasSubstr("It has no effect yet"));
    EXPECT_EQ(run({"federation", "allows"}).output, "friends.test\n");
    EXPECT_EQ(run({"federation", "disallow", "friends.test"}).exit_code, 0);
    EXPECT_EQ(run({"federation", "disallow", "friends.test"}).exit_code, 1);

    EXPECT_THAT(run({"federation", "purge", "spam.test", "--dry-run"}).output, HasSubstr("Would delete 0 accounts"));
    EXPECT_EQ(run({"federation", "purge", "spam.test"}).exit_code, 0);
}

TEST_F(Program, SubscribesToRelays) {
    const std::string inbox = "https://relay.test/inbox";
    EXPECT_EQ(run({"federation", "relay", "add", inbox}).exit_code, 0);
    EXPECT_EQ(run({"federation", "relay", "add", inbox}).exit_code, 1);
    EXPECT_EQ(run({"federation", "relay", "list"}).output, "asked     " + inbox + "\n");
    EXPECT_THAT(run({"federation", "relay", "list", "--json"}).output, HasSubstr(R"("state":"asked")"));
    EXPECT_EQ(run({"federation", "relay", "remove", inbox}).exit_code, 0);
    EXPECT_EQ(run({"federation", "relay", "remove", inbox}).exit_code, 1);
    EXPECT_EQ(run({"federation", "relay", "list"}).output, "No relay.\n");
}

TEST_F(Program, KnowsWhoSomebodyIsElsewhereAndHere) {
    for (const std::string name : {"alice", "bob"}) {
        run({"accounts", "create", name, "--email", name + "@example.com", "--password", "a long password",
             "--confirmed"});
    }
    EXPECT_EQ(run({"accounts", "alias", "alice"}).output, "alice has no alias.\n");
    EXPECT_THAT(run({"accounts", "move", "bob", "--to", "alice"}).errors, HasSubstr("make that an alias there first"));

    EXPECT_THAT(run({"accounts", "alias", "alice", "--add", "bob"}).output, HasSubstr("/users/bob\n"));
    EXPECT_EQ(run({"accounts", "move", "bob", "--to", "alice"}).output, "OK\n");
    EXPECT_THAT(run({"accounts", "move", "bob", "--to", "alice"}).errors, HasSubstr("has moved there already"));
    EXPECT_EQ(run({"accounts", "move", "bob", "--return"}).exit_code, 0);
    EXPECT_THAT(run({"accounts", "move", "bob", "--to", "alice"}).errors, HasSubstr("within the last 30 days"));
    EXPECT_EQ(run({"accounts", "move", "bob", "--to", "alice", "--force"}).exit_code, 0);
    EXPECT_EQ(run({"accounts", "move", "bob"}).exit_code, 2);
    EXPECT_EQ(run({"accounts", "move", "alice", "--to", "bob", "--redirect"}).output, "OK\n");
    EXPECT_EQ(run({"accounts", "move", "alice", "--return"}).exit_code, 0);
    EXPECT_EQ(run({"accounts", "alias", "alice", "--remove", "bob"}).output, "alice has no alias.\n");
    EXPECT_EQ(run({"accounts", "alias", "alice", "--remove", "bob"}).exit_code, 1);
    EXPECT_EQ(run({"accounts", "alias", "nobody"}).exit_code, 1);
}

TEST_F(Program, EndsAtOnceWhenToldTwice) {
    ServerProcess server(environment_);
    const auto start = std::chrono::steady_clock::now();
    server.signal(SIGTERM);
    ASSERT_TRUE(becomes_unhealthy(server));
    server.signal(SIGTERM);

    EXPECT_EQ(server.wait(), -1);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 1s);
}

TEST_F(Program, MakesAccountsBeforeTheFirstStartAndBesideAServer) {
    const auto alice =
        run({"accounts", "create", "alice", "--email", "alice@example.com", "--role", "owner", "--confirmed"});
    const ServerProcess server(environment_);
    const auto bob = run({"accounts", "create", "bob", "--email", "bob@example.com", "--password", "a long password"});

    EXPECT_EQ(alice.exit_code, 0) << alice.errors;
    EXPECT_THAT(alice.output, StartsWith("OK\nNew password: "));
    EXPECT_EQ(bob.output, "OK\nThe e-mail address is not confirmed: akebono accounts modify bob --confirm\n");
    EXPECT_EQ(HttpClient(server.port()).get("/api/v1/accounts/lookup?acct=alice").status, 200);
    EXPECT_EQ(HttpClient(server.port()).get("/api/v1/accounts/lookup?acct=bob").status, 404); // Not confirmed yet.
    const auto listed = json::parse(run({"accounts", "list", "--json"}).output);
    ASSERT_TRUE(listed);
    EXPECT_EQ(listed->at(1).at("username"), "alice");
    EXPECT_EQ(listed->at(1).at("role"), "owner");
}

TEST_F(Program, RefusesAPortThatIsTaken) {
    const ServerProcess server(environment_);
    const auto listen = "127.0.0.1:" + std::to_string(server.port());

    const auto second = run({"serve", "--listen", listen});

    EXPECT_EQ(second.exit_code, 1);
    EXPECT_THAT(second.errors,
                HasSubstr("akebono: cannot listen on " + listen + ": Address already in use; stop what is there"));
}

TEST_F(Program, TellsRefusalsFromMistakes) {
    EXPECT_EQ(run({"accounts", "modify", "nobody", "--confirm"}).exit_code, 1);
    EXPECT_EQ(run({"accounts", "modify", "nobody"}).exit_code, 2);
    EXPECT_EQ(run({"sevre"}).exit_code, 2);
    EXPECT_EQ(run({"serve", "--listen", "here"}).exit_code, 2);
    EXPECT_EQ(run({"--help"}).exit_code, 0);
}

TEST_F(Program, RefusesAConfigurationWithAMistake) {
    const std::string file = testing::TempDir() + "akebono_mistaken.toml";
    std::ofstream(file) << "domian = \"a.example\"\n";

    const auto checked = run({"config", "check", "--config", file});

    std::filesystem::remove(file);
    EXPECT_EQ(checked.exit_code, 1);
    EXPECT_EQ(checked.errors, "akebono: " + file + ":1: there is no key domian; did you mean domain?\n");
}

TEST_F(Program, MigratesOnceAndSaysSo) {
    EXPECT_THAT(run({"migrate"}).output, StartsWith("applied 0001_initial\n"));
    EXPECT_EQ(run({"migrate"}).output, "The database is up to date.\n");
}

TEST_F(Program, LeavesAnOlderDatabaseToMigrate) {
    run({"migrate"});
    database_->write([](db::Tx& tx) { tx.exec("delete from schema_migrations where version > 1"); });

    const auto listed = run({"accounts", "list"});

    EXPECT_EQ(listed.exit_code, 1);
    EXPECT_THAT(listed.errors, HasSubstr("run akebono migrate, or start the new server, first"));
}

TEST_F(Program, MakesItsDataFolderForItsOwnerAlone) {
    const std::filesystem::path data = testing::TempDir() + "akebono-new-data";
    std::filesystem::remove_all(data);

    const auto made = run_akebono({"migrate", "--data", data});

    EXPECT_EQ(made.exit_code, 0) << made.errors;
    EXPECT_EQ(std::filesystem::status(data).permissions(), std::filesystem::perms::owner_all);
    std::filesystem::remove_all(data);
}

} // namespace
