#include "federation/html.h"

#include "base/ascii.h"
#include "base/html_text.h"
#include "base/unicode.h"
#include "federation/page.h"
#include "fuzz/expect.h"

#include <array>
#include <string>

namespace {

// All that a cleaned text may hold of markup.
constexpr std::array<std::string_view, 20> kTags = {"p",  "br", "a",    "span",       "strong", "em",  "b",
                                                    "i",  "u",  "del",  "blockquote", "code",   "pre", "ul",
                                                    "ol", "li", "ruby", "rt",         "rp",     "s"};

bool is_known_tag(std::string_view tag) {
    if (tag.starts_with('/')) tag.remove_prefix(1);
    tag = tag.substr(0, tag.find_first_of(" />"));
    for (const auto known : kTags) {
        if (tag == known) return true;
    }
    return false;
}

void expect_harmless(const std::string& html) {
    for (auto at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        const auto end = html.find('>', at);
        fuzz::expect(end != std::string::npos, "every tag ends");
        const auto tag = std::string_view(html).substr(at + 1, end - at - 1);
        fuzz::expect(is_known_tag(tag), "every tag is one that is allowed");
        const auto href = tag.find(" href=\"");
        if (href == std::string_view::npos) continue;
        const auto address = base::ascii_lower(tag.substr(href + 7));
        fuzz::expect(address.starts_with("http://") || address.starts_with("https://"), "links lead to the web");
    }
}

// Or nowhere.
void expect_of_the_web(const std::string& link) {
    const auto address = base::ascii_lower(link);
    fuzz::expect(link.empty() || address.starts_with("http://") || address.starts_with("https://"),
                 "what is one link leads to the web");
}

} // namespace

// HTML of others.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto html = fuzz::text_of(bytes, size);
    const std::string clean = federation::clean_html(html);
    expect_harmless(clean);
    fuzz::expect(base::is_valid_utf8(clean), "what was cleaned is UTF-8");
    expect_harmless(federation::clean_html(clean)); // Its tags may be put elsewhere then, as browsers do.
    base::html_to_text(clean);
    federation::text_of_html(html);
    federation::alternate_of_page(html);
    expect_of_the_web(federation::only_link(html));
    expect_of_the_web(federation::only_link(clean));
    const auto page = federation::read_page(html);
    fuzz::expect(page.metas.size() <= 1000 && page.links.size() <= 1000, "lists have an end");
    return 0;
}
