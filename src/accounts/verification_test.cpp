#include "accounts/profile.h"
#include "accounts/remote_accounts.h"
#include "federation/discovery_limit.h"
#include "statuses/shortened_link.h"
#include "support/fediverse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accounts {
namespace {

class Verification : public testing::Test {
protected:
    Verification() : alice_(web_.person("alice")) {}

    void put(const std::string& url, const std::string& body) {
        web_.put(url, {.content_type = "text/html", .body = body});
    }
    // Whether the field that says so is verified then.
    bool is_verified(const std::string& text) {
        web_.write([&](db::Tx& tx) {
            ProfileChanges changes;
            changes.fields = {{{.name = "Site", .text = text}}};
            ASSERT_TRUE(change_profile(tx, alice_, changes));
        });
        web_.settle();
        return web_.read<bool>([&](db::Tx& tx) {
            auto rows = tx.query("select fields from accounts where id = $1", {alice_.id});
            return rows.next() && !json::parse(rows.text(0)).value().at(0).at("verified_at").is_null();
        });
    }

    Fediverse web_;
    Account alice_;
};

TEST_F(Verification, IsForPagesThatLinkBack) {
    put("http://nice.test/a", R"(<body><a href="http://akebono.test/@Alice" rel="nofollow ME">me</a>)");
    put("http://nice.test/b", R"(<link rel=me href="http://akebono.test/users/alice/">)");
    put("http://nice.test/c", R"(<a href="http://akebono.test/@alice">no rel</a>)");
    put("http://nice.test/d", R"(<a rel=me href="http://akebono.test/@bob">somebody else</a>)");

    EXPECT_TRUE(is_verified("http://nice.test/a"));
    EXPECT_TRUE(is_verified("http://nice.test/b"));
    EXPECT_FALSE(is_verified("http://nice.test/c"));
    EXPECT_FALSE(is_verified("http://nice.test/d"));
    EXPECT_FALSE(is_verified("http://nice.test/gone"));
    EXPECT_FALSE(is_verified("no page"));
}

TEST_F(Verification, StaysAndIsNotAskedAgain) {
    put("http://nice.test/a", R"(<a rel=me href="http://akebono.test/@alice">me</a>)");
    ASSERT_TRUE(is_verified("http://nice.test/a"));
    put("http://nice.test/a", "nothing any more");

    EXPECT_TRUE(is_verified("http://nice.test/a"));
    EXPECT_EQ(web_.requests_for("http://nice.test/a"), 1);
}

std::string link_to(const std::string& url) { return "<a href=\"" + url + "\" rel=\"me\">" + url + "</a>"; }

// Somebody elsewhere, whose page is http://remote.test/@bob.
class VerificationElsewhere : public testing::Test {
protected:
    VerificationElsewhere() : bob_(web_.known_actor("bob")) {}

    void put(const std::string& url, const std::string& body) {
        web_.put(url, {.content_type = "text/html", .body = body});
    }
    void say(const std::string& value, const std::string& name = "Site", const std::string& url = "") {
        auto document = bob_.document();
        document["url"] = url.empty() ? "http://remote.test/@bob" : url;
        document["attachment"] = json::Array{{{"type", "PropertyValue"}, {"name", name}, {"value", value}}};
        ++updates_;
        web_.deliver(bob_, {{"id", bob_.url("#updates/" + std::to_string(updates_))},
                            {"type", "Update"},
                            {"actor", bob_.uri},
                            {"object", document}});
    }
    void wait(std::chrono::milliseconds time = std::chrono::minutes(10)) {
        web_.world().clock.advance(time);
        web_.settle();
    }
    // As clients get it.
    json::Object field() {
        auto account = web_.client().get("/api/v1/accounts/" + to_string(web_.account_of(bob_))).json();
        return account.at("fields").at(0).as_object();
    }
    bool is_verified() { return !field().at("verified_at").is_null(); }
    bool is_verified(const std::string& value) {
        say(value);
        wait();
        return is_verified();
    }

    Fediverse web_;
    Fediverse::Actor bob_;
    int updates_ = 0;
};

TEST_F(VerificationElsewhere, IsForPagesThatLinkBack) {
    put("http://nice.test/a", R"(<a href="http://remote.test/@Bob/" rel="nofollow me">me</a>)");
    put("http://nice.test/b", R"(<link rel=me href="http://remote.test/users/bob">)");
    put("http://nice.test/c", R"(<a href="http://remote.test/@bob">no rel</a>)");

    const std::string long_address = "http://nice.test/an/address/that/is?shortened=for&people=who&look=at+it";
    put(long_address, R"(<a href="http://remote.test/@bob" rel="me">me</a>)");

    EXPECT_TRUE(is_verified(link_to("http://nice.test/a")));
    EXPECT_TRUE(is_verified(link_to("http://nice.test/b")));
    EXPECT_FALSE(is_verified(link_to("http://nice.test/c")));
    EXPECT_FALSE(is_verified(link_to("http://nice.test/gone")));
    EXPECT_TRUE(is_verified(statuses::shortened_link(long_address, statuses::LinkRelation::Me))) << "as we write it";
}

TEST_F(VerificationElsewhere, IsForNobodyElse) {
    put("http://nice.test/a", R"(<a rel=me href="http://remote.test/@bobby">a longer name</a>)");
    put("http://nice.test/b", R"(<a rel=me href="http://evil.test/@bob">another server</a>)");
    put("http://nice.test/c", R"(<a rel=me href="http://remote.test/users/BOB">another id</a>)");
    put("http://nice.test/d", R"(<a rel=me href="http://akebono.test/@bob@remote.test">our page of them</a>)");
    put("http://nice.test/e", R"(<a rel=me href="">nobody</a><a rel=me href="/">nobody</a>)");

    for (const auto* page : {"a", "b", "c", "d", "e"}) {
        EXPECT_FALSE(is_verified(link_to(std::string("http://nice.test/") + page))) << page;
    }
}

TEST_F(VerificationElsewhere, IsForFieldsThatAreALinkAndNothingElse) {
    put("http://nice.test/a", R"(<a rel=me href="http://remote.test/@bob">me</a>)");

    EXPECT_FALSE(is_verified("http://nice.test/a"));
    EXPECT_FALSE(is_verified(link_to("http://nice.test/a") + " and more"));
    EXPECT_FALSE(is_verified(R"(<a href="http://nice.test/a">famous.test</a>)"));
    EXPECT_EQ(web_.requests_for("http://nice.test/a"), 0);
}

TEST_F(VerificationElsewhere, Security30_ShowsTheHostWhateverItsServerHides) {
    const std::string page = "http://nice.test/www.famous.test";
    put(page, R"(<a rel=me href="http://remote.test/@bob">me</a>)");

    ASSERT_TRUE(
        is_verified("<a href=\"" + page + R"("><span class="invisible">http://nice.test/</span>www.famous.test</a>)"));

    EXPECT_THAT(std::string(field().at("value").as_string()),
                testing::HasSubstr(R"(<span class="">nice.test/www.famous.test</span>)"));
}

TEST_F(VerificationElsewhere, WaitsForSomeOfTenMinutes) {
    put("http://nice.test/a", R"(<a rel=me href="http://remote.test/@bob">me</a>)");
    say(link_to("http://nice.test/a"));

    EXPECT_EQ(web_.requests_for("http://nice.test/a"), 0);
    wait();
    EXPECT_EQ(web_.requests_for("http://nice.test/a"), 1);
}

TEST_F(VerificationElsewhere, StaysAsLongAsTheFieldAndTheirPageDo) {
    put("http://nice.test/a", R"(<a rel=me href="http://remote.test/@bob">me</a>)");
    ASSERT_TRUE(is_verified(link_to("http://nice.test/a")));
    put("http://nice.test/a", "nothing any more");

    say(link_to("http://nice.test/a"), "Another name");
    wait();
    EXPECT_TRUE(is_verified());
    EXPECT_EQ(field().at("name"), "Another name");
    EXPECT_EQ(web_.requests_for("http://nice.test/a"), 1);

    say(link_to("http://nice.test/a"), "Site", "http://remote.test/@somebody");
    EXPECT_FALSE(is_verified()) << "it linked to another page";
}

TEST_F(VerificationElsewhere, IsTriedAgainWhenTheySaveTheirProfile) {
    ASSERT_FALSE(is_verified(link_to("http://nice.test/a")));
    put("http://nice.test/a", R"(<a rel=me href="http://remote.test/@bob">me</a>)");
    wait(std::chrono::hours(48));
    EXPECT_FALSE(is_verified());

    EXPECT_TRUE(is_verified(link_to("http://nice.test/a")));
}

TEST_F(VerificationElsewhere, IsNotForTheSuspended) {
    put("http://nice.test/a", R"(<a rel=me href="http://remote.test/@bob">me</a>)");
    say(link_to("http://nice.test/a"));
    web_.write([&](db::Tx& tx) { suspend(tx, web_.account_of(bob_)); });

    wait();

    EXPECT_EQ(web_.requests_for("http://nice.test/a"), 0);
}

TEST_F(VerificationElsewhere, AsksForAFewPagesOnly) {
    auto document = bob_.document();
    json::Array fields;
    for (int i = 0; i < 20; ++i) {
        const std::string url = "http://nice.test/" + std::to_string(i);
        put(url, "nothing");
        fields.push_back({{"type", "PropertyValue"}, {"name", "Site"}, {"value", link_to(url)}});
    }
    document["attachment"] = fields;
    web_.deliver(bob_, {{"id", bob_.url("#updates/1")}, {"type", "Update"}, {"actor", bob_.uri}, {"object", document}});
    wait();

    int asked = 0;
    for (int i = 0; i < 20; ++i) asked += web_.requests_for("http://nice.test/" + std::to_string(i));
    EXPECT_EQ(asked, 8);
}

// Whoever makes up profiles cannot send us all to one site.
TEST_F(VerificationElsewhere, HasItsTurnLaterWhereManyNameASite) {
    put("http://evil.test/a", R"(<a rel=me href="http://remote.test/@bob">me</a>)");
    int taken = 0;
    while (federation::take_page(web_.world().context, "www.evil.test")) ++taken;
    EXPECT_LE(taken, 60);

    EXPECT_FALSE(is_verified(link_to("http://evil.test/a")));
    EXPECT_EQ(web_.requests_for("http://evil.test/a"), 0);
    wait(std::chrono::hours(2));

    EXPECT_TRUE(is_verified());
}

} // namespace
} // namespace accounts
