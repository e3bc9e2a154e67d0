#include "cards/cards.h"
#include "cards/charset.h"
#include "cards/links.h"
#include "cards/reading.h"
#include "cards/robots.h"
#include "support/builders.h"
#include "support/fediverse.h"
#include "support/media_builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include "statuses/edits.h"
#include "statuses/posting.h"
#include "statuses/reblogs.h"
#include "statuses/status_json.h"

#include <gmock/gmock.h>

namespace cards {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kNews = "https://news.example.org/a";

TEST(FirstLink, IsNoMentionHashtagOrPageOfOurs) {
    const auto link = [](std::string_view content) { return first_link(content, "web.akebono.test", "akebono.test"); };

    EXPECT_EQ(link(R"(<p><a href="https://news.example.org/a?x=1&amp;y=2#part" rel="nofollow">news</a></p>)"),
              "https://news.example.org/a?x=1&y=2");
    EXPECT_EQ(link(R"(<a href="https://x.test/@bob" class="u-url mention">@bob</a> <a href="https://b.test/">b</a>)"),
              "https://b.test/");
    EXPECT_EQ(link(R"(<a href="https://x.test/t/a" class="mention hashtag" rel="tag">#a</a>)"), "");
    EXPECT_EQ(link(R"(<a href="https://akebono.test/@alice/1">a</a><a href="https://web.akebono.test/">b</a>)"), "");
    EXPECT_EQ(link(R"(<a href="magnet:?xt=1">m</a> <a href="http://127.1/">n</a>)"), "");
    EXPECT_EQ(link("no link <a "), "");
}

TEST(Charset, IsWhatThePageSaysOrLooksLike) {
    const std::string sjis = "\x93\xfa\x96\x7b\x8c\xea\x82\xcc\x83\x79\x81\x5b\x83\x57"; // 日本語のページ
    const std::string euc_jp = "\xc6\xfc\xcb\xdc\xb8\xec\xa4\xce\xa5\xda\xa1\xbc\xa5\xb8";
    const std::string japanese = "日本語のページ";

    EXPECT_EQ(to_utf8(sjis, "text/html; charset=Shift_JIS"), japanese);
    EXPECT_EQ(to_utf8("<meta charset=\"shift_jis\">" + sjis, "text/html"), "<meta charset=\"shift_jis\">" + japanese);
    EXPECT_EQ(to_utf8(euc_jp, "text/html; charset=\"euc-jp\""), japanese);
    EXPECT_THAT(to_utf8("<meta http-equiv=Content-Type content='text/html; charset=EUC-JP'>" + euc_jp, ""),
                HasSubstr(japanese));
    EXPECT_EQ(to_utf8(japanese, "text/html"), japanese);
    EXPECT_EQ(to_utf8("caf\xe9", "text/html; charset=iso-8859-1"), "café");
    EXPECT_EQ(to_utf8("caf\xe9", "text/html; charset=utf-8"), "caf\xef\xbf\xbd");
    EXPECT_EQ(to_utf8("\xef\xbb\xbfx", "text/html; charset=shift_jis"), "\xef\xbb\xbfx");
    std::string undeclared;
    for (int i = 0; i < 20; ++i) undeclared += sjis + " ";
    EXPECT_THAT(to_utf8(undeclared, "text/html; charset=nonsense"), HasSubstr(japanese));
}

TEST(Robots, AreHeardByName) {
    const auto rules = robot_rules("User-agent: *\nDisallow: /\n\nUser-Agent: other\nUser-agent: AKEBONO # us\n"
                                   "Disallow: /private\nAllow: /private/open\nDisallow: /*.pdf$\n");

    EXPECT_TRUE(allows(rules, "/"));
    EXPECT_FALSE(allows(rules, "/private/x"));
    EXPECT_TRUE(allows(rules, "/private/open/x"));
    EXPECT_FALSE(allows(rules, "/a/b.pdf"));
    EXPECT_TRUE(allows(rules, "/a/b.pdf?x"));
    EXPECT_FALSE(allows(robot_rules("user-agent: *\r\ndisallow: /a\r\n"), "/a/b"));
    EXPECT_TRUE(allows(robot_rules("user-agent: *\ndisallow:\n"), "/a"));
    EXPECT_TRUE(allows(robot_rules("<html>not found</html>"), "/a"));
    EXPECT_TRUE(allows("-/" + std::string(2000, '*') + "x\n", std::string(2000, 'a')));
}

base::Url at(std::string_view url) { return *base::Url::parse(url); }

TEST(OpenGraph, SaysWhatAPageIs) {
    const auto page = federation::read_page(R"(<html lang="ja"><head><title>Old</title>
        <meta property="og:title" content="A &amp; B"><meta name="description" content="Words">
        <meta property="og:image" content="/i.png"><meta property="og:image:alt" content="A cat">
        <meta property="og:site_name" content="News"><meta property="article:published_time" content="2026-01-02T03:04:05Z">
        <meta name="fediverse:creator" content="@alice@remote.test"></head><body>x</body></html>)");

    const auto card = card_of_page(page, at(kNews));

    EXPECT_EQ(card.title, "A & B");
    EXPECT_EQ(card.description, "Words");
    EXPECT_EQ(card.image_url, "https://news.example.org/i.png");
    EXPECT_EQ(card.image_description, "A cat");
    EXPECT_EQ(card.provider_name, "News");
    EXPECT_EQ(card.language, "ja");
    EXPECT_EQ(card.creator, "@alice@remote.test");
    EXPECT_EQ(card.type, "link");
    EXPECT_EQ(base::iso8601(*card.published_at), "2026-01-02T03:04:05.000Z");
}

TEST(OpenGraph, GivesWayToStructuredData) {
    const auto page = federation::read_page(R"(<title>Old</title><script type="application/ld+json">
        {"@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],"headline":"New","author":[{"name":"Al"}],
        "publisher":{"name":"Press"},"inLanguage":"de-AT"}]}</script>)");

    const auto card = card_of_page(page, at(kNews));

    EXPECT_EQ(card.title, "New");
    EXPECT_EQ(card.author_name, "Al");
    EXPECT_EQ(card.provider_name, "Press");
    EXPECT_EQ(card.language, "de");
}

TEST(OpenGraph, FramesAPlayerItself) {
    const auto page = federation::read_page(R"(<title>V</title>
        <meta name="twitter:player" content="https://v.example.org/p?a=1&amp;b=c"><meta name="twitter:player:width" content="640">)");

    const auto card = card_of_page(page, at(kNews));

    EXPECT_EQ(card.type, "video");
    EXPECT_THAT(card.html, HasSubstr(R"(<iframe src="https://v.example.org/p?a=1&amp;b=)"));
    EXPECT_THAT(card.html, HasSubstr(R"(width="640" height="0")"));
}

TEST(OpenGraph, FramesNoPlayerThatAnybodyOnTheWayCouldReplace) {
    const auto page = federation::read_page(R"(<title>V</title>
        <meta name="twitter:player" content="http://v.example.org/p">)");

    const auto card = card_of_page(page, at(kNews));

    EXPECT_EQ(card.type, "link");
    EXPECT_EQ(card.html, "");
}

TEST(Oembed, Security29_KeepsAFrameAndNothingElse) {
    const auto card = card_of_oembed(R"({"type":"video","title":"T","width":"480","height":270,"author_name":"A",
        "author_url":"/a","html":"<script>alert(1)</script><iframe src=\"https://v.example.org/1\" onload=\"x()\" width=\"1\"></iframe><p>"})", at(kNews));

    ASSERT_TRUE(card);
    EXPECT_EQ(card->html.find("<iframe src=\"https://v.example.org/1\" width=\"480\" height=\"270\" "), 0U);
    EXPECT_THAT(card->html, HasSubstr("sandbox=\"allow-scripts"));
    EXPECT_THAT(card->html, Not(HasSubstr("onload")));
    EXPECT_THAT(card->html, Not(HasSubstr("<script")));
    EXPECT_EQ(card->author_url, "https://news.example.org/a");
}

TEST(Oembed, IsNotBelievedEverything) {
    for (const auto* said : {R"({"type":"rich","title":"T","html":"<b>x</b>"})", "[]", "no json",
                             R"({"type":"video","title":"T","html":"<iframe src=\"javascript:alert(1)\">"})",
                             R"({"type":"video","title":"T","html":"<embed src=\"https://v.example.org\">"})",
                             R"({"type":"photo","title":"T","url":"file:///etc/passwd"})", R"({"type":"link"})"}) {
        EXPECT_FALSE(card_of_oembed(said, at(kNews))) << said;
    }
}

TEST(Cards, AreFetchedOnceForAllPosts) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);

    make_status(tx, alice, "See https://news.example.org/a");
    make_status(tx, bob, "And https://news.example.org/a#there");
    make_status(tx, bob, "Nothing");

    EXPECT_THAT(waiting_jobs(tx), ElementsAre("fetch_card"));
}

TEST(Cards, AreOfTheLinkThatIsThereNow) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto id = make_status(tx, alice, "See https://news.example.org/a");
    const auto card = CardId{tx.query_integer("select card_id from statuses_cards").value()};
    Card found;
    found.title = "The news";
    keep_card(tx, card, found);
    EXPECT_EQ(shown_status(tx, id, alice).at("card").at("title"), "The news");
    EXPECT_FALSE(due_link(tx, card));

    statuses::Edit edit;
    edit.text = "No link";
    ASSERT_TRUE(statuses::edit(tx, alice, id, edit));

    EXPECT_TRUE(shown_status(tx, id, alice).at("card").is_null());
}

TEST(Cards, ComeWhenAnEditTakesThePictureAway) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    statuses::Draft draft;
    draft.text = std::string(kNews);
    draft.media = {make_attachment(tx, alice.id).id};
    const auto id = statuses::post(tx, alice, draft).value();
    EXPECT_FALSE(find_card(tx, kNews));

    statuses::Edit edit;
    edit.text = std::string(kNews);
    ASSERT_TRUE(statuses::edit(tx, alice, id, edit));

    EXPECT_TRUE(find_card(tx, kNews));
}

TEST(Cards, OfPagesThatSayNothingAreNotShown) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto id = make_status(tx, alice, "See https://news.example.org/a");
    const auto card = CardId{tx.query_integer("select card_id from statuses_cards").value()};

    keep_card(tx, card, std::nullopt);

    EXPECT_TRUE(shown_status(tx, id, alice).at("card").is_null());
    EXPECT_FALSE(due_link(tx, card));
}

TEST(Cards, NameTheirAuthorWhereTheSiteIsTheirs) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    tx.exec(R"(update accounts set attribution_domains = '["news.example.org"]' where id = $1)", {alice.id});
    const auto keep = [&](std::string_view text) {
        const auto id = make_status(tx, alice, std::string(text));
        const auto card =
            CardId{tx.query_integer("select card_id from statuses_cards where status_id = $1", {id}).value()};
        Card found;
        found.title = "T";
        found.creator = "@alice@akebono.test";
        keep_card(tx, card, found);
        return shown_status(tx, id, alice).at("card").at("authors");
    };

    EXPECT_EQ(keep("https://www.news.example.org/a").at(0).at("account").at("username"), "alice");
    EXPECT_THAT(keep("https://othernews.example.org/a").as_array(), IsEmpty());
}

TEST(Cards, OfManyPostsCostOneStatement) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    std::vector<StatusId> plain, linked;
    for (int i = 0; i < 40; ++i) plain.push_back(make_status(tx, alice, "Hello"));
    for (int i = 0; i < 40; ++i)
        linked.push_back(make_status(tx, alice, "https://news.example.org/" + std::to_string(i)));
    const auto cost = [&](std::span<const StatusId> ids) {
        return statements_of(tx, [&] { statuses::StatusEntities(tx, ids, alice); });
    };

    EXPECT_EQ(cost(linked), cost(plain));
    EXPECT_EQ(cost(std::span(linked).first(1)), cost(plain));
}

TEST(Cards, OfBoostedPostsFromElsewhereAreFetched) {
    db::Tx tx = TestDb().begin();
    const auto bob = make_person(tx);
    const auto carol = make_account(tx, {.username = "carol", .domain = "remote.test"});
    const auto id = make_status(tx, carol, "See https://news.example.org/a");
    tx.exec("delete from jobs");
    tx.exec("delete from preview_cards");

    ASSERT_TRUE(statuses::reblog(tx, bob, id, statuses::Visibility::Public));

    EXPECT_THAT(waiting_jobs(tx), testing::Contains("fetch_card"));
}

TEST(Cards, AreForgottenWhenNoPostLinksThere) {
    db::Tx tx = TestDb().begin();
    tx.exec("insert into preview_cards (id, url, fetch_after) values (1, 'https://old.test/', 0)");
    make_status(tx, make_person(tx), "See https://news.example.org/a");

    EXPECT_TRUE(delete_unused_cards(tx));

    EXPECT_EQ(tx.query_integer("select count(*) from preview_cards"), 1);
}

// A web of pages, and posts that link there.
class FetchedCards : public testing::Test {
protected:
    FetchedCards() : alice_(web_.person("alice")) {}

    void put(const std::string& url, const std::string& body, int status = 200) {
        web_.put(url, {.status = status, .content_type = "text/html; charset=utf-8", .body = body});
    }
    StatusId post(const std::string& text) {
        StatusId id;
        web_.write([&](db::Tx& tx) { id = make_status(tx, alice_, text); });
        web_.settle();
        return id;
    }
    json::Value card(StatusId id) {
        return web_.read<json::Value>([&](db::Tx& tx) { return shown_status(tx, id, alice_).at("card"); });
    }

    Fediverse web_;
    accounts::Account alice_;
};

TEST_F(FetchedCards, ShowWhatThePageSays) {
    put("http://news.example.org/a", "<title>The news</title><meta name=description content=Today>");

    const auto shown = card(post("See http://news.example.org/a"));

    EXPECT_EQ(shown.at("title"), "The news");
    EXPECT_EQ(shown.at("description"), "Today");
    EXPECT_EQ(shown.at("provider_name"), "news.example.org");
    EXPECT_EQ(shown.at("url"), "http://news.example.org/a");
    post("Again http://news.example.org/a");
    EXPECT_EQ(web_.requests_for("http://news.example.org/a"), 1);
}

TEST_F(FetchedCards, KeepToRobots) {
    put("http://news.example.org/a", "<title>The news</title>");
    web_.put("http://news.example.org/robots.txt",
             {.content_type = "text/plain", .body = "User-agent: *\nDisallow: /a\n"});

    EXPECT_TRUE(card(post("See http://news.example.org/a")).is_null());
    post("See http://news.example.org/a?again");

    EXPECT_EQ(web_.requests_for("http://news.example.org/a"), 0);
    EXPECT_EQ(web_.requests_for("http://news.example.org/robots.txt"), 1);
}

TEST_F(FetchedCards, FollowRedirectsAndAskThereToo) {
    web_.put("http://short.example.org/x", {.status = 301, .body = "", .location = "http://news.example.org/a"});
    put("http://news.example.org/a", "<title>The news</title>");

    EXPECT_EQ(card(post("See http://short.example.org/x")).at("title"), "The news");
    EXPECT_EQ(web_.requests_for("http://news.example.org/robots.txt"), 1);
}

TEST_F(FetchedCards, LeaveABusySiteAlone) {
    put("http://news.example.org/a", "", 429);

    EXPECT_TRUE(card(post("See http://news.example.org/a")).is_null());
    post("See http://news.example.org/b");

    EXPECT_EQ(web_.requests_for("http://news.example.org/a"), 1);
    EXPECT_EQ(web_.requests_for("http://news.example.org/b"), 0);
    EXPECT_EQ(web_.read<std::int64_t>([](db::Tx& tx) {
        return tx.query_integer("select count(*) from jobs where name = 'fetch_card'").value();
    }),
              2)
        << "to be tried again later";
}

TEST_F(FetchedCards, PreferWhatOembedSays) {
    put("http://v.example.org/1", R"(<title>V</title><meta name=description content="Words">
        <link rel="alternate" type="application/json+oembed" href="/oembed?u=1">)");
    web_.put(
        "http://v.example.org/oembed?u=1",
        {.content_type = "application/json",
         .body = R"({"type":"video","title":"Film","html":"<iframe src=\"https://v.example.org/e/1\"></iframe>"})"});

    const auto shown = card(post("See http://v.example.org/1"));

    EXPECT_EQ(shown.at("type"), "video");
    EXPECT_EQ(shown.at("title"), "Film");
    EXPECT_EQ(shown.at("description"), "Words");
    EXPECT_THAT(std::string(shown.at("html").as_string()), HasSubstr("src=\"https://v.example.org/e/1\""));
}

TEST_F(FetchedCards, AreOfPagesOnly) {
    web_.put("http://news.example.org/a", {.content_type = "application/pdf", .body = "<title>x</title>"});

    EXPECT_TRUE(card(post("See http://news.example.org/a")).is_null());
}

} // namespace
} // namespace cards
