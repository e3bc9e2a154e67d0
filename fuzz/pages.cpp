#include "base/unicode.h"
#include "cards/charset.h"
#include "cards/reading.h"
#include "cards/robots.h"
#include "fuzz/expect.h"

#include <string>

namespace {

void expect_line(const std::string& text) {
    fuzz::expect(base::is_valid_utf8(text), "what is shown is UTF-8");
    fuzz::expect(text.find('\n') == std::string::npos, "a title is one line");
}

void expect_harmless(const cards::Card& card) {
    for (const auto* text : {&card.title, &card.author_name, &card.provider_name}) expect_line(*text);
    for (const auto* url : {&card.author_url, &card.provider_url, &card.embed_url, &card.image_url}) {
        fuzz::expect(url->empty() || url->starts_with("https://") || url->starts_with("http://"),
                     "links lead to the web");
    }
    fuzz::expect(card.html.empty() || card.html.starts_with("<iframe src=\"https://"), "nothing but a frame is shown");
    fuzz::expect(card.html.find('<', 1) == card.html.rfind("</iframe>"), "there is one tag");
}

} // namespace

// What strange sites say: a page in whatever encoding, what oEmbed answers, and which pages robots.txt keeps us from.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto text = fuzz::text_of(bytes, size);
    const auto at = *base::Url::parse("https://news.example.org/a");
    const std::string html = cards::to_utf8(text, "text/html");
    fuzz::expect(base::is_valid_utf8(html), "what was converted is UTF-8");
    const auto page = federation::read_page(html);
    expect_harmless(cards::card_of_page(page, at));
    (void)cards::oembed_address(page, at);
    if (const auto card = cards::card_of_oembed(text, at)) expect_harmless(*card);

    const auto rules = cards::robot_rules(text);
    fuzz::expect(rules.size() <= 8192, "rules have an end");
    (void)cards::allows(rules, "/a/b?c=d");
    return 0;
}
