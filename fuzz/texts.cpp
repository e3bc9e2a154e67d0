#include "base/text.h"
#include "base/unicode.h"
#include "base/url.h"
#include "fuzz/expect.h"
#include "statuses/formatter.h"

#include <string>

// Addresses and posts, as people and servers write them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto text = fuzz::text_of(bytes, size);
    if (const auto url = base::Url::parse(text)) {
        const std::string written = url->text();
        for (const char c : written) fuzz::expect(c > ' ' && c < 0x7f, "an address is of visible ASCII");
        const auto again = base::Url::parse(written);
        fuzz::expect(again && again->text() == written, "what was written is read the same");
        fuzz::expect(again->host == url->host && again->port == url->port, "it leads to the same place");
    }
    const std::string clean = base::sanitize(text);
    fuzz::expect(base::is_valid_utf8(clean), "what may be stored is UTF-8");
    const statuses::FormatOptions options{.web_url = "https://akebono.test", .domain = "akebono.test"};
    const std::string html = statuses::format_html(clean, options);
    fuzz::expect(html.find("<script") == std::string::npos, "a text cannot become markup");
    statuses::format_bio_html(clean, options);
    statuses::format_field_html(clean, options);
    return 0;
}
