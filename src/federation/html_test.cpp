#include "federation/html.h"

#include <gtest/gtest.h>

#include <random>

namespace federation {
namespace {

struct Case {
    std::string_view from, to;
};

TEST(Html, KeepsWhatPostsAreMadeOf) {
    for (const auto& [from, to] : std::initializer_list<Case>{
             {"<p>Hello<br/>world</p>", "<p>Hello<br>world</p>"},
             {"plain & simple", "plain &amp; simple"},
             {"<p>a</p><p>b</p>", "<p>a</p><p>b</p>"},
             {"<ul><li>a</li></ul><ol start=\"3\"><li value=\"7\">b</li></ol>",
              "<ul><li>a</li></ul><ol start=\"3\"><li value=\"7\">b</li></ol>"},
             {"<blockquote><pre><code>x &lt; y</code></pre></blockquote>",
              "<blockquote><pre><code>x &lt; y</code></pre></blockquote>"},
             {"<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>"},
             {"<b>b</b><strong>s</strong><i>i</i><em>e</em><u>u</u><s>s</s><del>d</del>",
              "<b>b</b><strong>s</strong><i>i</i><em>e</em><u>u</u><s>s</s><del>d</del>"},
             {"<h1>Title</h1><h6>small</h6>", "<p><strong>Title</strong></p><p><strong>small</strong></p>"},
             {"<a href=\"https://x.test/?a=1&amp;b=2\">x</a>",
              "<a href=\"https://x.test/?a=1&amp;b=2\" rel=\"nofollow noopener\" target=\"_blank\">x</a>"},
             {"<a href=\"https://x.test/@a\" class=\"u-url mention evil\" rel=\"me\" onclick=\"x()\">@<span "
              "class=\"x\">a</span></a>",
              "<a href=\"https://x.test/@a\" class=\"u-url mention\" rel=\"nofollow noopener\" "
              "target=\"_blank\">@<span>a</span></a>"},
             {"<span class=\"invisible\">https://</span>", "<span class=\"invisible\">https://</span>"},
             {"<p class=\"quote-inline\">RE</p>", "<p class=\"quote-inline\">RE</p>"},
             {"<math display=\"block\"><semantics><mi>x</mi><annotation "
              "encoding=\"application/x-tex\">x^2</annotation></semantics></math>",
              "$$x^2$$"},
             {"<div>one</div><div>two</div>", "one two"},
         }) {
        EXPECT_EQ(clean_html(from), to) << from;
    }
}

TEST(Html, DropsWhatRunsHidesOrEmbeds) {
    for (const auto& [from, to] : std::initializer_list<Case>{
             {"<script>alert(1)</script>x", "x"},
             {"<scr<script>ipt>alert(1)</script>", ""},
             {"<style>p{}</style><p style=\"x\" id=\"y\">x</p>", "<p>x</p>"},
             {"<iframe src=\"https://evil.test\"></iframe>x", "x"},
             {"<svg><script>alert(1)</script><p>x</p></svg>y", "y"},
             {"<img src=x onerror=alert(1)>y", "y"},
             {"<a href=\"javascript:alert(1)\">x</a>", "x"},
             {"<a href=\"java\nscript:alert(1)\">x</a>", "x"},
             {"<a href=\" https://x.test\">x</a>", "x"},
             {"<a href=\"//x.test\">x</a>", "x"},
             {"<a href=\"data:text/html,x\">x</a>", "x"},
             {"<a href=\"https://user:pass@x.test\">x</a>", "x"},
             {"<!-- <p>x</p> --><p>y</p>", "<p>y</p>"},
             {"<![CDATA[<script>]]>y", "]]&gt;y"},
             {"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>", "\"&gt;"},
             {"<textarea><script>x</script></textarea>y", "y"},
         }) {
        const std::string cleaned = clean_html(from);
        EXPECT_EQ(cleaned.find("<script"), std::string::npos) << from;
        EXPECT_EQ(cleaned.find("onerror=\""), std::string::npos) << from;
        EXPECT_EQ(cleaned.find("javascript:"), std::string::npos) << from;
        if (from.find("CDATA") == std::string_view::npos && from.find("noscript") == std::string_view::npos
            && from.find("scr<") == std::string_view::npos) {
            EXPECT_EQ(cleaned, to) << from;
        }
    }
}

// security-tests 28: what once crashed or hung a parser.
TEST(Html, Security28_SurvivesHostileShapes) {
    const auto repeat = [](std::string_view text, std::size_t times) {
        std::string all;
        for (std::size_t i = 0; i < times; ++i) all += text;
        return all;
    };
    clean_html("<math></math>");
    clean_html("<math><annotation encoding=\"application/x-tex\"></math>");
    clean_html(std::string("<p>\0</p>", 8));
    clean_html("<");
    clean_html("</");
    clean_html("<a href=");
    clean_html("&#0;&#xD800;&#x110000;&nosuch;");
    EXPECT_LE(clean_html(repeat("<div>", 50'000) + "x").size(), 100'000u);
    EXPECT_LE(clean_html(repeat("<b>", 50'000) + "x").size(), 1'000'000u);
    clean_html("<p " + repeat("a=b ", 20'000) + ">x</p>");
    clean_html(repeat("<p><a href='https://x.test'>", 30'000));
    clean_html(repeat("<table>", 20'000));
    clean_html(repeat("&", 200'000));
    clean_html(repeat("<![", 50'000));
}

// Whether it holds nothing but what the allow-list has, balanced.
testing::AssertionResult is_clean(std::string_view html) {
    std::vector<std::string> open;
    for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        const auto end = html.find('>', at);
        if (end == std::string_view::npos) return testing::AssertionFailure() << "an open tag in " << html;
        std::string_view tag = html.substr(at + 1, end - at - 1);
        const bool is_end = tag.starts_with('/');
        if (is_end) tag.remove_prefix(1);
        const std::string name(tag.substr(0, tag.find(' ')));
        static const std::set<std::string> kAllowed = {"a",    "b",  "blockquote", "br",     "code", "del", "em",
                                                       "i",    "li", "ol",         "p",      "pre",  "rp",  "rt",
                                                       "ruby", "s",  "span",       "strong", "u",    "ul"};
        if (!kAllowed.contains(name)) return testing::AssertionFailure() << name << " in " << html;
        if (const auto href = tag.find("href=\""); href != std::string_view::npos) {
            const auto rest = tag.substr(href + 6);
            if (!rest.starts_with("http")) return testing::AssertionFailure() << tag;
        }
        if (name == "br") continue;
        if (!is_end) {
            open.push_back(name);
        } else if (open.empty() || open.back() != name) {
            return testing::AssertionFailure() << "unbalanced " << name << " in " << html;
        } else {
            open.pop_back();
        }
    }
    return open.empty() ? testing::AssertionSuccess() : testing::AssertionFailure() << "left open in " << html;
}

// security-tests 29: a corpus and its mutations; cleaning again changes nothing of what a reader sees.
TEST(Html, Security29_HostileCorpusComesOutAsTheAllowListHasIt) {
    const std::vector<std::string> corpus = {
        "<p>Hi <a href=\"https://x.test/a\" class=\"mention\">@<span>a</span></a></p>",
        "<img src=x onerror=alert(1)//><svg/onload=alert(1)>",
        "<a href=\"jav&#x09;ascript:alert(1)\">x</a><a href='&#106;avascript:alert(1)'>y</a>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<p title=\"</p><script>alert(1)</script>\">x</p>",
        "<ul><li><ol><li>x</ul>y<blockquote><p>z",
        "<b><i></b></i><p><p></p></p></div>",
        "<a href=\"https://a.test\"><a href=\"https://b.test\">x</a></a>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<a href=\"https://x.test/&quot; onclick=&quot;alert(1)\">x</a>",
        "<span class='h-card&quot;&gt;&lt;script&gt;'>x</span>",
    };
    std::mt19937 engine(29); // NOLINT: the same numbers in every run.
    constexpr std::string_view kBytes = "<>\"'/&=;#x \n\t\0a!-[]";
    for (const auto& seed : corpus) {
        EXPECT_TRUE(is_clean(clean_html(seed)));
        for (int i = 0; i < 300; ++i) {
            std::string mutated = seed;
            for (int change = 0; change < 4; ++change) {
                mutated[engine() % mutated.size()] = kBytes[engine() % kBytes.size()];
            }
            const std::string cleaned = clean_html(mutated);
            ASSERT_TRUE(is_clean(cleaned)) << mutated;
            ASSERT_TRUE(is_clean(clean_html(cleaned))) << mutated;
        }
    }
}

TEST(Html, AsTextIsOneLine) {
    EXPECT_EQ(text_of_html("<p>Tom &amp; <b>Jerry</b></p><p>x</p>"), "Tom & Jerry x");
    EXPECT_EQ(text_of_html("<script>x</script>"), "");
}

TEST(OnlyLink, IsALinkThatSaysWhereItLeads) {
    EXPECT_EQ(only_link(R"(<a href="https://a.test/b?c=1&amp;d" rel="me">https://a.test/b?c=1&amp;d</a>)"),
              "https://a.test/b?c=1&d");
    EXPECT_EQ(only_link(R"(<a href="https://a.test"><span class="invisible">https://</span><span>a.test</span></a>)"),
              "https://a.test");
    for (const auto* html :
         {"", "https://a.test", R"(<a href="https://a.test">b.test</a>)", R"(<a href="https://a.test"></a>)",
          R"(<a href="https://a.test">https://a.test</a> or not)", R"(<a href="">x</a>)", "<a href",
          R"(<a href="https://a.test">https://a.test</a><a href="https://b.test">https://b.test</a>)",
          R"(<p><a href="https://a.test">https://a.test</a></p>)", R"(<a href="javascript:1">javascript:1</a>)",
          R"(<a href="https://u:p@a.test">https://u:p@a.test</a>)"}) {
        EXPECT_EQ(only_link(html), "") << html;
    }
}

} // namespace
} // namespace federation
