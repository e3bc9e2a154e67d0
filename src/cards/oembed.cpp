#include "base/json.h"
#include "base/text.h"
#include "cards/reading.h"
#include "federation/reading.h"

#include <fmt/core.h>

#include <algorithm>

namespace cards {

namespace {

constexpr std::size_t kHtml = 10'000;

std::string line_in(const json::Object& object, std::string_view name, std::size_t characters) {
    return line(federation::text_in(object, name), characters);
}

// Numbers, and the texts with numbers in them that some send.
int size_in(const json::Object& object, std::string_view name) {
    if (const auto count = federation::count_in(object, name))
        return static_cast<int>(std::min<std::int64_t>(*count, 10'000));
    const auto number = base::parse_id(federation::text_in(object, name));
    return number ? static_cast<int>(std::min<std::int64_t>(*number, 10'000)) : 0;
}

Card names_in(const json::Object& said, const base::Url& at) {
    Card card;
    card.title = line_in(said, "title", kTitleLength);
    card.author_name = line_in(said, "author_name", kNameLength);
    card.author_url = resolved(at, federation::text_in(said, "author_url"));
    card.provider_name = line_in(said, "provider_name", kNameLength);
    card.provider_url = resolved(at, federation::text_in(said, "provider_url"));
    card.image_url = resolved(at, federation::text_in(said, "thumbnail_url"));
    card.width = size_in(said, "width");
    card.height = size_in(said, "height");
    return card;
}

// Whatever HTML came: of it the address of the first frame, and nothing else.
bool read_video(Card& card, const json::Object& said, const base::Url& at) {
    const auto page = federation::read_page(federation::text_in(said, "html", kHtml));
    const std::string source = page.frame ? resolved(at, page.frame->source) : std::string();
    if (!source.starts_with("https://")) return false;
    if (card.width == 0) card.width = page.frame->width;
    if (card.height == 0) card.height = page.frame->height;
    card.html = frame_html(source, card.width, card.height);
    return true;
}

bool read_photo(Card& card, const json::Object& said, const base::Url& at) {
    card.embed_url = resolved(at, federation::text_in(said, "url"));
    card.image_url = card.embed_url;
    return !card.embed_url.empty();
}

} // namespace

std::string oembed_address(const federation::Page& page, const base::Url& at) {
    for (const auto& link : page.links) {
        if (link.type == "application/json+oembed") return resolved(at, link.href);
    }
    return {};
}

std::optional<Card> card_of_oembed(std::string_view json, const base::Url& at) {
    const auto parsed = json::parse(json);
    const auto* said = parsed ? parsed->if_object() : nullptr;
    if (!said) return std::nullopt;
    Card card = names_in(*said, at);
    card.type = federation::text_in(*said, "type");
    const bool is_good = card.type == "link" || (card.type == "photo" && read_photo(card, *said, at))
                         || (card.type == "video" && read_video(card, *said, at));
    return is_good && card.says_something() ? std::optional(std::move(card)) : std::nullopt;
}

std::string frame_html(std::string_view source, int width, int height) {
    return fmt::format(R"(<iframe src="{}" width="{}" height="{}" allowfullscreen="true" allow="fullscreen" )"
                       R"(sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox )"
                       R"(allow-forms"></iframe>)",
                       base::escape_html(source), width, height);
}

} // namespace cards
