#include "statuses/formatter.h"

#include "base/text.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace statuses {
namespace {

constexpr std::array kAccounts = std::to_array<Mentionable>({
    {"alice", "", "https://web.example/@alice"},
    {"Bob", "remote.example", "https://remote.example/users/Bob?a=1&b=2"},
    {"carol", "xn--wgv71a119e.jp", "https://xn--wgv71a119e.jp/@carol"},
});
const FormatOptions kOptions = {
    .web_url = "https://web.example", .domain = "social.example", .web_host = "web.example", .accounts = kAccounts};

std::string format(std::string_view text) { return format_html(text, kOptions); }

std::string link(const std::string& url, const std::string& prefix, const std::string& shown,
                 const std::string& rest = "") {
    return R"(<a href=")" + url + R"(" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">)"
           + prefix + R"(</span><span class=")" + (rest.empty() ? "" : "ellipsis") + R"(">)" + shown
           + R"(</span><span class="invisible">)" + rest + "</span></a>";
}

std::string mention(const std::string& url, const std::string& name) {
    return R"(<span class="h-card" translate="no"><a href=")" + url + R"(" class="u-url mention">@<span>)" + name
           + "</span></a></span>";
}

TEST(FormatHtml, MakesParagraphsAndLineBreaks) {
    const std::vector<std::pair<std::string_view, std::string_view>> cases = {
        {"hello", "<p>hello</p>"},
        {"one\ntwo", "<p>one<br />two</p>"},
        {"a\nb\nc", "<p>a<br />b<br />c</p>"},
        {"one\n\ntwo", "<p>one</p><p>two</p>"},
        {"one\n\n\n\ntwo\nthree", "<p>one</p><p>two<br />three</p>"},
        {"one\r\ntwo\r\n\r\nthree\rfour", "<p>one<br />two</p><p>three<br />four</p>"},
        {"\n\nhello\n", "<p>hello</p>"},
        {"日本語\n\n二段落目", "<p>日本語</p><p>二段落目</p>"},
        {"  two  spaces ", "<p>  two  spaces </p>"},
        {"", ""},
        {" \n\u3000\n", ""},
    };
    for (const auto& [text, html] : cases) EXPECT_EQ(format(text), html) << text;
}

TEST(FormatHtml, EscapesEverythingElse) {
    EXPECT_EQ(format("<script>alert(\"Hello\")</script>"),
              "<p>&lt;script&gt;alert(&quot;Hello&quot;)&lt;/script&gt;</p>");
    EXPECT_EQ(format("<img src=\"javascript:alert('XSS');\">"),
              "<p>&lt;img src=&quot;javascript:alert(&#39;XSS&#39;);&quot;&gt;</p>");
    EXPECT_EQ(format("1 < 2 && 3 > 2"), "<p>1 &lt; 2 &amp;&amp; 3 &gt; 2</p>");
}

TEST(FormatHtml, ShortensLinks) {
    EXPECT_EQ(format("https://example.com"), "<p>" + link("https://example.com", "https://", "example.com") + "</p>");
    EXPECT_EQ(format("http://www.example.com/a"),
              "<p>" + link("http://www.example.com/a", "http://www.", "example.com/a") + "</p>");
    // Thirty characters behind the prefix, thirty-one, which cost no more than an ellipsis, and thirty-two.
    const std::string thirty = "example.com/123456789012345678";
    EXPECT_EQ(format("https://" + thirty), "<p>" + link("https://" + thirty, "https://", thirty) + "</p>");
    EXPECT_EQ(format("https://" + thirty + "x"),
              "<p>" + link("https://" + thirty + "x", "https://", thirty + "x") + "</p>");
    EXPECT_EQ(format("https://" + thirty + "xy"),
              "<p>" + link("https://" + thirty + "xy", "https://", thirty, "xy") + "</p>");
    EXPECT_EQ(format("HTTPS://example.com"), "<p>" + link("HTTPS://example.com", "", "HTTPS://example.com") + "</p>");
    EXPECT_EQ(format("xmpp:user@example.com"),
              "<p>" + link("xmpp:user@example.com", "xmpp:", "user@example.com") + "</p>");
    EXPECT_EQ(format("magnet:?xt=urn:btih:c12fe1"),
              "<p>" + link("magnet:?xt=urn:btih:c12fe1", "", "magnet:?xt=urn:btih:c12fe1") + "</p>");
}

TEST(FormatHtml, CountsCharactersOfLinksNotBytes) {
    const std::string url = "https://ja.wikipedia.org/wiki/日本の鉄道の歴史と文化と経済";

    EXPECT_EQ(format(url),
              "<p>" + link(url, "https://", "ja.wikipedia.org/wiki/日本の鉄道の歴史", "と文化と経済") + "</p>");
}

TEST(FormatHtml, EscapesLinks) {
    EXPECT_EQ(format("https://example.com/?a=1&b='x'z"), "<p>"
                                                             + link("https://example.com/?a=1&amp;b=&#39;x&#39;z",
                                                                    "https://", "example.com/?a=1&amp;b=&#39;x&#39;z")
                                                             + "</p>");
    EXPECT_EQ(format("http://example.com/blahblahblahblah/a<script>alert(\"Hello\")</script>"),
              "<p>" + link("http://example.com/blahblahblahblah/a", "http://", "example.com/blahblahblahblah/a")
                  + "&lt;script&gt;alert(&quot;Hello&quot;)&lt;/script&gt;</p>");
    EXPECT_EQ(format("https://example.com/\"onmouseover=\"alert(1)"),
              "<p>"
                  + link("https://example.com/&quot;onmouseover=&quot;alert(1)", "https://",
                         "example.com/&quot;onmouseover=&quot;aler", "t(1)")
                  + "</p>");
}

TEST(FormatHtml, LinksToHashtags) {
    EXPECT_EQ(
        format("#Cats"),
        R"(<p><a href="https://web.example/tags/Cats" class="mention hashtag" rel="tag">#<span>Cats</span></a></p>)");
    EXPECT_EQ(format("＃タグ です"),
              "<p><a href=\"https://web.example/tags/%E3%82%BF%E3%82%B0\" class=\"mention hashtag\" "
              "rel=\"tag\">#<span>タグ</span></a> です</p>");
}

TEST(FormatHtml, LinksToPeopleWhoWereFound) {
    EXPECT_EQ(format("hi @alice!"), "<p>hi " + mention("https://web.example/@alice", "alice") + "!</p>");
    EXPECT_EQ(format("@ALICE@Social.Example @alice@web.example"),
              "<p>" + mention("https://web.example/@alice", "alice") + " "
                  + mention("https://web.example/@alice", "alice") + "</p>");
    EXPECT_EQ(format("@bob@REMOTE.example"),
              "<p>" + mention("https://remote.example/users/Bob?a=1&amp;b=2", "Bob") + "</p>");
    EXPECT_EQ(format("@carol@日本語.jp"), "<p>" + mention("https://xn--wgv71a119e.jp/@carol", "carol") + "</p>");
}

TEST(FormatHtml, LeavesOthersAsText) {
    EXPECT_EQ(format("@nobody @bob @alice@remote.example a@alice"),
              "<p>@nobody @bob @alice@remote.example a@alice</p>");
    EXPECT_EQ(format_html("@alice", {}), "<p>@alice</p>");
}

TEST(FormatHtml, NamesTheDomainsOfNamesakes) {
    const std::array accounts = {kAccounts[0], Mentionable{"Alice", "remote.example", "https://remote.example/@Alice"},
                                 kAccounts[1]};
    FormatOptions options = kOptions;
    options.accounts = accounts;

    EXPECT_EQ(format_html("@alice @alice@remote.example @bob@remote.example", options),
              "<p>" + mention("https://web.example/@alice", "alice") + " "
                  + mention("https://remote.example/@Alice", "Alice@remote.example") + " "
                  + mention("https://remote.example/users/Bob?a=1&amp;b=2", "Bob") + "</p>");
}

TEST(FormatHtml, PutsAQuotedPostFirst) {
    FormatOptions options = kOptions;
    options.quoted_url = "https://remote.example/@bob/1?a&b";
    const std::string quote =
        R"(<p class="quote-inline">RE: )"
        + link("https://remote.example/@bob/1?a&amp;b", "https://", "remote.example/@bob/1?a&amp;b") + "</p>";

    EXPECT_EQ(format_html("true", options), quote + "<p>true</p>");
    EXPECT_EQ(format_html("", options), quote);
    EXPECT_EQ(format_html("see https://remote.example/@bob/1?a&b", options).find("quote-inline"), std::string::npos);
}

TEST(FormatHtml, MixesThemAll) {
    EXPECT_EQ(format("「https://example.com/」を見た。\n@alice へ\n\n#日本 https://例え.みんな/あ?い=う。"),
              "<p>「" + link("https://example.com/", "https://", "example.com/") + "」を見た。<br />"
                  + mention("https://web.example/@alice", "alice")
                  + " へ</p><p><a href=\"https://web.example/tags/%E6%97%A5%E6%9C%AC\" class=\"mention hashtag\" "
                    "rel=\"tag\">#<span>日本</span></a> "
                  + link("https://例え.みんな/あ?い=う", "https://", "例え.みんな/あ?い=う") + "。</p>");
}

TEST(FormatBioHtml, LooksLikeAPost) {
    EXPECT_EQ(format_bio_html("I am @alice\n\nhi", kOptions),
              "<p>I am " + mention("https://web.example/@alice", "alice") + "</p><p>hi</p>");
}

TEST(FormatFieldHtml, VouchesForLinks) {
    EXPECT_EQ(format_field_html("https://example.com/", kOptions),
              R"(<a href="https://example.com/" target="_blank" rel="nofollow noopener me" translate="no">)"
              R"(<span class="invisible">https://</span><span class="">example.com/</span>)"
              R"(<span class="invisible"></span></a>)");
}

TEST(FormatFieldHtml, HasNoParagraphsAndFullNames) {
    EXPECT_EQ(format_field_html("they/<b>", kOptions), "they/&lt;b&gt;");
    EXPECT_EQ(format_field_html("@bob@remote.example & @alice & @carol@日本語.jp", kOptions),
              mention("https://remote.example/users/Bob?a=1&amp;b=2", "Bob@remote.example") + " &amp; "
                  + mention("https://web.example/@alice", "alice") + " &amp; "
                  + mention("https://xn--wgv71a119e.jp/@carol", "carol@日本語.jp"));
    EXPECT_EQ(format_field_html("", kOptions), "");
}

TEST(FormatHtml, LinksToNothingThatRuns) {
    const std::array accounts = {Mentionable{"eve", "", "javascript:alert(1)"}};
    const FormatOptions options = {.accounts = accounts, .quoted_url = "javascript:alert('2')"};

    EXPECT_EQ(format_html("@eve", options),
              "<p class=\"quote-inline\">RE: javascript:alert(&#39;2&#39;)</p><p>@eve</p>");
    EXPECT_EQ(shortened_link("data:text/html,<b>"), "data:text/html,&lt;b&gt;");
    EXPECT_EQ(shortened_link("no address"), "no address");
}

// What is left of HTML once every tag that we write ourselves is gone may hold no markup.
std::string without_our_tags(std::string html) {
    std::string rest;
    for (std::size_t at = 0; at < html.size();) {
        if (html[at] != '<') {
            rest += html[at++];
            continue;
        }
        const auto end = html.find('>', at);
        const auto tag = html.substr(at, end - at + 1);
        const bool is_ours = tag == "<p>" || tag == "</p>" || tag == "<br />" || tag == "</a>" || tag == "</span>"
                             || tag == "<span>" || tag.starts_with("<span class=\"")
                             || tag.starts_with("<a href=\"https://") || tag.starts_with("<a href=\"http://")
                             || tag.starts_with("<a href=\"magnet:?") || tag.starts_with("<a href=\"xmpp:");
        EXPECT_TRUE(is_ours) << tag;
        EXPECT_LE(std::count(tag.begin(), tag.end(), '"'), 8) << tag; // Four attributes at most.
        at = end + 1;
    }
    return rest;
}

TEST(FormatHtml, GivesNoWayIn) {
    const std::vector<std::string_view> pieces = {"<",
                                                  ">",
                                                  "\"",
                                                  "'",
                                                  "&",
                                                  "&lt;",
                                                  "<script>",
                                                  "</p>",
                                                  "<a href=\"",
                                                  "\n",
                                                  "\n\n",
                                                  "javascript:alert(1)",
                                                  "https://example.com/",
                                                  "https://example.com?",
                                                  "https://\"onload=\"",
                                                  "@alice",
                                                  "#tag",
                                                  "#\"",
                                                  "@alice\"",
                                                  "data:text/html,",
                                                  "xmpp:a@example.com",
                                                  "magnet:?xt=",
                                                  "\xFF",
                                                  "\xE3\x81",
                                                  "日本",
                                                  "＃",
                                                  "://",
                                                  "(",
                                                  ")",
                                                  "\u202E",
                                                  "\r",
                                                  "`",
                                                  "=",
                                                  " "};
    unsigned state = 1; // Always the same texts.
    const auto next = [&] { return state = state * 1664525 + 1013904223, state >> 16; };
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (unsigned i = 0, length = next() % 12; i < length; ++i) text += pieces[next() % pieces.size()];
        const auto html = format(text);
        const auto rest = without_our_tags(html);
        ASSERT_EQ(rest.find_first_of("<>\"'"), std::string::npos) << text << '\n' << html;
        without_our_tags(format_field_html(text, kOptions));
    }
}

TEST(FormatHtml, TakesTimeInProportion) {
    for (const std::string_view piece :
         {"@", "#", "@alice ", "#a ", "https://example.com/ ", "\n", "<", "a\n", "https://"}) {
        std::string text;
        while (text.size() < 200'000) text += piece;
        EXPECT_GE(format(text).size() + 2, piece == "\n" ? 0 : text.size());
    }
}

} // namespace
} // namespace statuses
