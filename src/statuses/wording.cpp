#include "statuses/wording.h"

#include "base/text.h"
#include "instance/limits.h"
#include "statuses/formatter.h"
#include "statuses/text.h"

#include <utility>

namespace statuses {

Wording wording_of(std::string_view text, std::string_view spoiler_text, bool has_quote) {
    Wording wording{.text = base::sanitize(text), .spoiler_text = base::sanitize(spoiler_text)};
    if (!has_quote && base::trim(wording.text).empty()) wording.text = std::exchange(wording.spoiler_text, "");
    return wording;
}

Result<> check_wording(const Wording& wording, bool has_more) {
    if (!has_more && base::trim(wording.text).empty()) return base::invalid("Validation failed: Text can't be blank");
    if (status_length(wording.text, wording.spoiler_text) > std::size_t{instance::limits::kStatusCharacters}) {
        return base::invalid("Validation failed: Text character limit of "
                             + std::to_string(instance::limits::kStatusCharacters) + " exceeded");
    }
    return {};
}

std::string render(const base::Config& config, std::string_view text, const std::vector<Mention>& mentions,
                   std::string_view quoted_url) {
    std::vector<Mentionable> mentionable;
    for (const Mention& mention : mentions) {
        const accounts::Account& account = mention.account;
        mentionable.push_back({.username = account.username, .domain = account.domain, .url = mention.url});
    }
    const std::string web_url = config.web_url();
    return format_html(text, {.web_url = web_url,
                              .domain = config.domain,
                              .web_host = config.web_host(),
                              .accounts = mentionable,
                              .quoted_url = quoted_url});
}

} // namespace statuses
