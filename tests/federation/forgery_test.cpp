#include "statuses/lookup.h"
#include "support/fediverse.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What a server says in another's name is not believed, wherever it says so.
namespace {

class Forged : public testing::Test {
protected:
    void search(const std::string& address) {
        EXPECT_EQ(reader.get("/api/v2/search?resolve=true&q=" + url_encoded(address)).status, 200);
    }
    std::string content(const std::string& uri) {
        const auto id = fediverse.status(uri);
        if (!id) return "not there";
        return std::string(reader.get("/api/v1/statuses/" + to_string(*id)).json().at("content").as_string());
    }
    // What evil.test says that somebody has written.
    static json::Object create_at(const std::string& url, const json::Object& note) {
        auto create = Fediverse::create(note);
        create["id"] = url;
        return create;
    }

    Fediverse fediverse;
    HttpClient reader = fediverse.sign_in("reader");
    Fediverse::Actor victim = fediverse.known_actor("victim");
    Fediverse::Actor eve = fediverse.known_actor("eve", "evil.test");
    std::string trap = "http://evil.test/x";
};

TEST_F(Forged, APostWithinACreateOfAnotherServerIsNone) {
    const auto note = Fediverse::note(victim, "9", "never said");
    fediverse.put(trap, create_at(trap, note));

    search(trap);
    auto answer = Fediverse::note(eve, "1", "an answer");
    answer["inReplyTo"] = trap;
    fediverse.let_follow(fediverse.person("alice"), eve);
    ASSERT_EQ(fediverse.deliver(eve, Fediverse::create(answer)), 202);

    EXPECT_EQ(content(eve.url("/statuses/1")), "<p>an answer</p>");
    EXPECT_EQ(content(victim.url("/statuses/9")), "not there");
}

TEST_F(Forged, APostIsNotWrittenAnewByACreateOfAnotherServer) {
    auto note = Fediverse::note(victim, "9", "said");
    fediverse.put(victim.url("/statuses/9"), note);
    search(victim.url("/statuses/9"));
    ASSERT_EQ(content(victim.url("/statuses/9")), "<p>said</p>");
    note["content"] = "<p>never said</p>";
    note["updated"] = "2024-01-02T04:00:00Z";
    fediverse.put(trap, create_at(trap, note));

    search(trap);

    EXPECT_EQ(content(victim.url("/statuses/9")), "<p>said</p>");
}

// evil.test/u says that it is somebody else, who is fetched from where they are.
TEST_F(Forged, APostIsNobodysToWhomItsAuthorLeadsOn) {
    const std::string author = "http://evil.test/u";
    fediverse.put(author, victim.document());
    auto note = Fediverse::note(eve, "9", "never said");
    note["attributedTo"] = author;
    fediverse.put(eve.url("/statuses/9"), note);

    search(eve.url("/statuses/9"));

    EXPECT_EQ(content(eve.url("/statuses/9")), "not there");
}

TEST_F(Forged, NobodyIsFoundAtTheAddressOfAnotherServer) {
    const auto carol = fediverse.actor("carol", "other.test");
    fediverse.put("http://evil.test/carol", carol.document());
    auto note = Fediverse::note(eve, "9", "hello");
    note["tag"] = json::Array{{{"type", "Mention"}, {"href", "http://evil.test/carol"}, {"name", "@carol"}}};
    fediverse.let_follow(fediverse.person("alice"), eve);

    ASSERT_EQ(fediverse.deliver(eve, Fediverse::create(note)), 202);

    EXPECT_EQ(content(eve.url("/statuses/9")), "<p>hello</p>");
    EXPECT_EQ(fediverse.read<std::int64_t>([](db::Tx& tx) {
        return *tx.query_integer("select count(*) from accounts where domain = 'other.test'");
    }),
              0);
}

TEST_F(Forged, APostIsFoundByTheCreateOfItsOwnServer) {
    const auto create = Fediverse::create(Fediverse::note(victim, "9", "said"));
    const std::string address(create.at("id").as_string());
    fediverse.put(address, create);

    search(address);

    EXPECT_EQ(content(victim.url("/statuses/9")), "<p>said</p>");
}

} // namespace
