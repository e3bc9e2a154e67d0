#include "support/api_server.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> ids(const HttpReply& reply) {
    std::vector<std::string> found;
    const auto items = reply.json();
    for (const auto& item : items.as_array()) found.emplace_back(item.at("id").as_string());
    return found;
}

std::string id_of(const HttpReply& reply) { return std::string(reply.json().at("id").as_string()); }

struct ListsApi : testing::Test {
    ApiServer server;
    ApiServer::Person alice = server.sign_in(), bob = server.sign_in(), carol = server.sign_in();

    ListsApi() {
        for (const auto& other : {&bob, &carol}) alice.client.post(other->path("/follow"));
    }
    std::string make_list(const std::string& form = "title=Friends") {
        return "/api/v1/lists/" + id_of(alice.client.post("/api/v1/lists", form));
    }
    HttpReply add(const std::string& list, const ApiServer::Person& who) {
        return alice.client.post(list + "/accounts", "account_ids[]=" + to_string(who.account.id));
    }
    HttpReply change(const std::string& method, const std::string& list, const std::string& json) {
        return alice.client.request(method, list, {{"Content-Type", "application/json"}}, json);
    }
    StatusId post(const ApiServer::Person& author, const std::string& text) {
        StatusId id;
        server.write([&](db::Tx& tx) { id = make_status(tx, author.account, text); });
        return id;
    }
};

TEST_F(ListsApi, AreMadeReadChangedAndDeleted) {
    const auto made = alice.client.post("/api/v1/lists", "title=Friends&replies_policy=followed&exclusive=true").json();
    const std::string list = "/api/v1/lists/" + std::string(made.at("id").as_string());
    EXPECT_EQ(made.at("title"), "Friends");
    EXPECT_EQ(made.at("replies_policy"), "followed");
    EXPECT_EQ(made.at("exclusive"), true);

    const auto changed = change("PUT", list, R"({"title":"Family","exclusive":false})").json();
    EXPECT_EQ(changed.at("title"), "Family");
    EXPECT_EQ(changed.at("replies_policy"), "followed");
    EXPECT_EQ(changed.at("exclusive"), false);
    EXPECT_EQ(change("PATCH", list, R"({"replies_policy":"none"})").json().at("title"), "Family");
    EXPECT_EQ(alice.client.get(list).json().at("replies_policy"), "none");
    EXPECT_THAT(ids(alice.client.get("/api/v1/lists")), ElementsAre(made.at("id").as_string()));

    const auto deleted = alice.client.del(list);
    EXPECT_EQ(deleted.status, 200);
    EXPECT_EQ(deleted.body, "{}");
    EXPECT_EQ(alice.client.get(list).status, 404);
    EXPECT_THAT(ids(alice.client.get("/api/v1/lists")), IsEmpty());
}

TEST_F(ListsApi, RefuseWhatIsNoList) {
    const auto list = make_list();

    EXPECT_EQ(alice.client.post("/api/v1/lists", "title=").error(), "Validation failed: Title can't be blank");
    EXPECT_EQ(alice.client.post("/api/v1/lists").status, 422);
    EXPECT_EQ(alice.client.post("/api/v1/lists", "title=x&replies_policy=all").error(),
              "'all' is not a valid replies_policy");
    EXPECT_EQ(change("PUT", list, R"({"title":""})").status, 422);
    EXPECT_EQ(change("PUT", list, R"({"replies_policy":"all"})").status, 422);
    EXPECT_EQ(change("PUT", list, "{}").status, 200);
}

TEST_F(ListsApi, HavePeople) {
    const auto list = make_list();
    const auto b = to_string(bob.account.id), c = to_string(carol.account.id);

    const auto added = alice.client.post_json(list + "/accounts", R"({"account_ids":[")" + b + R"(",")" + c + R"("]})");
    EXPECT_EQ(added.status, 200);
    EXPECT_EQ(added.body, "{}");
    EXPECT_THAT(ids(alice.client.get(list + "/accounts")), ElementsAre(c, b));
    EXPECT_EQ(ids(alice.client.get(bob.path("/lists"))), ids(alice.client.get("/api/v1/lists")));
    EXPECT_THAT(ids(alice.client.get(alice.path("/lists"))), IsEmpty());

    EXPECT_EQ(add(list, bob).error(), "Validation failed: Account has already been taken");
    EXPECT_EQ(alice.client.post(list + "/accounts", "account_ids[]=1").status, 404);
    EXPECT_EQ(alice.client.post(list + "/accounts", "account_ids[]=nobody").status, 404);
    EXPECT_EQ(alice.client.post(list + "/accounts").status, 200);

    EXPECT_EQ(alice.client.request("DELETE", list + "/accounts?account_ids[]=" + b).body, "{}");
    EXPECT_THAT(ids(alice.client.get(list + "/accounts")), ElementsAre(c));
    alice.client.post(carol.path("/unfollow"));
    EXPECT_THAT(ids(alice.client.get(list + "/accounts")), IsEmpty());
}

TEST_F(ListsApi, PagePeopleOrShowAllOfThem) {
    const auto list = make_list();
    add(list, bob);
    add(list, carol);
    const auto b = to_string(bob.account.id), c = to_string(carol.account.id);

    const auto first = alice.client.get(list + "/accounts?limit=1");
    const auto all = alice.client.get(list + "/accounts?limit=0");

    EXPECT_THAT(ids(first), ElementsAre(c));
    EXPECT_THAT(first.header("link"), HasSubstr("max_id=" + c));
    EXPECT_THAT(ids(alice.client.get(list + "/accounts?limit=1&max_id=" + c)), ElementsAre(b));
    EXPECT_THAT(ids(all), ElementsAre(c, b));
    EXPECT_EQ(all.header("link"), "");
}

TEST_F(ListsApi, HaveATimeline) {
    const auto list = make_list();
    add(list, bob);
    const std::string path = "/api/v1/timelines/list/" + list.substr(std::string("/api/v1/lists/").size());
    const auto first = to_string(post(bob, "one")), second = to_string(post(bob, "two"));
    post(carol, "not in it");

    EXPECT_THAT(ids(alice.client.get(path)), ElementsAre(second, first));
    const auto page = alice.client.get(path + "?limit=1");
    EXPECT_THAT(ids(page), ElementsAre(second));
    EXPECT_THAT(page.header("link"), HasSubstr("limit=1&max_id=" + second));
    EXPECT_THAT(ids(alice.client.get(path + "?min_id=" + first)), ElementsAre(second));
    EXPECT_EQ(bob.client.get(path).status, 404);
    EXPECT_EQ(alice.client.get("/api/v1/timelines/list/1").status, 404);
    EXPECT_EQ(alice.client.get("/api/v1/timelines/list/x").status, 404);
    EXPECT_EQ(server.client().get(path).status, 401);
    EXPECT_EQ(server.sign_in_again(alice.account.id, "read:statuses").get(path).status, 403);
}

TEST_F(ListsApi, AreNobodyElses) {
    const auto list = make_list();
    add(list, bob);

    for (const std::string& path : {list, list + "/accounts"}) {
        EXPECT_EQ(bob.client.get(path).status, 404);
        EXPECT_EQ(server.client().get(path).status, 401);
    }
    EXPECT_EQ(bob.client.request("PUT", list, {}, "").status, 404);
    EXPECT_EQ(bob.client.del(list).status, 404);
    EXPECT_EQ(bob.client.post(list + "/accounts", "account_ids[]=" + to_string(bob.account.id)).status, 404);
    EXPECT_EQ(bob.client.del(list + "/accounts?account_ids[]=" + to_string(bob.account.id)).status, 404);
    EXPECT_THAT(ids(bob.client.get("/api/v1/lists")), IsEmpty());
    EXPECT_THAT(ids(bob.client.get(bob.path("/lists"))), IsEmpty());
    EXPECT_THAT(ids(alice.client.get(list + "/accounts")), Not(IsEmpty()));
}

TEST_F(ListsApi, AskForTheirScopes) {
    const auto list = make_list();
    auto reader = server.sign_in_again(alice.account.id, "read:lists"),
         writer = server.sign_in_again(alice.account.id, "write:lists");

    EXPECT_EQ(reader.get("/api/v1/lists").status, 200);
    EXPECT_EQ(reader.get(bob.path("/lists")).status, 200);
    EXPECT_EQ(reader.post("/api/v1/lists", "title=x").status, 403);
    EXPECT_EQ(reader.del(list).status, 403);
    EXPECT_EQ(reader.post(list + "/accounts").status, 403);
    EXPECT_EQ(writer.get("/api/v1/lists").status, 403);
    EXPECT_EQ(writer.get(list + "/accounts").status, 403);
    EXPECT_EQ(writer.post("/api/v1/lists", "title=x").status, 200);
    EXPECT_EQ(server.client().post("/api/v1/lists", "title=x").status, 401);
    EXPECT_EQ(alice.client.get("/api/v1/lists/1").status, 404);
    EXPECT_EQ(alice.client.get("/api/v1/accounts/1/lists").status, 404);
}

} // namespace
