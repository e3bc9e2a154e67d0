#pragma once

#include "base/clock.h"

#include <optional>
#include <string>

namespace cards {

// What a page says of itself, as it may be shown: plain texts, URLs of http and https, and HTML of ours.
// https://docs.joinmastodon.org/entities/PreviewCard/
struct Card {
    std::string type = "link"; // link, photo, video
    std::string title, description;
    std::string language; // Empty: not said, or none that we know.
    std::string author_name, author_url;
    std::string creator; // "@alice@remote.test": who says so is checked by whoever believes it.
    std::string provider_name, provider_url;
    std::string html; // Of videos: one iframe.
    std::string embed_url;
    std::string image_url, image_description;
    int width = 0, height = 0;
    std::optional<base::Time> published_at;

    bool says_something() const { return !title.empty() || !html.empty(); }
};

} // namespace cards
