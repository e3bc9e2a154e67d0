#include "cards/reading.h"

#include "base/text.h"
#include "federation/origins.h"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include <algorithm>

namespace cards {

std::string line(std::string_view text, std::size_t characters) {
    std::string cleaned = base::sanitize(text);
    std::ranges::replace(cleaned, '\n', ' ');
    std::ranges::replace(cleaned, '\r', ' ');
    return std::string(base::grapheme_prefix(base::trim(cleaned), characters));
}

std::string resolved(const base::Url& at, std::string_view reference) {
    if (reference.empty()) return {};
    const std::string page = at.text();
    const auto base = boost::urls::parse_uri(page);
    const auto relative = boost::urls::parse_uri_reference({reference.data(), reference.size()});
    if (!base || !relative) { // What is odd but absolute may still be one that we can write anew.
        const auto url = base::Url::parse(reference);
        return url ? url->text() : std::string();
    }
    boost::urls::url target;
    if (boost::urls::resolve(*base, *relative, target).has_error()) return {};
    const auto url = base::Url::parse(std::string_view(target.buffer().data(), target.buffer().size()));
    return url && federation::is_web_url(url->text()) ? url->text() : std::string();
}

} // namespace cards
