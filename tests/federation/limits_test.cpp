#include "support/columns.h"
#include "support/fediverse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Security 27: what is too long, in every field of text and every list that another server may send.
namespace {

using testing::IsEmpty;

constexpr const char* kStreams = "https://www.w3.org/ns/activitystreams";
constexpr int kMany = 1500;

// 60,000 letters and numbers, in words: what looks like something else in another field is its own there.
std::string lengthy(const std::string& before = "", const std::string& after = "") {
    return before + std::string(60'000, 'x') + after;
}

template <typename Make>
json::Array many(const Make& make) {
    json::Array made;
    for (int i = 0; i < kMany; ++i) made.push_back(make(std::to_string(i)));
    return made;
}

class RemoteLimits : public testing::Test {
protected:
    RemoteLimits() { fediverse.let_follow(alice, bob); }

    json::Object activity(const std::string& type, const json::Value& object) {
        return {{"@context", kStreams}, {"id", bob.url("#" + std::to_string(++sent))},
                {"type", type},         {"actor", bob.uri},
                {"object", object},     {"to", json::Array{"https://www.w3.org/ns/activitystreams#Public"}}};
    }
    std::string own(const std::string& path) { return "http://remote.test/" + path; }
    // Every field of text of the document, one after the other, is too long: each time it is taken, refused or cut, and
    // nothing that is too long is kept.
    void try_each(const std::string& type, const json::Object& whole, const std::vector<std::string>& fields) {
        for (const auto& field : fields) {
            json::Object document = whole;
            document["id"] = own("objects/" + std::to_string(++sent));
            document[field] = lengthy(field == "id" || field == "url" ? own("") : "");
            EXPECT_EQ(fediverse.deliver(bob, activity(type, document)), 202) << field;
            expect_nothing_long(type + " " + field);
        }
    }
    // By column, where more than 2,100 characters may be kept. An actor's fields, aliases and domains are lists, each
    // of them limited: see the next test. A post may have as many words as a request has room for.
    void expect_nothing_long(const std::string& what) {
        static const std::map<std::string, std::int64_t> limits = {
            {"accounts.note", 20 << 10},
            {"reports.comment", 5000},
            {"jobs.arguments", 70'000},
            {"delivery_documents.document", 70'000},
        };
        fediverse.write([&](db::Tx& tx) { EXPECT_THAT(columns_beyond(tx, 2100, limits), IsEmpty()) << what; });
    }
    int count(const std::string& sql) {
        return fediverse.read<int>([&](db::Tx& tx) { return static_cast<int>(tx.query_integer(sql).value_or(-1)); });
    }

    int sent = 0;
    Fediverse fediverse;
    accounts::Account alice = fediverse.person("alice");
    Fediverse::Actor bob = fediverse.known_actor("bob");
};

TEST_F(RemoteLimits, Security27_EachTextOfAnActor) {
    for (const auto* field : {"type", "preferredUsername", "name", "summary", "inbox", "outbox", "followers",
                              "following", "featured", "featuredTags", "featuredCollections", "url", "icon", "image",
                              "movedTo", "alsoKnownAs", "webfinger", "attributionDomains", "published"}) {
        auto document = bob.document();
        const bool is_address = document.contains(field) && std::string_view(field) != "preferredUsername";
        document[field] = lengthy(is_address || std::string_view(field) == "icon" ? own("") : "");
        fediverse.deliver(bob, activity("Update", document));
        expect_nothing_long(field);
    }
}

TEST_F(RemoteLimits, Security27_EachListOfAnActor) {
    auto document = bob.document();
    document["attachment"] = many([](const std::string& i) {
        return json::Value{{"type", "PropertyValue"}, {"name", "n" + i}, {"value", "v" + i}};
    });
    document["alsoKnownAs"] = many([&](const std::string& i) { return json::Value(own(i)); });
    document["attributionDomains"] = many([](const std::string& i) { return json::Value("d" + i + ".test"); });
    document["publicKey"] = many([&](const std::string& i) {
        return json::Value{{"id", bob.url("#" + i)}, {"owner", bob.uri}, {"publicKeyPem", "PEM"}};
    });
    document["tag"] = many([&](const std::string& i) {
        return json::Value{{"type", "Emoji"},
                           {"name", ":e" + i + ":"},
                           {"icon", {{"type", "Image"}, {"mediaType", "image/png"}, {"url", own(i + ".png")}}}};
    });

    fediverse.deliver(bob, activity("Update", document));

    fediverse.write([&](db::Tx& tx) {
        auto rows = tx.query("select fields, also_known_as, attribution_domains from accounts where domain <> ''");
        ASSERT_TRUE(rows.next());
        const std::vector<std::size_t> most = {50, 256, 256};
        for (int i = 0; i < 3; ++i) {
            EXPECT_EQ(json::parse(rows.string(i))->as_array().size(), most[static_cast<std::size_t>(i)]) << i;
        }
    });
    EXPECT_LE(count("select count(*) from remote_keys"), 10);
    EXPECT_LE(count("select count(*) from custom_emojis"), 100);
}

TEST_F(RemoteLimits, Security27_EachTextOfAPost) {
    auto note = Fediverse::note(bob, "1", "short");
    note["attachment"] = {{"type", "Document"}, {"mediaType", "image/png"}, {"url", own("1.png")}};
    try_each("Create", note,
             {"id", "url", "inReplyTo", "attributedTo", "published", "updated", "quote", "quoteUri", "conversation",
              "context", "atomUri", "inReplyToAtomUri", "name"});
    for (const auto* field : {"url", "name", "mediaType", "blurhash", "href"}) {
        auto longer = note;
        longer["id"] = own("posts/" + std::string(field));
        longer["attachment"] = {{"type", "Document"}, {"mediaType", "image/png"}, {"url", own("1.png")}};
        longer["attachment"].as_object()[field] = lengthy(own(""));
        EXPECT_EQ(fediverse.deliver(bob, activity("Create", longer)), 202);
        fediverse.write([&](db::Tx& tx) {
            EXPECT_THAT(columns_beyond(tx, 2100, {{"media_attachments.description", 10'000}}), IsEmpty()) << field;
        });
    }
}

TEST_F(RemoteLimits, Security27_EachTagOfAPost) {
    auto note = Fediverse::note(bob, "1", "short");
    note["tag"] = json::Array{
        {{"type", "Hashtag"}, {"name", lengthy("#")}},
        {{"type", "Mention"}, {"href", lengthy(own(""))}, {"name", lengthy("@")}},
        {{"type", "Emoji"}, {"name", lengthy(":", ":")}, {"icon", {{"type", "Image"}, {"url", own("1.png")}}}},
        {{"type", "Emoji"}, {"name", ":long:"}, {"icon", {{"type", "Image"}, {"url", lengthy(own(""))}}}}};

    EXPECT_EQ(fediverse.deliver(bob, activity("Create", note)), 202);

    expect_nothing_long("tag");
    EXPECT_EQ(count("select count(*) from statuses"), 1);
}

TEST_F(RemoteLimits, Security27_EachListOfAPost) {
    auto note = Fediverse::note(bob, "1", "short");
    const auto addresses = many([&](const std::string& i) { return json::Value(own("users/" + i)); });
    note["to"] = addresses;
    note["to"].as_array().insert(note["to"].as_array().begin(), "https://www.w3.org/ns/activitystreams#Public");
    note["cc"] = addresses;
    note["type"] = "Question";
    note["oneOf"] = many([](const std::string& i) {
        return json::Value{{"type", "Note"}, {"name", "o" + i}, {"replies", {{"totalItems", 1}}}};
    });
    note["replies"] = {{"type", "Collection"}, {"items", addresses}};
    note["interactionPolicy"] = {{"canQuote", {{"automaticApproval", addresses}, {"manualApproval", addresses}}}};
    note["contentMap"] = json::Object();
    for (int i = 0; i < kMany; ++i) note["contentMap"].as_object()["l" + std::to_string(i)] = "x";

    EXPECT_EQ(fediverse.deliver(bob, activity("Create", note)), 202);

    EXPECT_EQ(count("select count(*) from poll_options"), 500);
    EXPECT_LE(count("select count(*) from jobs"), 10);
    EXPECT_EQ(count("select count(*) from mentions"), 0);
    expect_nothing_long("lists");
}

TEST_F(RemoteLimits, Security27_EachTextOfAnyOtherActivity) {
    const std::string us = Fediverse::uri_of(alice);
    for (const auto* type : {"Follow", "Block", "Flag", "Move", "Like", "Announce", "Add", "Remove", "Delete", "Undo",
                             "Accept", "Reject", "QuoteRequest", "FeatureRequest"}) {
        for (const auto* field :
             {"id", "object", "target", "content", "summary", "instrument", "result", "published"}) {
            auto sent_activity = activity(type, json::Value(us));
            sent_activity[field] = lengthy(own(""));
            EXPECT_EQ(fediverse.deliver(bob, sent_activity), 202) << type << " " << field;
            expect_nothing_long(std::string(type) + " " + field);
        }
        auto with_list = activity(type, json::Value(us));
        with_list["object"] = many([&](const std::string& i) { return json::Value(own(i)); });
        EXPECT_EQ(fediverse.deliver(bob, with_list), 202) << type;
    }
}

TEST_F(RemoteLimits, Security27_EachTextOfACollectionOfPeople) {
    fediverse.write([](db::Tx& tx) {
        tx.exec("update remote_actors set featured_collections_url = 'http://remote.test/users/bob/shelf'");
    });
    const json::Object collection{{"type", "FeaturedCollection"},
                                  {"attributedTo", bob.uri},
                                  {"name", "Friends"},
                                  {"summary", "Them"},
                                  {"topic", {{"type", "Hashtag"}, {"name", "#cats"}}},
                                  {"orderedItems", json::Array()}};
    try_each("Add", collection, {"id", "name", "summary", "url", "attributedTo"});

    auto with_many = collection;
    with_many["id"] = own("collections/many");
    with_many["topic"] = {{"type", "Hashtag"}, {"name", lengthy("#")}};
    with_many["orderedItems"] = many([&](const std::string& i) {
        return json::Value{{"id", own("items/" + i)},
                           {"type", "FeaturedItem"},
                           {"featuredObject", "http://other.test/users/" + i},
                           {"featureAuthorization", "http://other.test/stamps/" + i}};
    });
    EXPECT_EQ(fediverse.send(bob, activity("Add", with_many)), 202);
    fediverse.settle();
    expect_nothing_long("topic");
    EXPECT_LE(fediverse.requests_for("http://other.test/stamps/0"), 1);
    EXPECT_EQ(fediverse.requests_for("http://other.test/stamps/150"), 0);
}

} // namespace
