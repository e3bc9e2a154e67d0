#include "support/api_server.h"
#include "support/federation_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::StartsWith;

const HttpHeaders kActivity = {{"Accept", "application/activity+json"}};
const HttpHeaders kBrowser = {{"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}};

TEST(ActorsApi, SaysWhoSomebodyIsAndHowTheirSignaturesAreChecked) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice", .display_name = "Alice", .is_locked = true});
    alice.client.request("PATCH", "/api/v1/profile", {},
                         "note=About+%23cats&fields_attributes[0][name]=Web"
                         "&fields_attributes[0][value]=https://alice.test");

    const auto reply = server.client().get("/users/alice", kActivity);
    const auto actor = reply.json();

    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_THAT(reply.header("content-type"), StartsWith("application/activity+json"));
    EXPECT_EQ(reply.header("cache-control"), "max-age=180, public");
    EXPECT_THAT(reply.header("vary"), HasSubstr("Accept"));
    EXPECT_EQ(actor.at("id"), "https://akebono.test/users/alice");
    EXPECT_EQ(actor.at("type"), "Person");
    EXPECT_EQ(actor.at("preferredUsername"), "alice");
    EXPECT_EQ(actor.at("webfinger"), "alice@akebono.test");
    EXPECT_EQ(actor.at("name"), "Alice");
    EXPECT_EQ(actor.at("url"), "https://akebono.test/@alice");
    EXPECT_EQ(actor.at("inbox"), "https://akebono.test/users/alice/inbox");
    EXPECT_EQ(actor.at("outbox"), "https://akebono.test/users/alice/outbox");
    EXPECT_EQ(actor.at("featured"), "https://akebono.test/users/alice/collections/featured");
    EXPECT_EQ(actor.at("endpoints").at("sharedInbox"), "https://akebono.test/inbox");
    EXPECT_EQ(actor.at("manuallyApprovesFollowers"), true);
    EXPECT_EQ(actor.at("published"), "2024-01-02T00:00:00.000Z");
    EXPECT_EQ(actor.at("publicKey").at("id"), "https://akebono.test/users/alice#main-key");
    EXPECT_EQ(actor.at("publicKey").at("owner"), "https://akebono.test/users/alice");
    EXPECT_THAT(std::string(actor.at("publicKey").at("publicKeyPem").as_string()), StartsWith("-----BEGIN PUBLIC KEY"));
    EXPECT_EQ(actor.at("tag").at(0).at("name"), "#cats");
    EXPECT_EQ(actor.at("attachment").at(0).at("type"), "PropertyValue");
    EXPECT_EQ(actor.at("attachment").at(0).at("name"), "Web");
    EXPECT_FALSE(actor.as_object().contains("icon"));
    EXPECT_FALSE(actor.as_object().contains("suspended"));
}

// "https://akebono.test/ap/users/ID/…", which no test knows before.
std::string featured_collections_of(const accounts::Account& account) {
    return "https://akebono.test/ap/users/" + to_string(account.id) + "/featured_collections";
}

TEST(ActorsApi, HasEveryMember) {
    ApiServer server;
    const auto alice = server.sign_in({.username = "alice", .display_name = "Alice :blob:"}).account;
    server.write([&](db::Tx& tx) {
        const auto nest = make_remote(tx, {.username = "nest"});
        tx.exec(
            "insert into custom_emojis (id, shortcode, url, static_url) values (65536, 'blob', '/e.png', '/e.png')");
        tx.exec(R"(
            update accounts set actor_type = 'Service', is_discoverable = true, is_indexable = true, is_memorial = true,
                   shows_media = false, note_text = 'About #cats', note = '<p>About #cats</p>', avatar = '/a.png',
                   header = '/h.jpg', moved_to_account_id = $2, also_known_as = '["https://old.test/users/alice"]',
                   attribution_domains = '["press.test"]',
                   fields = '[{"name":"Web","text":"alice.test","value":"<b>alice.test</b>","verified_at":null}]'
            where id = $1)", {alice.id, nest.id});
    });

    auto actor = server.client().get("/users/alice", kActivity).json().as_object();

    actor.erase("@context");
    actor.at("publicKey").as_object().erase("publicKeyPem");
    auto expected = json::parse(R"({
        "id": "https://akebono.test/users/alice",
        "type": "Service",
        "following": "https://akebono.test/users/alice/following",
        "followers": "https://akebono.test/users/alice/followers",
        "inbox": "https://akebono.test/users/alice/inbox",
        "outbox": "https://akebono.test/users/alice/outbox",
        "featured": "https://akebono.test/users/alice/collections/featured",
        "featuredTags": "https://akebono.test/users/alice/collections/tags",
        "preferredUsername": "alice",
        "webfinger": "alice@akebono.test",
        "url": "https://akebono.test/@alice",
        "name": "Alice :blob:",
        "summary": "<p>About #cats</p>",
        "manuallyApprovesFollowers": false,
        "discoverable": true,
        "indexable": true,
        "published": "2024-01-02T00:00:00.000Z",
        "memorial": true,
        "showFeatured": true,
        "showMedia": false,
        "showRepliesInMedia": true,
        "interactionPolicy": {
            "canFeature": {"automaticApproval": ["https://www.w3.org/ns/activitystreams#Public"]}
        },
        "tag": [
            {
                "id": "https://akebono.test/emojis/65536",
                "type": "Emoji",
                "name": ":blob:",
                "updated": "1970-01-01T00:00:00.001Z",
                "icon": {"type": "Image", "mediaType": "image/png", "url": "https://akebono.test/e.png"}
            },
            {"type": "Hashtag", "href": "https://akebono.test/tags/cats", "name": "#cats"}
        ],
        "attachment": [{"type": "PropertyValue", "name": "Web", "value": "<b>alice.test</b>"}],
        "icon": {"type": "Image", "mediaType": "image/png", "url": "https://akebono.test/a.png"},
        "image": {"type": "Image", "mediaType": "image/jpeg", "url": "https://akebono.test/h.jpg"},
        "movedTo": "https://remote.test/users/nest",
        "alsoKnownAs": ["https://old.test/users/alice"],
        "attributionDomains": ["press.test"],
        "endpoints": {"sharedInbox": "https://akebono.test/inbox"},
        "publicKey": {
            "id": "https://akebono.test/users/alice#main-key",
            "owner": "https://akebono.test/users/alice"
        }
    })")->as_object();
    expected["featuredCollections"] = featured_collections_of(alice);
    EXPECT_EQ(actor, expected) << json::Value(actor);
}

TEST(ActorsApi, SaysWhoMayPutThemIntoACollection) {
    ApiServer server;
    const auto alice = server.sign_in({.username = "alice"}).account;
    const auto allowed = [&](bool is_discoverable, bool is_locked) {
        server.write([&](db::Tx& tx) {
            tx.exec("update accounts set is_discoverable = $2, is_locked = $3 where id = $1",
                    {alice.id, is_discoverable, is_locked});
        });
        const auto actor = server.client().get("/users/alice", kActivity).json();
        return actor.at("interactionPolicy").at("canFeature").at("automaticApproval");
    };

    EXPECT_EQ(allowed(true, false), (json::Array{"https://www.w3.org/ns/activitystreams#Public"}));
    EXPECT_EQ(allowed(true, true), (json::Array{"https://akebono.test/users/alice/followers"}));
    EXPECT_EQ(allowed(false, false), (json::Array{"https://akebono.test/users/alice"}));
}

TEST(ActorsApi, IsTheSameDocumentWhereverPeopleLook) {
    ApiServer server;
    server.sign_in({.username = "alice"});
    const auto profile = HttpHeaders{
        {"Accept", R"(application/ld+json; profile="https://www.w3.org/ns/activitystreams", text/html;q=0.1)"}};

    const auto at_users = server.client().get("/users/alice", kActivity);

    EXPECT_EQ(server.client().get("/@alice", profile).body, at_users.body);
    EXPECT_EQ(server.client().get("/users/ALICE", kActivity).body, at_users.body);
}

TEST(ActorsApi, PeopleGetNoDocument) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});

    for (const auto* path : {"/users/alice", "/@alice", "/users/alice/statuses/1", "/@alice/1"}) {
        for (const auto& headers : {kBrowser, HttpHeaders{}, HttpHeaders{{"Accept", "application/ld+json"}}}) {
            const auto reply = server.client().get(path, headers);
            EXPECT_EQ(reply.status, 404) << path;
            EXPECT_THAT(reply.header("vary"), HasSubstr("Accept")) << path;
        }
    }
}

TEST(ActorsApi, NobodyIsThereBeforeTheyAreLetIn) {
    ApiServer server;
    server.write([](db::Tx& tx) {
        make_user(tx, {.username = "unconfirmed", .is_confirmed = false});
        make_user(tx, {.username = "waiting", .is_approved = false});
        make_account(tx, {.username = "bob", .domain = "remote.test"});
    });
    auto client = server.client();
    const auto nobody = client.get("/users/nobody", kActivity);

    for (const auto* name : {"unconfirmed", "waiting", "bob", "bob@remote.test"}) {
        for (const auto* more :
             {"", "/outbox", "/followers", "/following", "/collections/featured", "/collections/tags"}) {
            const auto reply = client.get("/users/" + std::string(name) + more, kActivity);
            EXPECT_EQ(reply.status, 404) << name << more;
            EXPECT_EQ(reply.body, nobody.body) << name << more;
        }
    }
}

TEST(ActorsApi, OfTheSuspendedNothingIsLeftButTheName) {
    ApiServer server;
    const auto alice = server.sign_in({.username = "alice", .display_name = "Rude words"});
    server.write([&](db::Tx& tx) {
        tx.exec("update accounts set suspended_at = $2 where id = $1", {alice.account.id, tx.now()});
    });
    auto client = server.client();

    auto actor = client.get("/users/alice", kActivity).json().as_object();

    actor.erase("@context");
    actor.at("publicKey").as_object().erase("publicKeyPem");
    auto expected = json::parse(R"({
        "id": "https://akebono.test/users/alice",
        "type": "Person",
        "following": "https://akebono.test/users/alice/following",
        "followers": "https://akebono.test/users/alice/followers",
        "inbox": "https://akebono.test/users/alice/inbox",
        "outbox": "https://akebono.test/users/alice/outbox",
        "featured": "https://akebono.test/users/alice/collections/featured",
        "featuredTags": "https://akebono.test/users/alice/collections/tags",
        "preferredUsername": "alice",
        "webfinger": "alice@akebono.test",
        "url": "https://akebono.test/@alice",
        "suspended": true,
        "endpoints": {"sharedInbox": "https://akebono.test/inbox"},
        "publicKey": {
            "id": "https://akebono.test/users/alice#main-key",
            "owner": "https://akebono.test/users/alice"
        }
    })")->as_object();
    expected["featuredCollections"] = featured_collections_of(alice.account);
    EXPECT_EQ(actor, expected) << json::Value(actor);
    EXPECT_EQ(client.get("/.well-known/webfinger?resource=acct:alice@akebono.test").status, 200);
    for (const auto* path : {"/outbox", "/followers", "/following", "/collections/featured", "/statuses/1"}) {
        EXPECT_EQ(client.get("/users/alice" + std::string(path), kActivity).status, 403) << path;
    }
}

TEST(ActorsApi, TheServerItselfIsAnActor) {
    ApiServer server;

    const auto actor = server.client().get("/actor").json();
    const auto found = server.client().get("/.well-known/webfinger?resource=acct:akebono.test@akebono.test").json();
    const auto outbox = server.client().get("/actor/outbox").json();

    EXPECT_EQ(actor.at("id"), "https://akebono.test/actor");
    EXPECT_EQ(actor.at("type"), "Application");
    EXPECT_EQ(actor.at("preferredUsername"), "akebono.test");
    EXPECT_EQ(actor.at("publicKey").at("owner"), "https://akebono.test/actor");
    EXPECT_EQ(found.at("subject"), "acct:akebono.test@akebono.test");
    EXPECT_EQ(found.at("links").at(1).at("href"), "https://akebono.test/actor");
    EXPECT_EQ(outbox.at("totalItems"), 0);
    EXPECT_EQ(outbox.at("id"), actor.at("outbox"));
}

TEST(ActorsApi, ListsWhoFollowsAndIsFollowed) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    server.write([&](db::Tx& tx) {
        for (int i = 0; i < 13; ++i) {
            make_follow(tx, make_account(tx, {.username = "fan" + std::to_string(i), .domain = "remote.test"}).id,
                        alice.account.id);
        }
    });
    auto client = server.client();
    const std::string id = "https://akebono.test/users/alice/followers";

    const auto whole = client.get("/users/alice/followers").json();
    const auto first = client.get("/users/alice/followers?page=true").json();
    const auto next = std::string(first.at("next").as_string());
    const auto second = client.get(next.substr(next.find("/users"))).json();

    EXPECT_EQ(whole.at("id"), json::Value(id));
    EXPECT_EQ(whole.at("totalItems"), 13);
    EXPECT_EQ(whole.at("first"), json::Value(id + "?page=true"));
    EXPECT_FALSE(whole.as_object().contains("orderedItems"));
    EXPECT_EQ(first.at("type"), "OrderedCollectionPage");
    EXPECT_EQ(first.at("partOf"), json::Value(id));
    ASSERT_EQ(first.at("orderedItems").as_array().size(), 12U);
    EXPECT_EQ(first.at("orderedItems").at(0), "https://remote.test/users/fan12");
    EXPECT_EQ(second.at("orderedItems"), (json::Array{"https://remote.test/users/fan0"}));
    EXPECT_FALSE(second.as_object().contains("next"));
    EXPECT_EQ(client.get("/users/alice/following").json().at("totalItems"), 0);
    EXPECT_EQ(client.get("/users/alice/following?page=1").json().at("orderedItems"), json::Array());
}

TEST(ActorsApi, HidesListsThatAreHidden) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"}), bob = server.sign_in({.username = "bob"});
    bob.client.post(alice.path("/follow"));
    alice.client.request("PATCH", "/api/v1/profile", {}, "hide_collections=true");
    auto client = server.client();

    const auto followers = client.get("/users/alice/followers").json();

    EXPECT_EQ(followers.at("totalItems"), 1);
    EXPECT_FALSE(followers.as_object().contains("first"));
    EXPECT_EQ(client.get("/users/alice/followers?page=true").status, 403);
    EXPECT_EQ(client.get("/users/alice/following?page=true").status, 403);
    EXPECT_EQ(client.get("/users/bob/following?page=true").json().at("orderedItems"),
              (json::Array{"https://akebono.test/users/alice"}));
}

TEST(ActorsApi, ListsFeaturedHashtags) {
    ApiServer server;
    auto alice = server.sign_in({.username = "alice"});
    alice.client.post("/api/v1/featured_tags", "name=Cats");

    const auto tags = server.client().get("/users/alice/collections/tags").json();

    EXPECT_EQ(tags.at("type"), "Collection");
    EXPECT_EQ(tags.at("totalItems"), 1);
    EXPECT_EQ(tags.at("items").at(0).at("type"), "Hashtag");
    EXPECT_EQ(tags.at("items").at(0).at("name"), "#cats");
    EXPECT_EQ(tags.at("items").at(0).at("href"), "https://akebono.test/@alice/tagged/cats");
}

TEST(ActorsApi, ShowsOurEmojis) {
    ApiServer server;
    std::int64_t id = 0;
    server.write([&](db::Tx& tx) {
        id = tx.new_id();
        tx.exec("insert into custom_emojis (id, shortcode, url, static_url) values ($1, 'blob', '/e.png', '/e.png')",
                {id});
        tx.exec(
            "insert into custom_emojis (id, shortcode, domain, url, static_url) values ($1, 'far', 'a.test', '', '')",
            {id + 1});
    });
    auto client = server.client();

    const auto emoji = client.get("/emojis/" + std::to_string(id)).json();

    EXPECT_EQ(emoji.at("type"), "Emoji");
    EXPECT_EQ(emoji.at("name"), ":blob:");
    EXPECT_EQ(emoji.at("icon").at("url"), "https://akebono.test/e.png");
    EXPECT_EQ(emoji.at("icon").at("mediaType"), "image/png");
    EXPECT_EQ(client.get("/emojis/" + std::to_string(id + 1)).status, 404);
    EXPECT_EQ(client.get("/emojis/blob").status, 404);
}

} // namespace
