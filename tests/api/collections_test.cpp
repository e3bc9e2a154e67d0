#include "support/api_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string text(const json::Value& value) { return std::string(value.as_string()); }

std::vector<std::string> ids(const json::Value& list) {
    std::vector<std::string> found;
    for (const auto& one : list.as_array()) found.push_back(text(one.at("id")));
    return found;
}

std::vector<std::string> names(const HttpReply& reply) {
    std::vector<std::string> found;
    const auto page = reply.json();
    for (const auto& one : page.at("collections").as_array()) found.push_back(text(one.at("name")));
    return found;
}

struct CollectionsApi : testing::Test {
    ApiServer server;
    ApiServer::Person alice = server.sign_in(), bob = server.sign_in(), carol = server.sign_in();

    CollectionsApi() {
        for (auto* person : {&alice, &bob, &carol}) set_discoverable(*person, true);
    }
    void set_discoverable(const ApiServer::Person& person, bool is) {
        server.write([&](db::Tx& tx) {
            tx.exec("update accounts set is_discoverable = $2 where id = $1", {person.account.id, is});
        });
    }
    std::string make(const std::string& form = "name=Friends") {
        return "/api/v1/collections/"
               + text(alice.client.post("/api/v1/collections", form).json().at("collection").at("id"));
    }
    HttpReply add(const std::string& collection, const ApiServer::Person& who) {
        return alice.client.post(collection + "/items", "account_id=" + to_string(who.account.id));
    }
    std::string added(const std::string& collection, const ApiServer::Person& who) {
        return collection + "/items/" + text(add(collection, who).json().at("collection_item").at("id"));
    }
    static HttpReply change(ApiServer::Person& who, const std::string& collection, const std::string& json) {
        return who.client.request("PATCH", collection, {{"Content-Type", "application/json"}}, json);
    }
    std::vector<std::string> people_of(const std::string& collection, HttpClient& viewer) {
        return ids(viewer.get(collection).json().at("accounts"));
    }
    std::vector<std::string> told(ApiServer::Person& who) {
        std::vector<std::string> found;
        const auto notifications = who.client.get("/api/v1/notifications").json();
        for (const auto& one : notifications.as_array()) {
            found.push_back(text(one.at("type")) + " " + text(one.at("collection").at("name")));
        }
        return found;
    }
};

TEST_F(CollectionsApi, AreMadeReadChangedAndDeleted) {
    const auto made = alice.client
                          .post("/api/v1/collections",
                                "name=Cats&description=All+of+them&language=ja&sensitive=true&discoverable=false"
                                "&tag_name=%23Caf%C3%A9&account_ids[]="
                                    + to_string(bob.account.id))
                          .json()
                          .at("collection");
    const std::string id = text(made.at("id")), path = "/api/v1/collections/" + id;

    EXPECT_EQ(made.at("name"), "Cats");
    EXPECT_EQ(made.at("description"), "All of them");
    EXPECT_EQ(made.at("language"), "ja");
    EXPECT_EQ(made.at("sensitive"), true);
    EXPECT_EQ(made.at("discoverable"), false);
    EXPECT_EQ(made.at("local"), true);
    EXPECT_EQ(made.at("account_id").as_string(), to_string(alice.account.id));
    EXPECT_EQ(made.at("tag").at("name"), "cafe");
    EXPECT_EQ(made.at("url").as_string(), "https://akebono.test/collections/" + id);
    EXPECT_EQ(made.at("uri").as_string(),
              "https://akebono.test/ap/users/" + to_string(alice.account.id) + "/collections/" + id);
    EXPECT_EQ(made.at("item_count"), 1);
    EXPECT_EQ(made.at("items").at(0).at("state"), "accepted");
    EXPECT_EQ(made.at("items").at(0).at("account_id").as_string(), to_string(bob.account.id));

    const auto changed =
        change(alice, path, R"({"name":"Dogs","tag_name":null,"language":""})").json().at("collection");
    EXPECT_EQ(changed.at("name"), "Dogs");
    EXPECT_TRUE(changed.at("tag").is_null());
    EXPECT_TRUE(changed.at("language").is_null());
    EXPECT_EQ(changed.at("description"), "All of them");
    auto nobody = server.client();
    EXPECT_THAT(people_of(path, nobody), ElementsAre(to_string(alice.account.id), to_string(bob.account.id)));
    EXPECT_EQ(alice.client.request("PUT", path, {{"Content-Type", "application/json"}}, R"({"name":"Birds"})").status,
              200);
    EXPECT_THAT(names(nobody.get(alice.path("/collections"))), ElementsAre("Birds"));

    const auto deleted = alice.client.del(path);
    EXPECT_EQ(deleted.status, 200);
    EXPECT_EQ(deleted.body, "");
    EXPECT_EQ(alice.client.get(path).status, 404);
    EXPECT_THAT(names(alice.client.get(alice.path("/collections"))), IsEmpty());
}

TEST_F(CollectionsApi, RefuseWhatIsNoCollection) {
    const auto path = make();
    const auto refused = [&](const std::string& form) { return alice.client.post("/api/v1/collections", form); };

    EXPECT_EQ(refused("").error(), "Validation failed: Name can't be blank");
    EXPECT_EQ(refused("name=+").json().at("details").at("name").at(0).at("error"), "ERR_BLANK");
    EXPECT_EQ(refused("name=" + std::string(41, 'x')).error(),
              "Validation failed: Name is too long (maximum is 40 characters)");
    EXPECT_EQ(refused("name=x&description=" + std::string(101, 'x')).status, 422);
    EXPECT_EQ(refused("name=x&language=elvish").json().at("details").at("language").at(0).at("error"), "ERR_INVALID");
    EXPECT_EQ(refused("name=x&tag_name=a+b").status, 422);
    EXPECT_EQ(refused("name=x&account_ids[]=1").status, 404);
    EXPECT_EQ(refused("name=x&account_ids[]=bob").status, 404);
    EXPECT_EQ(change(alice, path, R"({"name":""})").status, 422);
    EXPECT_EQ(change(alice, path, "{}").status, 200);
    EXPECT_THAT(names(alice.client.get(alice.path("/collections"))), ElementsAre("Friends"))
        << "nothing is left of what was refused";
}

TEST_F(CollectionsApi, AreTenAtMost) {
    for (int i = 0; i < 10; ++i) make();

    EXPECT_THAT(alice.client.post("/api/v1/collections", "name=x").error(), HasSubstr("maximum number of collections"));
}

TEST_F(CollectionsApi, HavePeopleWhoAreTold) {
    const auto path = make();

    const auto item = added(path, bob);

    EXPECT_THAT(told(bob), ElementsAre("added_to_collection Friends"));
    EXPECT_EQ(add(path, bob).error(), "Validation failed: Account has already been taken");
    EXPECT_EQ(alice.client.post(path + "/items").error(), "`account_id` parameter is missing");
    EXPECT_EQ(alice.client.post(path + "/items", "account_id=1").status, 404);
    EXPECT_EQ(alice.client.post(path + "/items", "account_id=x").status, 404);
    change(alice, path, R"({"name":"Better friends"})");
    EXPECT_THAT(told(bob), ElementsAre("collection_update Better friends", "added_to_collection Better friends"));
    change(alice, path, R"({"name":"Best friends"})");
    EXPECT_THAT(told(bob), ElementsAre("collection_update Best friends", "added_to_collection Best friends"));
    EXPECT_THAT(names(bob.client.get(bob.path("/in_collections"))), ElementsAre("Best friends"));

    const auto taken_out = alice.client.del(item);
    EXPECT_EQ(taken_out.status, 200);
    EXPECT_EQ(taken_out.body, "");
    EXPECT_THAT(told(bob), IsEmpty());
    EXPECT_THAT(people_of(path, alice.client), ElementsAre(to_string(alice.account.id)));
    EXPECT_EQ(alice.client.del(item).status, 404);
    EXPECT_EQ(add(path, bob).status, 200) << "the owner took them out, and may put them in again";
}

TEST_F(CollectionsApi, OfOthersAreTheirs) {
    const auto path = make();
    const auto item = added(path, bob);

    EXPECT_EQ(change(bob, path, R"({"name":"Mine"})").status, 403);
    EXPECT_EQ(bob.client.del(path).status, 403);
    EXPECT_EQ(bob.client.post(path + "/items", "account_id=" + to_string(bob.account.id)).status, 403);
    EXPECT_EQ(bob.client.del(item).status, 403);
    EXPECT_EQ(carol.client.post(item + "/revoke").status, 403);
    EXPECT_EQ(alice.client.post(item + "/revoke").status, 403);
    EXPECT_EQ(bob.client.get(alice.path("/in_collections")).status, 403);
    for (const std::string& unknown : {std::string("/api/v1/collections/1"), std::string("/api/v1/collections/x")}) {
        EXPECT_EQ(alice.client.get(unknown).status, 404);
        EXPECT_EQ(change(alice, unknown, R"({"name":"x"})").status, 404);
        EXPECT_EQ(alice.client.del(unknown).status, 404);
        EXPECT_EQ(alice.client.post(unknown + "/items", "account_id=1").status, 404);
        EXPECT_EQ(alice.client.del(unknown + "/items/1").status, 404);
        EXPECT_EQ(alice.client.post(unknown + "/items/1/revoke").status, 404);
    }
    EXPECT_EQ(alice.client.del(path + "/items/1").status, 404);
    EXPECT_EQ(alice.client.get("/api/v1/accounts/1/collections").status, 404);
    EXPECT_EQ(alice.client.get("/api/v1/accounts/1/in_collections").status, 404);
}

TEST_F(CollectionsApi, AreLeftByWhoeverWants) {
    const auto path = make();
    const auto item = added(path, bob);

    const auto left = bob.client.post(item + "/revoke");

    EXPECT_EQ(left.status, 200);
    EXPECT_EQ(left.body, "");
    EXPECT_EQ(bob.client.post(item + "/revoke").status, 200) << "twice is once";
    EXPECT_THAT(people_of(path, alice.client), ElementsAre(to_string(alice.account.id)));
    EXPECT_THAT(told(bob), IsEmpty());
    EXPECT_THAT(names(bob.client.get(bob.path("/in_collections"))), IsEmpty());
    EXPECT_EQ(add(path, bob).status, 422) << "not at once again";
}

TEST_F(CollectionsApi, AreOnlyOfThoseWhoWantToBeFound) {
    const auto path = make();
    set_discoverable(bob, false);
    const auto approval = [&](HttpClient& viewer, const ApiServer::Person& of) {
        const auto found = viewer.get(of.path()).json().at("feature_approval");
        return text(found.at("current_user")) + " "
               + (found.at("automatic").as_array().empty() ? "" : text(found.at("automatic").at(0)));
    };
    auto nobody = server.client();

    EXPECT_EQ(add(path, bob).status, 403);
    EXPECT_EQ(approval(alice.client, bob), "denied ");
    EXPECT_EQ(approval(alice.client, carol), "automatic public");
    EXPECT_EQ(approval(nobody, carol), "denied public");
    EXPECT_EQ(approval(bob.client, bob), "automatic ");
    server.write(
        [&](db::Tx& tx) { tx.exec("update accounts set is_locked = true where id = $1", {carol.account.id}); });
    EXPECT_EQ(add(path, carol).status, 403);
    EXPECT_EQ(approval(alice.client, carol), "denied followers");
    server.write([&](db::Tx& tx) { make_follow(tx, alice.account.id, carol.account.id); });
    EXPECT_EQ(approval(alice.client, carol), "automatic followers");
    EXPECT_EQ(add(path, carol).status, 200);
    EXPECT_EQ(add(path, alice).status, 200) << "oneself, too";
    EXPECT_THAT(told(alice), IsEmpty());
    EXPECT_EQ(alice.client.post("/api/v1/collections", "name=x&account_ids[]=" + to_string(bob.account.id)).status,
              403);
}

TEST_F(CollectionsApi, EndWithABlock) {
    const auto path = make();
    add(path, bob);
    add(path, carol);

    bob.client.post(alice.path("/block"));
    alice.client.post(carol.path("/block"));

    EXPECT_EQ(bob.client.get(path).status, 200) << "bob has blocked, and may look";
    EXPECT_EQ(carol.client.get(path).status, 404);
    EXPECT_THAT(names(carol.client.get(alice.path("/collections"))), IsEmpty());
    EXPECT_THAT(people_of(path, alice.client), ElementsAre(to_string(alice.account.id)));
    EXPECT_THAT(told(bob), IsEmpty());
    EXPECT_EQ(add(path, bob).status, 403);
    EXPECT_EQ(add(path, carol).status, 403);
}

TEST_F(CollectionsApi, HideWhomTheViewerBlocks) {
    const auto path = make();
    add(path, bob);

    carol.client.post(bob.path("/block"));

    EXPECT_THAT(people_of(path, carol.client), ElementsAre(to_string(alice.account.id)));
    EXPECT_THAT(people_of(path, bob.client), ElementsAre(to_string(alice.account.id), to_string(bob.account.id)));
}

TEST_F(CollectionsApi, ArePagedByOffset) {
    for (const char* name : {"one", "two", "three"}) make(std::string("name=") + name);
    const auto page = [&](const std::string& query) { return alice.client.get(alice.path("/collections") + query); };

    EXPECT_THAT(names(page("")), ElementsAre("three", "two", "one"));
    EXPECT_EQ(page("").header("link"), "");
    const auto first = page("?limit=2"), second = page("?limit=2&offset=2");
    EXPECT_THAT(names(first), ElementsAre("three", "two"));
    EXPECT_THAT(first.header("link"), HasSubstr("limit=2&offset=2>; rel=\"next\""));
    EXPECT_THAT(first.header("link"), Not(HasSubstr("prev")));
    EXPECT_THAT(names(second), ElementsAre("one"));
    EXPECT_THAT(second.header("link"), HasSubstr("limit=2&offset=0>; rel=\"prev\""));
    EXPECT_THAT(second.header("link"), Not(HasSubstr("next")));
    EXPECT_THAT(names(page("?offset=-5")), ElementsAre("three", "two", "one"));
}

TEST_F(CollectionsApi, AskForTheirScopes) {
    const auto path = make();
    const auto item = added(path, bob);
    auto reader = server.sign_in_again(alice.account.id, "read:collections"),
         writer = server.sign_in_again(alice.account.id, "write:collections"),
         other = server.sign_in_again(alice.account.id, "read:accounts write:accounts"), nobody = server.client();

    EXPECT_EQ(nobody.get(path).status, 200);
    EXPECT_EQ(nobody.get(alice.path("/collections")).status, 200);
    EXPECT_EQ(nobody.get(alice.path("/in_collections")).status, 401);
    EXPECT_EQ(nobody.post("/api/v1/collections", "name=x").status, 401);
    for (const std::string& read : {path, alice.path("/collections"), alice.path("/in_collections")}) {
        EXPECT_EQ(reader.get(read).status, 200);
        EXPECT_EQ(other.get(read).status, 403);
        EXPECT_EQ(writer.get(read).status, 403);
    }
    for (auto* client : {&nobody, &reader, &other}) {
        const int refused = client == &nobody ? 401 : 403;
        EXPECT_EQ(client->post("/api/v1/collections", "name=x").status, refused);
        EXPECT_EQ(client->request("PATCH", path, {}, "").status, refused);
        EXPECT_EQ(client->del(path).status, refused);
        EXPECT_EQ(client->post(path + "/items", "account_id=" + to_string(carol.account.id)).status, refused);
        EXPECT_EQ(client->del(item).status, refused);
        EXPECT_EQ(client->post(item + "/revoke").status, refused);
    }
    EXPECT_EQ(writer.post("/api/v1/collections", "name=x").status, 200);
}

TEST_F(CollectionsApi, AreReported) {
    const auto path = make();
    const std::string id = path.substr(path.rfind('/') + 1), of_alice = "account_id=" + to_string(alice.account.id);
    const std::string own = "&collection_ids[]=" + id + "&collection_ids[]=1";

    const auto report = bob.client.post("/api/v1/reports", of_alice + own).json();
    const auto other = bob.client.post("/api/v1/reports", "account_id=" + to_string(carol.account.id) + own).json();

    EXPECT_EQ(report.at("collection_ids").as_array().size(), 1u);
    EXPECT_EQ(report.at("collection_ids").at(0).as_string(), id);
    EXPECT_TRUE(other.at("collection_ids").as_array().empty()) << "it is not carol's";
}

TEST_F(CollectionsApi, AreThereUnderTheirFirstNameToo) {
    const auto made = alice.client.post("/api/v1_alpha/collections", "name=Friends").json().at("collection");
    const std::string path = "/api/v1_alpha/collections/" + text(made.at("id"));

    EXPECT_EQ(add(path, bob).status, 200);
    EXPECT_EQ(alice.client.get(path).json().at("collection").at("item_count"), 1);
    EXPECT_EQ(change(alice, path, R"({"name":"x"})").status, 200);
    EXPECT_THAT(names(alice.client.get("/api/v1_alpha/accounts/" + to_string(alice.account.id) + "/collections")),
                ElementsAre("x"));
    EXPECT_EQ(alice.client.del(path).status, 200);
}

TEST_F(CollectionsApi, AreDocumentsForOtherServers) {
    const auto collection = make("name=Friends&description=All&language=en&tag_name=Cats&sensitive=true");
    const auto item = added(collection, bob);
    const std::string origin = "https://akebono.test", owner = "/ap/users/" + to_string(alice.account.id);
    const auto last_of = [](const std::string& path) { return path.substr(path.rfind('/')); };
    auto client = server.client();
    const auto get = [&](const std::string& path) {
        return client.get(path, {{"Accept", "application/activity+json"}}).json().as_object();
    };
    const auto uri_of = [](const ApiServer::Person& person) {
        return json::Value("https://akebono.test/users/" + person.account.username);
    };

    const auto document = get(owner + "/collections" + last_of(collection));
    const auto item_path = owner + "/collection_items" + last_of(item);
    const auto stamp_path = "/ap/users/" + to_string(bob.account.id) + "/feature_authorizations" + last_of(item);
    auto entry = get(item_path);
    const auto stamp = get(stamp_path);

    EXPECT_EQ(document.at("id"), json::Value(origin + owner + "/collections" + last_of(collection)));
    EXPECT_EQ(document.at("type"), "FeaturedCollection");
    EXPECT_EQ(document.at("attributedTo"), uri_of(alice));
    EXPECT_EQ(document.at("url"), json::Value(origin + "/collections" + last_of(collection)));
    EXPECT_EQ(document.at("name"), "Friends");
    EXPECT_EQ(document.at("summaryMap").at("en"), "All");
    EXPECT_EQ(document.at("sensitive"), true);
    EXPECT_EQ(document.at("discoverable"), true);
    EXPECT_EQ(document.at("topic").at("name"), "#cats");
    EXPECT_EQ(document.at("totalItems"), 1);
    EXPECT_TRUE(document.contains("published") && document.contains("updated"));
    EXPECT_EQ(get("/collections" + last_of(collection)), document);
    EXPECT_EQ(client.get("/collections" + last_of(collection), {{"Accept", "text/html"}}).status, 404);

    EXPECT_EQ(entry.at("id"), json::Value(origin + item_path));
    EXPECT_EQ(entry.at("type"), "FeaturedItem");
    EXPECT_EQ(entry.at("featuredObject"), uri_of(bob));
    EXPECT_EQ(entry.at("featureAuthorization"), json::Value(origin + stamp_path));
    EXPECT_TRUE(entry.contains("published"));
    entry.erase("@context");
    EXPECT_EQ(document.at("orderedItems"), json::Array{entry});

    EXPECT_EQ(stamp.at("id"), entry.at("featureAuthorization"));
    EXPECT_EQ(stamp.at("type"), "FeatureAuthorization");
    EXPECT_EQ(stamp.at("interactingObject"), document.at("id"));
    EXPECT_EQ(stamp.at("interactionTarget"), uri_of(bob));

    EXPECT_EQ(bob.client.post(item + "/revoke").status, 200);
    for (const auto& path : {item_path, stamp_path}) EXPECT_EQ(client.get(path).status, 404) << path;
    EXPECT_EQ(get(owner + "/collections" + last_of(collection)).at("orderedItems"), json::Array());
}

TEST_F(CollectionsApi, AreListedForOtherServersInPagesOfFive) {
    for (int i = 0; i < 6; ++i) make("name=Friends" + std::to_string(i));
    const std::string path = "/ap/users/" + to_string(alice.account.id) + "/featured_collections";
    const std::string url = "https://akebono.test" + path;
    auto client = server.client();

    const auto whole = client.get(path).json();
    const auto first = client.get(path + "?page=1").json();
    const auto second = client.get(path + "?page=2").json();

    EXPECT_EQ(whole.at("id"), json::Value(url));
    EXPECT_EQ(whole.at("type"), "Collection");
    EXPECT_EQ(whole.at("totalItems"), 6);
    EXPECT_EQ(whole.at("first"), json::Value(url + "?page=1"));
    EXPECT_EQ(first.at("items").as_array().size(), 5U);
    EXPECT_EQ(first.at("items").at(0).at("type"), "FeaturedCollection");
    EXPECT_EQ(first.at("next"), json::Value(url + "?page=2"));
    EXPECT_EQ(second.at("partOf"), json::Value(url));
    EXPECT_EQ(second.at("prev"), json::Value(url + "?page=1"));
    EXPECT_EQ(second.at("items").as_array().size(), 1U);
    EXPECT_FALSE(second.as_object().contains("next"));
}

} // namespace
