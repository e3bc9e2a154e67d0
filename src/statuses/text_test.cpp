#include "statuses/text.h"
#include "support/cpu_time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace statuses {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> found(std::string_view text, TextEntity::Kind kind) {
    std::vector<std::string> all;
    for (const auto& entity : find_entities(text)) {
        if (entity.kind == kind) all.emplace_back(text.substr(entity.begin, entity.end - entity.begin));
    }
    return all;
}
std::vector<std::string> urls(std::string_view text) { return found(text, TextEntity::Kind::Url); }
std::vector<std::string> mentions(std::string_view text) { return found(text, TextEntity::Kind::Mention); }
std::vector<std::string> hashtags(std::string_view text) { return found(text, TextEntity::Kind::Hashtag); }

struct Case {
    std::string_view text;
    std::vector<std::string> expected;
};

// ── addresses ──

TEST(FindUrls, TakesWholeAddresses) {
    for (const std::string url : {
             "http://google.com",
             "https://example.com/",
             "HTTPS://EXAMPLE.COM/Path",
             "https://www.example.co.jp:8443/a/b.html",
             "https://a-b.sub_domain.example.org/~user/",
             "https://example.com/a?b=c&d[]=%E2%9C%93#fragment",
             "https://example.com?q=1",
             "https://example.com/#/route",
             "https://example.com/@user/113456",
             "https://example.com/@user@remote.example/1",
             "https://en.wikipedia.org/wiki/Diaspora_(software)",
             "https://example.com/We_Up_(Album_Version_(Edited))",
             "https://example.com/S(dfd346)/page",
             "https://hackernoon.com/the-power-to-build-communities-3f2cac9148a4",
             "http://example.gay",
             "https://xn--wgv71a119e.jp/",
             "https://example.xn--p1ai/x",
             "gemini://example.org/",
             "gopher://gopher.example.org/1/",
             // Other scripts
             "https://日本語.jp/",
             "https://nic.みんな/",
             "https://пример.РФ/путь",
             "https://münchen.de/straße",
             "https://ja.wikipedia.org/wiki/日本",
             "https://ja.wikipedia.org/wiki/東京_(曖昧さ回避)",
             "https://ja.wikipedia.org/wiki/ドラゴンボール・Z",
             "https://ko.wikipedia.org/wiki/대한민국",
             "https://zh.wikipedia.org/wiki/臺灣",
             "https://ar.wikipedia.org/wiki/مصر",
             "https://example.com/?utf8=✓",
             "https://example.com/🎌/👨‍👩‍👧",
         }) {
        EXPECT_THAT(urls(url), ElementsAre(url));
        EXPECT_THAT(urls("a " + url + " b"), ElementsAre(url));
        EXPECT_THAT(urls("これ" + url + "　です"), ElementsAre(url));
        EXPECT_THAT(urls("(" + url + ")"), ElementsAre(url));
        EXPECT_THAT(urls("「" + url + "」"), ElementsAre(url));
        EXPECT_THAT(urls(url + "。"), ElementsAre(url));
        EXPECT_THAT(urls("<" + url + ">"), ElementsAre(url));
    }
}

TEST(FindUrls, LeavesThePunctuationOfTheSentence) {
    const std::vector<Case> cases = {
        {"http://a.jp\nhttp://b.jp http://c.jp", {"http://a.jp", "http://b.jp", "http://c.jp"}},
        {"See http://example.com/a.", {"http://example.com/a"}},
        {"http://www.google.com!", {"http://www.google.com"}},
        {"http://www.google.com'", {"http://www.google.com"}},
        {"\"https://example.com/\"", {"https://example.com/"}},
        {"<https://example.com/>", {"https://example.com/"}},
        {"(https://example.com/a)", {"https://example.com/a"}},
        {"(https://example.com/a).", {"https://example.com/a"}},
        {"https://example.com/a,https://example.com/b", {"https://example.com/a,https://example.com/b"}},
        {"https://example.com/a?b=c.", {"https://example.com/a?b=c"}},
        {"https://example.com/a?", {"https://example.com/a"}},
        {"https://example.com/(unclosed", {"https://example.com/"}},
        {"https://example.com/a()", {"https://example.com/a"}},
        {"https://example.com/((a)b)c", {"https://example.com/((a)b)c"}},
        {"https://example.com/(((a)))", {"https://example.com/"}},
        {"“https://example.com/a”", {"https://example.com/a"}},
        {"it’s https://example.com/a’", {"https://example.com/a"}},
        {"«https://example.com/a»", {"https://example.com/a"}},
        {"https://example.com/a…", {"https://example.com/a"}},
        {"https://example.com/مصر،", {"https://example.com/مصر"}},
    };
    for (const auto& [text, expected] : cases) EXPECT_EQ(urls(text), expected) << text;
}

TEST(FindUrls, KnowsHowJapaneseGoesOn) {
    const std::vector<Case> cases = {
        {"https://example.comを見て", {"https://example.com"}},
        {"https://example.com。次に", {"https://example.com"}},
        {"詳しくはhttps://example.com/foo。", {"https://example.com/foo"}},
        {"https://example.com/foo、", {"https://example.com/foo"}},
        {"https://example.com/foo！？", {"https://example.com/foo"}},
        {"https://example.com/foo～", {"https://example.com/foo"}},
        {"「https://example.com/foo」を見た", {"https://example.com/foo"}},
        {"『https://example.com/』", {"https://example.com/"}},
        {"（https://example.com/foo）です", {"https://example.com/foo"}},
        {"https://example.com/pull/12345（作成済み・マージ待ち）", {"https://example.com/pull/12345"}},
        {"【公式】https://example.com/【PR】", {"https://example.com/"}},
        {"“https://example.com/foo”と", {"https://example.com/foo"}},
        {"https://example.com/　テスト", {"https://example.com/"}},
        {"https://example.com/?q=東京　テスト", {"https://example.com/?q=東京"}},
        {"https://example.com/?q=東京」", {"https://example.com/?q=東京"}},
        {"https://example.comとhttps://example.jpです", {"https://example.com", "https://example.jp"}},
        {"ｈｔｔｐｓ://example.com", {}},
    };
    for (const auto& [text, expected] : cases) EXPECT_EQ(urls(text), expected) << text;
}

TEST(FindUrls, RefusesWhatIsNoAddress) {
    for (const std::string_view text : {
             "example.com",
             "www.example.com",
             "http://",
             "http:///path",
             "https://localhost/",
             "https://localhost:3000",
             "https://192.168.0.1/",
             "https://example.notatld/",
             "https://example.test/",
             "https://com",
             "https://.com",
             "https://-example.com",
             "https://example-.com",
             "https://foo_bar.com",
             "https://example.com@evil",
             "https://example.com+x",
             "https://user:password@example.com/",
             "https://example.com:99999/",
             "http://www\\.google\\.com",
             "xhttps://example.com",
             "1https://example.com",
             "#https://example.com",
             "@https://example.com",
             "$https://example.com",
             "＃https://example.com",
             "ftp://example.com",
             "javascript://example.com/%0Aalert(1)",
             "mailto:user@example.com",
             "xmpp:",
             "xmpp:user@",
             "magnet:",
             "magnet:?",
             "https://xn--p1ai日本語.jp/",
             "https://\u202Eexample.com",
         }) {
        EXPECT_THAT(urls(text), IsEmpty()) << text;
    }
    EXPECT_THAT(urls("https://" + std::string(64, 'a') + ".com"), IsEmpty());
    std::string long_domain = "https://";
    for (int i = 0; i < 130; ++i) long_domain += "a.";
    EXPECT_THAT(urls(long_domain + "com"), IsEmpty());
}

TEST(FindUrls, StopsAtWhatCannotBeSeen) {
    EXPECT_THAT(urls("https://example.com/a\u202Egnp.exe"), ElementsAre("https://example.com/a"));
    EXPECT_THAT(urls("https://example.com/a\u200Bb"), ElementsAre("https://example.com/a"));
    EXPECT_THAT(urls("https://example.com/a\u200F שלום"), ElementsAre("https://example.com/a"));
    EXPECT_THAT(urls("https://example.com/a\x01"
                     "b"),
                ElementsAre("https://example.com/a"));
}

TEST(FindUrls, KnowsTwoKindsWithoutSlashes) {
    EXPECT_THAT(urls("xmpp:user@example.com"), ElementsAre("xmpp:user@example.com"));
    EXPECT_THAT(urls("join xmpp:muc@example.com?join now"), ElementsAre("xmpp:muc@example.com?join"));
    EXPECT_THAT(urls("XMPP:example.com/room."), ElementsAre("XMPP:example.com/room"));
    EXPECT_THAT(urls("a magnet:?xt=urn:btih:c12fe1c06bba, b"), ElementsAre("magnet:?xt=urn:btih:c12fe1c06bba"));
}

TEST(FindUrls, RefusesEndlessOnesWhole) {
    const std::string slashes(5000, '/');
    EXPECT_THAT(urls("https://example.com/" + slashes + "https://example.com/ https://example.org/"),
                ElementsAre("https://example.org/"));
}

// ── mentions ──

TEST(FindMentions, FindsThem) {
    const std::vector<Case> cases = {
        {"@alice", {"@alice"}},
        {"hello @alice!", {"@alice"}},
        {"@alice@example.com", {"@alice@example.com"}},
        {"@Alice_01@sub-domain.example.co.jp.", {"@Alice_01@sub-domain.example.co.jp"}},
        {"@a.b-c.d", {"@a.b-c.d"}},
        {"@alice.", {"@alice"}},
        {"@alice...", {"@alice"}},
        {"@alice-", {"@alice"}},
        {"@alice@", {}},
        {"@alice, @bob", {"@alice", "@bob"}},
        {"@alice@日本語.jp", {"@alice@日本語.jp"}},
        {"@aliceさん", {"@alice"}},
        {"、@alice、", {"@alice"}},
        {"　@alice　@bob", {"@alice", "@bob"}},
        {"（@alice）", {"@alice"}},
        {"🎌@alice", {"@alice"}},
        {"@alice@example.comさん", {"@alice@example.comさん"}}, // Words of any script are part of a domain.
        {"שלום @alice", {"@alice"}},
        {".@alice", {"@alice"}},
        {"@_", {"@_"}},
    };
    for (const auto& [text, expected] : cases) EXPECT_EQ(mentions(text), expected) << text;
}

TEST(FindMentions, LeavesAddressesAndOtherWords) {
    for (const std::string_view text : {"alice@example.com", "日本@alice", "a@b", "/@alice", "=@alice", "7@alice",
                                        "_@a", "@", "@@", "@@@@", "@ alice", "@日本", "@noël", "@noe\u0308l",
                                        "@alice://x", "＠alice", "@alice＠b", "https://example.com/@alice", "@a@b@c"}) {
        EXPECT_THAT(mentions(text), IsEmpty()) << text;
    }
    EXPECT_THAT(mentions("@a@" + std::string(254, 'b')), IsEmpty());
}

TEST(FindMentions, TellsNameAndDomainApart) {
    const auto entities = find_entities("hi @Alice@Example.com");

    ASSERT_EQ(entities.size(), 1U);
    EXPECT_EQ(entities[0].name, "Alice");
    EXPECT_EQ(entities[0].domain, "Example.com");
    EXPECT_EQ(entities[0].begin, 3U);
    EXPECT_EQ(entities[0].end, 21U);
}

// ── hashtags ──

TEST(FindHashtags, FindsThem) {
    const std::vector<Case> cases = {
        {"#cats", {"#cats"}},
        {"#cats #dogs", {"#cats", "#dogs"}},
        {"#cats, #dogs.", {"#cats", "#dogs"}},
        {"a\n#cats", {"#cats"}},
        {"　#日本", {"#日本"}},
        {"#日本語タグー々", {"#日本語タグー々"}},
        {"＃タグ", {"＃タグ"}},
        {"＃tag　＃二つ", {"＃tag", "＃二つ"}},
        {"#スター・ウォーズ", {"#スター・ウォーズ"}},
        {"#col·lega", {"#col·lega"}},
        {"#نمی\u200Cخواهم", {"#نمی\u200Cخواهم"}},
        {"#hello_world", {"#hello_world"}},
        {"#2024年", {"#2024年"}},
        {"#1a", {"#1a"}},
        {"#１あ", {"#１あ"}},
        {"#_a", {"#_a"}},
        {"#1_2", {"#1_2"}},
        {"#a・", {"#a"}},
        {"#a・・b", {"#a・・b"}},
        {"#タグ。次", {"#タグ"}},
        {"#タグ、#次", {"#タグ"}},
        {"#が\u3099", {"#が\u3099"}},
        {"#हिन्दी", {"#हिन्दी"}},
        {"#ไทย", {"#ไทย"}},
        {"#Ünïcödé", {"#Ünïcödé"}},
        {"#catshttps://example.com", {"#cats"}},
        {"#cats🎌", {"#cats"}},
        {"#cats/dogs", {"#cats"}},
        {"#c++", {"#c"}},
    };
    for (const auto& [text, expected] : cases) EXPECT_EQ(hashtags(text), expected) << text;
}

TEST(FindHashtags, LeavesOthers) {
    for (const std::string_view text : {"#",
                                        "##",
                                        "##cats",
                                        "#1",
                                        "#2024",
                                        "#２０",
                                        "# cats",
                                        "a#cats",
                                        "日本#cats",
                                        "(#cats)",
                                        "「#cats」",
                                        "/#cats",
                                        "&#cats;",
                                        "#・",
                                        "#・a",
                                        "#🎌",
                                        "#1https://example.com",
                                        "#-a",
                                        "https://example.com/#cats",
                                        "https://example.com#cats",
                                        "#①",
                                        "#️⃣"}) {
        EXPECT_THAT(hashtags(text), IsEmpty()) << text;
    }
}

TEST(FindHashtags, NamesThemWithoutTheSign) {
    const auto entities = find_entities("＃タグ");

    ASSERT_EQ(entities.size(), 1U);
    EXPECT_EQ(entities[0].name, "タグ");
    EXPECT_EQ(entities[0].begin, 0U);
}

TEST(FindEntities, KeepsTheOrderAndNeverOverlaps) {
    const std::string_view text = "@a #b https://example.com/@c#d?e=@f https://日本語.jp #g\n@h@i.example　＃j";
    std::size_t end = 0;
    std::vector<std::string> all;

    for (const auto& entity : find_entities(text)) {
        EXPECT_GE(entity.begin, end);
        end = entity.end;
        all.emplace_back(text.substr(entity.begin, entity.end - entity.begin));
    }

    EXPECT_THAT(all, ElementsAre("@a", "#b", "https://example.com/@c#d?e=@f", "https://日本語.jp", "#g", "@h@i.example",
                                 "＃j"));
}

// ── length ──

TEST(StatusLength, CountsAsClientsDo) {
    EXPECT_EQ(status_length(""), 0U);
    EXPECT_EQ(status_length("hello"), 5U);
    EXPECT_EQ(status_length("こんにちは👨‍👩‍👧‍👦🇯🇵"), 7U);
    EXPECT_EQ(status_length("text", "警告"), 6U);
    EXPECT_EQ(status_length("https://a.jp"), 23U);
    EXPECT_EQ(status_length("https://example.com/" + std::string(400, 'x')), 23U);
    EXPECT_EQ(status_length("見て https://example.com/ です"), 3 + 23 + 3U);
    EXPECT_EQ(status_length("@alice@very-long-domain.example.com hi"), 6 + 3U);
    EXPECT_EQ(status_length("@alice@a.example @bob"), 6 + 1 + 4U);
    EXPECT_EQ(status_length("#hashtag"), 8U);
    EXPECT_EQ(status_length("magnet:?xt=urn:btih:c12fe1"), 26U); // Only addresses of the web are shortened.
    EXPECT_EQ(status_length("example.com/" + std::string(400, 'x')), 412U);
    EXPECT_EQ(status_length("hi", "https://example.com/"), 20 + 2U); // The warning is no place for links.
}

// ── hostile input ──

TEST(FindEntities, NeverFailsOnIllFormedText) {
    for (const std::string_view text :
         {"#\xFF", "@a@\xE3\x81", "https://\xFF.com/", "https://example.com/\xE3", "\xEF\xBC", "\xEF", "＃\xEF\xBC",
          "\xFF#a", "\xFF@a", "https://a.\xE3\x81\xBF"}) {
        for (const auto& entity : find_entities(text)) {
            EXPECT_LE(entity.end, text.size());
            EXPECT_LT(entity.begin, entity.end);
        }
        status_length(text);
    }
}

// Quadratic time would be minutes for the texts below; they take milliseconds each.
TEST(FindEntities, TakesTimeInProportion) {
    constexpr std::size_t kSize = 100'000;
    for (const std::string_view piece : {"@",
                                         "#",
                                         ":",
                                         "＃",
                                         "@a",
                                         "@a@",
                                         "@a.",
                                         "@a-",
                                         "@a@b",
                                         "#a",
                                         " #a",
                                         "#_",
                                         " #・",
                                         "・",
                                         "a",
                                         "あ",
                                         "http://",
                                         "http://a",
                                         "http://a.",
                                         "http://あ.",
                                         "http://a.com",
                                         "http://a.com/",
                                         " http://a.com/",
                                         "http://a.com/(",
                                         " http://a.com/(a",
                                         "(",
                                         ")",
                                         "((",
                                         "(http://a.com/",
                                         "/http://a.com/",
                                         "://",
                                         "xmpp:",
                                         "xmpp:a",
                                         "xmpp:a@",
                                         "magnet:?",
                                         "magnet:?(",
                                         " magnet:?.",
                                         "?",
                                         "http://a.com?",
                                         "http://a.com?.",
                                         "。http://a.com/。",
                                         ".com",
                                         "xn--",
                                         "a\u0301",
                                         "\u200D",
                                         "👨\u200D",
                                         "https://a.com:1",
                                         "https://a.com:999999",
                                         "\xFF",
                                         "\xEF"}) {
        for (const std::string_view start : {"", "http://", "http://a.com/(", "http://a.com?"}) {
            std::string text(start);
            while (text.size() < kSize) text += piece;
            const auto begin = cpu_time();
            find_entities(text);
            EXPECT_LT(cpu_time() - begin, std::chrono::seconds(1)) << start << piece;
        }
    }
}

TEST(StatusLength, TakesTimeInProportion) {
    for (const std::string_view piece : {"a", "\u0301", "👨\u200D", "🇯", "\r", "@a ", "https://a.jp "}) {
        std::string text;
        while (text.size() < 400'000) text += piece;
        const auto begin = cpu_time();
        status_length(text);
        EXPECT_LT(cpu_time() - begin, std::chrono::seconds(2)) << piece;
    }
}

} // namespace
} // namespace statuses
