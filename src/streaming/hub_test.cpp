#include "streaming/hub.h"

#include "streaming/session.h"
#include "streaming/watch.h"
#include "support/builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace streaming {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Keeps what a socket would be sent.
class KeptConnection final : public http::StreamConnection {
public:
    void send(std::shared_ptr<const std::string> data) override { sent.push_back(*data); }
    void close(std::uint16_t code) override { closed_with = code; }

    std::vector<std::string> sent;
    std::uint16_t closed_with = 0;
};

// One client on a WebSocket.
struct Client {
    Client(Hub& hub, AccountId account, http::Scope scopes = http::Scope::ReadStatuses | http::Scope::ReadNotifications,
           Viewer viewer = {})
        : connection(std::make_shared<KeptConnection>()) {
        auto listener = std::make_shared<Listener>();
        listener->kind = http::StreamKind::WebSocket;
        listener->account = account;
        listener->token = TokenId{account.value};
        listener->scopes = scopes;
        listener->viewer = std::make_shared<const Viewer>(std::move(viewer));
        session = std::make_unique<Session>(hub, std::move(listener), std::vector<Stream>{});
        session->opened(connection);
    }
    ~Client() { session->closed(); }

    void subscribe(const std::string& stream, const std::string& tag = {}) {
        session->received(R"({"type":"subscribe","stream":")" + stream + R"(","tag":")" + tag + R"("})");
    }
    void unsubscribe(const std::string& stream) {
        session->received(R"({"type":"unsubscribe","stream":")" + stream + R"("})");
    }
    void subscribe_to_list(const std::string& list) {
        session->received(R"({"type":"subscribe","stream":"list","list":")" + list + R"("})");
    }
    void unsubscribe_from_list(const std::string& list) {
        session->received(R"({"type":"unsubscribe","stream":"list","list":")" + list + R"("})");
    }

    std::shared_ptr<KeptConnection> connection;
    std::unique_ptr<Session> session;
};

base::Event event(std::string channel, std::string name = "update") {
    return {.channel = std::move(channel),
            .event = std::move(name),
            .payload = std::make_shared<std::string>("{\"id\":\"1\"}")};
}

void send(Hub& hub, base::Event one) {
    std::vector<base::Event> events;
    events.push_back(std::move(one));
    hub.send(std::move(events));
}

constexpr AccountId kAlice{1};
constexpr AccountId kBob{2};

TEST(Hub, BringsEachStreamUnderItsName) {
    Hub hub;
    Client alice(hub, kAlice);
    alice.subscribe("user");
    alice.subscribe("hashtag", "東京");

    send(hub, event("timeline:1"));
    send(hub, event("timeline:hashtag:東京"));
    send(hub, event("timeline:2"));
    send(hub, event("timeline:public"));

    EXPECT_THAT(alice.connection->sent,
                ElementsAre(R"({"stream":["user"],"event":"update","payload":"{\"id\":\"1\"}"})",
                            R"({"stream":["hashtag","東京"],"event":"update","payload":"{\"id\":\"1\"}"})"));
}

TEST(Hub, BringsWhatHasNothingToSayBeyondItsName) {
    Hub hub;
    Client alice(hub, kAlice);
    alice.subscribe("user");

    send(hub, {.channel = "timeline:1", .event = "filters_changed", .payload = nullptr});

    EXPECT_THAT(alice.connection->sent, ElementsAre(R"({"stream":["user"],"event":"filters_changed"})"));
}

// Finds what a test names.
class FoundWord final : public PostFilter {
public:
    SearchedPost read(std::string_view status_json) const override {
        return {.status = {}, .text = std::string(status_json)};
    }
    std::string results(const SearchedPost& post) const override {
        return post.text.find("goal") == std::string::npos ? "" : "[1]";
    }
};

TEST(Hub, TellsWhoFiltersWhatTheirFiltersFind) {
    Hub hub;
    Viewer filtering;
    filtering.filter = std::make_shared<FoundWord>();
    Client alice(hub, kAlice, http::Scope::ReadStatuses, filtering), bob(hub, kBob);
    for (Client* client : {&alice, &bob}) {
        client->subscribe("public");
        client->subscribe("user");
    }
    const auto post = std::make_shared<std::string>(R"({"content":"goal"})");

    send(hub, {.channel = "timeline:public", .event = "status.update", .payload = post});
    send(hub, {.channel = "timeline:public", .event = "delete", .payload = std::make_shared<std::string>("goal")});
    send(hub, {.channel = "timeline:1", .event = "update", .payload = post}); // Made for its reader already.
    send(hub, event("timeline:public"));

    EXPECT_THAT(alice.connection->sent,
                ElementsAre(HasSubstr(R"({\"content\":\"goal\",\"filtered\":[1]})"), HasSubstr(R"("payload":"goal")"),
                            HasSubstr(R"({\"content\":\"goal\"})"), HasSubstr(R"({\"id\":\"1\"})")));
    EXPECT_THAT(bob.connection->sent, ElementsAre(HasSubstr(R"({\"content\":\"goal\"})"),
                                                  HasSubstr(R"("payload":"goal")"), HasSubstr(R"({\"id\":\"1\"})")));
}

TEST(Hub, ASecondSubscriptionChangesNothing) {
    Hub hub;
    Client alice(hub, kAlice);
    alice.subscribe("public");
    alice.subscribe("public");

    send(hub, event("timeline:public"));
    EXPECT_EQ(alice.connection->sent.size(), 1u);

    alice.unsubscribe("public");
    send(hub, event("timeline:public"));
    EXPECT_EQ(alice.connection->sent.size(), 1u);
}

TEST(Hub, TheUserStreamHasNotificationsWhenTheScopeDoes) {
    Hub hub;
    Client alice(hub, kAlice), bob(hub, kBob, http::Scope::ReadStatuses);
    alice.subscribe("user");
    bob.subscribe("user");
    bob.subscribe("user:notification");

    send(hub, event("timeline:1:notifications", "notification"));
    send(hub, event("timeline:2:notifications", "notification"));

    EXPECT_THAT(alice.connection->sent, ElementsAre(HasSubstr("notification")));
    EXPECT_THAT(bob.connection->sent,
                ElementsAre(R"({"error":"Access token does not have the required scopes","status":401})"));
}

TEST(Hub, RefusesWhatIsNoStream) {
    Hub hub;
    Client alice(hub, kAlice);

    alice.subscribe("everything");
    alice.subscribe("hashtag");
    alice.session->received("no JSON");
    alice.session->received("[]");

    EXPECT_THAT(alice.connection->sent, ElementsAre(R"({"error":"Unknown stream type","status":400})",
                                                    R"({"error":"Missing tag name parameter","status":400})"));
}

TEST(Hub, LeavesOutWhatTheViewerHides) {
    Hub hub;
    Viewer viewer;
    viewer.hidden = {AccountId{7}};
    viewer.languages = {"ja"};
    Client alice(hub, kAlice, http::Scope::ReadStatuses, viewer);
    alice.subscribe("public");
    const auto from = [&](AccountId author, std::vector<AccountId> mentioned, std::string language) {
        auto one = event("timeline:public");
        one.author = author;
        one.mentioned = std::move(mentioned);
        one.language = std::move(language);
        send(hub, std::move(one));
    };

    from(AccountId{7}, {}, "ja");
    from(AccountId{8}, {AccountId{7}}, "ja");
    from(AccountId{8}, {}, "en");
    EXPECT_THAT(alice.connection->sent, IsEmpty());

    from(AccountId{8}, {AccountId{9}}, "ja");
    EXPECT_EQ(alice.connection->sent.size(), 1u);
}

// What the watch does: kAlice owns list 7.
void answer_questions(Hub& hub) {
    for (const auto& question : hub.questions()) {
        hub.answer(question, question.listener->account == kAlice && question.stream.list == ListId{7});
    }
}

TEST(Hub, BringsAListToItsOwnerAlone) {
    Hub hub;
    Client alice(hub, kAlice), bob(hub, kBob);
    alice.subscribe_to_list("7");
    alice.subscribe_to_list("7");
    bob.subscribe_to_list("7");
    send(hub, event("timeline:list:7"));
    EXPECT_THAT(alice.connection->sent, IsEmpty()); // Nobody has said yet that it is hers.

    answer_questions(hub);
    send(hub, event("timeline:list:7"));

    EXPECT_THAT(alice.connection->sent,
                ElementsAre(R"({"stream":["list","7"],"event":"update","payload":"{\"id\":\"1\"}"})"));
    EXPECT_THAT(bob.connection->sent, ElementsAre(R"({"error":"Not authorized to stream this list","status":401})"));
    EXPECT_THAT(hub.questions(), IsEmpty());
    EXPECT_THAT(hub.listening_accounts(), ElementsAre(kAlice));
    alice.unsubscribe_from_list("7");
    EXPECT_FALSE(hub.has_listeners("timeline:list:7"));
    EXPECT_THAT(hub.listening_accounts(), IsEmpty());
}

TEST(Hub, WhoWantsAListNoLongerAsksNoMore) {
    Hub hub;
    Client alice(hub, kAlice);
    alice.subscribe_to_list("7");
    alice.unsubscribe_from_list("7");
    EXPECT_THAT(hub.questions(), IsEmpty());
    {
        Client again(hub, kAlice);
        again.subscribe_to_list("7");
        const auto asked = hub.questions();
        again.unsubscribe_from_list("7");
        for (const auto& question : asked) hub.answer(question, true);
        EXPECT_FALSE(hub.has_listeners("timeline:list:7"));
        again.subscribe_to_list("7");
    }
    EXPECT_THAT(hub.questions(), IsEmpty());
}

TEST(Hub, RefusesWhatIsNoListAndTooMany) {
    Hub hub;
    Client alice(hub, kAlice);

    alice.subscribe("list");
    alice.subscribe_to_list("mine");
    for (std::size_t i = 0; i <= Hub::kMaxStreams; ++i) alice.subscribe_to_list(std::to_string(i + 1));

    EXPECT_THAT(alice.connection->sent,
                ElementsAre(R"({"error":"Missing list name parameter","status":400})",
                            R"({"error":"Not authorized to stream this list","status":401})",
                            R"({"error":"Too many subscriptions on one connection","status":400})"));
    EXPECT_EQ(hub.questions().size(), Hub::kMaxStreams);
}

void make_list(db::Tx& tx, ListId id, AccountId owner) {
    tx.exec("insert into lists (id, account_id, title, replies_policy, is_exclusive, created_at) "
            "values ($1, $2, 'Friends', 'list', false, 0)",
            {id, owner});
}

TEST(Watch, LooksWhoseAListIs) {
    TestDatabase database;
    accounts::Account alice, bob;
    database->write([&](db::Tx& tx) {
        alice = make_user(tx).account;
        bob = make_user(tx).account;
        make_list(tx, ListId{7}, alice.id);
    });
    Hub hub;
    Client hers(hub, alice.id), his(hub, bob.id);
    hers.subscribe_to_list("7");
    his.subscribe_to_list("7");
    Watch watch(hub, *database, std::chrono::hours(1));

    watch.look();

    EXPECT_TRUE(hub.has_listeners("timeline:list:7"));
    EXPECT_THAT(his.connection->sent, testing::Contains(HasSubstr("Not authorized")));
}

TEST(Hub, KnowsWhoListens) {
    Hub hub;
    {
        Client alice(hub, kAlice), bob(hub, kBob);
        alice.subscribe("user");
        bob.subscribe("public:local");

        EXPECT_TRUE(hub.has_listeners("timeline:1"));
        EXPECT_TRUE(hub.has_listeners("timeline:public:local"));
        EXPECT_FALSE(hub.has_listeners("timeline:2"));
        EXPECT_THAT(hub.listening_accounts(), ElementsAre(kAlice));
        EXPECT_THAT(hub.tokens(), UnorderedElementsAre(TokenId{1}, TokenId{2}));
    }

    EXPECT_FALSE(hub.has_listeners("timeline:1"));
    EXPECT_THAT(hub.listening_accounts(), IsEmpty());
    EXPECT_EQ(hub.size(), 0u);
}

TEST(Hub, EndsTheSocketsOfATokenOrAccount) {
    Hub hub;
    Client alice(hub, kAlice), bob(hub, kBob);

    send(hub, event("timeline:access_token:1", "kill"));
    EXPECT_EQ(alice.connection->closed_with, 1008);
    EXPECT_EQ(bob.connection->closed_with, 0);

    send(hub, event("timeline:system:2", "kill"));
    EXPECT_EQ(bob.connection->closed_with, 1008);
}

TEST(Hub, AnEventStreamHasLines) {
    Hub hub;
    auto connection = std::make_shared<KeptConnection>();
    auto listener = std::make_shared<Listener>();
    listener->kind = http::StreamKind::EventStream;
    listener->account = kAlice;
    listener->scopes = http::Scope::ReadStatuses;
    Session session(hub, listener, {*resolve({.name = "public", .tag = {}}, kAlice, http::Scope::ReadStatuses)});
    session.opened(connection);

    send(hub, event("timeline:public"));

    EXPECT_THAT(connection->sent, ElementsAre("event: update\ndata: {\"id\":\"1\"}\n\n"));
    session.closed();
}

} // namespace
} // namespace streaming
