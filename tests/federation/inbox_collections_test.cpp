#include "accounts/accounts.h"
#include "collections/collection_json.h"
#include "collections/collections.h"
#include "collections/items.h"
#include "support/federation_builders.h"
#include "support/fediverse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kStreams = "https://www.w3.org/ns/activitystreams";
constexpr const char* kCollection = "http://remote.test/collections/1";

// bob@remote.test has a collection; carol@other.test is, or is not, in it. mallory@evil.test means no good.
class InboxCollections : public testing::Test {
protected:
    InboxCollections() {
        web_.let_follow(alice_, bob_);
        web_.write([&](db::Tx& tx) {
            tx.exec("update accounts set is_discoverable = true where id = $1", {alice_.id});
            tx.exec("update remote_actors set featured_collections_url = 'http://remote.test/users/bob/shelf'");
        });
    }

    static json::Object item(const std::string& id, const std::string& featured, const std::string& stamp) {
        return {{"id", id}, {"type", "FeaturedItem"}, {"featuredObject", featured}, {"featureAuthorization", stamp}};
    }
    static json::Object collection(const Fediverse::Actor& owner, const std::string& id = kCollection,
                                   json::Array items = {}) {
        return {{"@context", kStreams},
                {"id", id},
                {"type", "FeaturedCollection"},
                {"attributedTo", owner.uri},
                {"name", "Friends"},
                {"summary", "<b>x</b><script>y</script>"},
                {"orderedItems", std::move(items)}};
    }
    static json::Object activity(const Fediverse::Actor& actor, const std::string& type, const json::Value& object,
                                 const std::string& target = "http://remote.test/users/bob/shelf") {
        static int count = 0;
        return {{"@context", kStreams}, {"id", actor.url("#" + std::to_string(++count))},
                {"type", type},         {"actor", actor.uri},
                {"object", object},     {"target", target}};
    }
    json::Object stamp(const Fediverse::Actor& by, const std::string& id, const std::string& of = kCollection) {
        return {{"@context", kStreams},           {"id", id},
                {"type", "FeatureAuthorization"}, {"attributedTo", by.uri},
                {"interactingObject", of},        {"interactionTarget", by.uri}};
    }
    void add_collection(json::Array items = {}) {
        web_.deliver(bob_, activity(bob_, "Add", collection(bob_, kCollection, std::move(items))));
    }
    // Who is in it; "none" when it is not here.
    std::vector<std::string> people(const std::string& uri = kCollection) {
        return web_.read<std::vector<std::string>>([&](db::Tx& tx) -> std::vector<std::string> {
            const auto found = collections::find_by_uri(tx, uri);
            if (!found) return {"none"};
            std::vector<std::string> names;
            const collections::CollectionEntities entities(tx, std::vector{*found}, {});
            for (const AccountId id : entities.members(found->id)) names.push_back(accounts::find(tx, id)->acct());
            return names;
        });
    }
    json::Object request(const Fediverse::Actor& actor, const std::string& instrument) {
        return {{"@context", kStreams}, {"id", actor.url("#request")},         {"type", "FeatureRequest"},
                {"actor", actor.uri},   {"object", Fediverse::uri_of(alice_)}, {"instrument", instrument}};
    }
    json::Value last_sent() {
        return web_.read<json::Value>([](db::Tx& tx) { return last_document(tx); });
    }
    std::vector<std::string> told() {
        return web_.read<std::vector<std::string>>([&](db::Tx& tx) { return notification_types(tx, alice_.id); });
    }

    Fediverse web_;
    accounts::Account alice_ = web_.person("alice");
    Fediverse::Actor bob_ = web_.known_actor("bob"), carol_ = web_.known_actor("carol", "other.test"),
                     mallory_ = web_.known_actor("mallory", "evil.test");
};

TEST_F(InboxCollections, AreKeptWithWhoeverHasAgreed) {
    web_.put("http://other.test/stamps/1", stamp(carol_, "http://other.test/stamps/1"));

    add_collection({item("http://remote.test/items/1", carol_.uri, "http://other.test/stamps/1")});

    EXPECT_THAT(people(), ElementsAre("carol@other.test"));
    web_.read<int>([](db::Tx& tx) {
        EXPECT_EQ(collections::find_by_uri(tx, kCollection)->description, "<b>x</b>");
        return 0;
    });
    web_.deliver(bob_, activity(bob_, "Update", collection(bob_)));
    EXPECT_THAT(people(), IsEmpty()) << "it says so no more";
    web_.deliver(bob_,
                 activity(bob_, "Add", item("http://remote.test/items/2", carol_.uri, "http://other.test/stamps/1"),
                          kCollection));
    EXPECT_THAT(people(), ElementsAre("carol@other.test"));
    web_.deliver(bob_, activity(bob_, "Remove", "http://remote.test/items/2", kCollection));
    EXPECT_THAT(people(), IsEmpty());
    web_.deliver(bob_, activity(bob_, "Remove", kCollection));
    EXPECT_THAT(people(), ElementsAre("none"));
}

TEST_F(InboxCollections, KeepOutWhoIsRemovedBeforeTheirStampWasSeen) {
    web_.put("http://other.test/stamps/1", stamp(carol_, "http://other.test/stamps/1"));
    add_collection();

    web_.deliver(bob_, activity(bob_, "Remove", "http://remote.test/items/1", kCollection));
    web_.deliver(bob_,
                 activity(bob_, "Add", item("http://remote.test/items/1", carol_.uri, "http://other.test/stamps/1"),
                          kCollection));
    EXPECT_THAT(people(), IsEmpty());

    web_.deliver(mallory_, activity(mallory_, "Remove", "http://remote.test/items/2", kCollection));
    web_.deliver(bob_,
                 activity(bob_, "Add", item("http://remote.test/items/2", carol_.uri, "http://other.test/stamps/1"),
                          kCollection));
    EXPECT_THAT(people(), ElementsAre("carol@other.test"));
}

class PagedCollections : public InboxCollections {
protected:
    PagedCollections() {
        for (const auto* actor : {&carol_, &dave_}) web_.put(stamp_of(*actor), stamp(*actor, stamp_of(*actor)));
    }
    static std::string stamp_of(const Fediverse::Actor& actor) { return actor.url("/stamp"); }
    static std::string item_of(const Fediverse::Actor& actor) { return "http://remote.test/items/" + actor.name; }
    static json::Object item_for(const Fediverse::Actor& actor) {
        auto document = item(item_of(actor), actor.uri, stamp_of(actor));
        document["@context"] = kStreams;
        return document;
    }
    // Without its items; `first`: where they begin.
    json::Object in_pages(const json::Value& first) {
        auto document = collection(bob_);
        document.erase("orderedItems");
        document["first"] = first;
        return document;
    }
    json::Object in_pages(const std::string& first) { return in_pages(json::Value(first)); }
    static std::string page_url(int number) { return std::string(kCollection) + "?page=" + std::to_string(number); }
    static json::Object page(int number, json::Array items, const std::string& next = {}) {
        json::Object document{{"@context", kStreams},
                              {"id", page_url(number)},
                              {"type", "OrderedCollectionPage"},
                              {"orderedItems", std::move(items)}};
        if (!next.empty()) document["next"] = next;
        return document;
    }

    Fediverse::Actor dave_ = web_.known_actor("dave", "other.test");
};

TEST_F(PagedCollections, AreReadPageByPage) {
    web_.put(page_url(1), page(1, {item_for(carol_)}, page_url(2)));
    web_.put(page_url(2), page(2, {item_for(dave_)}));

    web_.deliver(bob_, activity(bob_, "Add", in_pages(page_url(1))));
    EXPECT_THAT(people(), testing::UnorderedElementsAre("carol@other.test", "dave@other.test"));

    web_.put(page_url(1), page(1, {item_for(dave_)}));
    web_.deliver(bob_, activity(bob_, "Update", in_pages(page_url(1))));
    EXPECT_THAT(people(), ElementsAre("dave@other.test"));

    web_.deliver(bob_, activity(bob_, "Update", in_pages(page(1, {item_for(carol_)}))));
    EXPECT_THAT(people(), ElementsAre("carol@other.test")) << "the first page stands in it";
}

TEST_F(PagedCollections, LoseNobodyForAPageThatCannotBeHad) {
    add_collection({item_for(carol_)});
    web_.put(page_url(1), page(1, {item_for(dave_)}, page_url(2)));
    web_.put(page_url(2), FakePage{.status = 503, .body = ""});

    web_.deliver(bob_, activity(bob_, "Update", in_pages(page_url(1))));

    EXPECT_THAT(people(), ElementsAre("carol@other.test"));
}

TEST_F(PagedCollections, Security25_HaveAnEnd) {
    for (int i = 0; i < 100; ++i) web_.put(page_url(i), page(i, {item_for(carol_)}, page_url(i + 1)));

    web_.deliver(bob_, activity(bob_, "Add", in_pages(page_url(0))));

    EXPECT_THAT(people(), ElementsAre("carol@other.test"));
    EXPECT_EQ(web_.requests_to("?page="), 10);
}

TEST_F(PagedCollections, Security01_AreOnTheirOwnersHost) {
    web_.put("http://evil.test/page", page(1, {item_for(carol_)}));
    web_.put(page_url(1), page(1, {item_for(dave_), json::Value("http://evil.test/item")}, "http://evil.test/page"));

    web_.deliver(bob_, activity(bob_, "Add", in_pages(std::string("http://evil.test/page"))));
    EXPECT_THAT(people(), IsEmpty());

    web_.deliver(bob_, activity(bob_, "Add", in_pages(page_url(1))));
    EXPECT_EQ(web_.requests_to("evil.test/page") + web_.requests_to("evil.test/item"), 0);
}

TEST_F(PagedCollections, MayNameTheirItemsByIdAlone) {
    web_.put(item_of(carol_), item_for(carol_));

    add_collection({json::Value(item_of(carol_)), json::Value("http://remote.test/items/gone"), item_for(dave_)});

    EXPECT_THAT(people(), testing::UnorderedElementsAre("carol@other.test", "dave@other.test"));
}

TEST_F(PagedCollections, AreToldOfByTheirIdAlone) {
    web_.put(kCollection, collection(bob_, kCollection, {item_for(carol_)}));
    web_.deliver(bob_, activity(bob_, "Add", json::Value(kCollection)));
    EXPECT_THAT(people(), ElementsAre("carol@other.test"));

    web_.put(page_url(1), page(1, {item_for(dave_)}));
    web_.put(kCollection, in_pages(page_url(1)));
    web_.deliver(bob_, activity(bob_, "Update", json::Value(kCollection)));
    EXPECT_THAT(people(), ElementsAre("dave@other.test"));

    web_.put(item_of(carol_), item_for(carol_));
    web_.deliver(bob_, activity(bob_, "Add", json::Value(item_of(carol_)), kCollection));
    EXPECT_THAT(people(), testing::UnorderedElementsAre("carol@other.test", "dave@other.test"));
}

TEST_F(PagedCollections, AreNotAskedForWhereTheyAreNobodysHere) {
    web_.put("http://evil.test/collections/1", collection(mallory_, "http://evil.test/collections/1"));

    web_.deliver(bob_, activity(bob_, "Add", json::Value("http://evil.test/collections/1")));
    web_.deliver(mallory_, activity(mallory_, "Add", json::Value("http://evil.test/collections/1"), "http://x.test/y"));

    EXPECT_EQ(web_.requests_for("http://evil.test/collections/1"), 0);
}

TEST_F(InboxCollections, Security15_ShowNobodyByAForgedStamp) {
    web_.put("http://remote.test/stamps/1", stamp(carol_, "http://remote.test/stamps/1"));
    web_.put("http://other.test/stamps/2", stamp(carol_, "http://other.test/stamps/2", "http://remote.test/other"));
    web_.put("http://other.test/stamps/3", stamp(bob_, "http://other.test/stamps/3"));

    int number = 0;
    json::Array items;
    for (const auto* one : {"http://remote.test/stamps/1", "http://other.test/stamps/2", "http://other.test/stamps/3",
                            "http://other.test/none"}) {
        items.push_back(item("http://remote.test/items/" + std::to_string(++number), carol_.uri, one));
    }
    items.push_back(
        item("http://remote.test/items/9", Fediverse::uri_of(alice_), Fediverse::uri_of(alice_) + "/stamp"));
    add_collection(std::move(items));

    EXPECT_THAT(people(), IsEmpty());
    EXPECT_EQ(web_.requests_for("http://remote.test/stamps/1"), 0) << "of the wrong host: not even asked for";
    EXPECT_THAT(told(), IsEmpty());
}

TEST_F(InboxCollections, AreNobodysButTheirOwners) {
    add_collection();
    const auto hers = collection(mallory_); // On bob's host.
    const auto his = collection(bob_);      // Sent by mallory.
    const auto far = collection(bob_, "http://evil.test/collections/1");
    web_.put("http://other.test/stamps/1", stamp(carol_, "http://other.test/stamps/1"));

    for (const char* type : {"Add", "Update"}) {
        web_.deliver(mallory_, activity(mallory_, type, hers));
        web_.deliver(mallory_, activity(mallory_, type, his));
        web_.deliver(bob_, activity(bob_, type, far));
    }
    web_.deliver(mallory_,
                 activity(mallory_, "Add", item("http://evil.test/items/1", carol_.uri, "http://other.test/stamps/1"),
                          kCollection));
    web_.deliver(bob_, activity(bob_, "Add", item("http://evil.test/items/1", carol_.uri, "http://other.test/stamps/1"),
                                kCollection));
    web_.deliver(mallory_, activity(mallory_, "Remove", kCollection));
    web_.deliver(mallory_, activity(mallory_, "Delete", kCollection));

    EXPECT_THAT(people(), IsEmpty()) << "it is there, and nobody is in it";
    EXPECT_THAT(people("http://evil.test/collections/1"), ElementsAre("none"));
}

TEST_F(InboxCollections, AskOurPeople) {
    web_.put(kCollection, collection(bob_));

    web_.deliver(bob_, request(bob_, kCollection));

    EXPECT_THAT(people(), ElementsAre("alice"));
    EXPECT_THAT(told(), ElementsAre("added_to_collection"));
    const auto accept = last_sent();
    EXPECT_EQ(accept.at("type"), "Accept");
    EXPECT_EQ(accept.at("object").at("id").as_string(), bob_.url("#request"));
    auto reader = web_.client();
    const std::string stamp(accept.at("result").as_string());
    const auto document = reader.get(stamp.substr(std::string("http://akebono.test").size())).json();
    EXPECT_EQ(document.at("interactingObject"), kCollection);
    EXPECT_EQ(document.at("interactionTarget").as_string(), Fediverse::uri_of(alice_));

    web_.deliver(bob_, request(bob_, kCollection));
    EXPECT_EQ(last_sent().at("result").as_string(), stamp) << "who asks again gets the same answer";
    web_.write([&](db::Tx& tx) {
        const auto found = collections::find_by_uri(tx, kCollection);
        ASSERT_TRUE(collections::revoke_item(tx, alice_, *found, *collections::find_item_of(tx, found->id, alice_.id)));
    });
    EXPECT_EQ(last_sent().at("type"), "Delete");
    EXPECT_EQ(reader.get(stamp.substr(std::string("http://akebono.test").size())).status, 404);
    web_.deliver(bob_, request(bob_, kCollection));
    EXPECT_EQ(last_sent().at("type"), "Reject") << "she has left";
    EXPECT_THAT(people(), IsEmpty());
}

TEST_F(InboxCollections, AreRefusedForOurPeopleWhereTheyMayNot) {
    web_.put(kCollection, collection(bob_));
    web_.put("http://evil.test/collections/1", collection(mallory_, "http://evil.test/collections/1"));

    web_.deliver(mallory_, request(mallory_, kCollection));
    EXPECT_THAT(people(), ElementsAre("none")) << "of another host: not even answered";

    web_.write([&](db::Tx& tx) { make_block(tx, alice_.id, web_.account_of(mallory_)); });
    web_.deliver(mallory_, request(mallory_, "http://evil.test/collections/1"));
    EXPECT_EQ(last_sent().at("type"), "Reject");
    EXPECT_EQ(web_.requests_for("http://evil.test/collections/1"), 0);

    web_.write([&](db::Tx& tx) { tx.exec("update accounts set is_discoverable = false where id = $1", {alice_.id}); });
    web_.deliver(bob_, request(bob_, kCollection));
    EXPECT_EQ(last_sent().at("type"), "Reject");
    EXPECT_THAT(told(), IsEmpty());
}

TEST_F(InboxCollections, OfOursTakeWhoAcceptsWithAStampOfTheirHost) {
    collections::Collection ours;
    collections::Item asked;
    web_.write([&](db::Tx& tx) {
        ours = collections::create_collection(tx, alice_, {.name = "Ours"}).value();
        asked = collections::add_item(tx, ours, *accounts::find(tx, web_.account_of(carol_))).value();
    });
    const auto answer = [&](const Fediverse::Actor& by, const std::string& type, const std::string& result) {
        auto document = activity(by, type, json::Object{{"id", asked.request_uri}, {"type", "FeatureRequest"}});
        document["result"] = result;
        web_.deliver(by, document);
    };
    const auto state = [&] {
        return web_.read<std::string>(
            [&](db::Tx& tx) { return std::string(to_string(collections::find_item(tx, asked.id)->state)); });
    };

    answer(mallory_, "Accept", "http://evil.test/stamps/1");
    EXPECT_EQ(state(), "pending") << "nobody asked mallory";
    answer(carol_, "Accept", "http://evil.test/stamps/1");
    EXPECT_EQ(state(), "pending") << "of another host";
    answer(carol_, "Accept", "http://other.test/stamps/1");
    EXPECT_EQ(state(), "accepted");

    web_.deliver(mallory_, activity(mallory_, "Delete", "http://other.test/stamps/1"));
    EXPECT_EQ(state(), "accepted") << "not mallory's";
    web_.deliver(carol_, activity(carol_, "Delete", stamp(carol_, "http://other.test/stamps/1")));
    EXPECT_EQ(state(), "revoked");
    answer(carol_, "Accept", "http://other.test/stamps/1");
    EXPECT_EQ(state(), "revoked");
}

TEST_F(InboxCollections, HaveNoMoreThanTheyMay) {
    json::Array items;
    for (int i = 0; i < 200; ++i) {
        const std::string number = std::to_string(i);
        items.push_back(item("http://remote.test/items/" + number, "http://other.test/users/" + number,
                             "http://other.test/stamps/" + number));
    }
    auto document = collection(bob_, kCollection, std::move(items));
    document["name"] = std::string(1000, 'x');

    web_.deliver(bob_, activity(bob_, "Add", document));

    EXPECT_THAT(people(), IsEmpty());
    EXPECT_EQ(web_.requests_for("http://other.test/stamps/149"), 1);
    EXPECT_EQ(web_.requests_for("http://other.test/stamps/150"), 0);
    web_.read<int>([](db::Tx& tx) {
        EXPECT_EQ(collections::find_by_uri(tx, kCollection)->name.size(), 256u);
        return 0;
    });
}

} // namespace
