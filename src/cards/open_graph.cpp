#include "base/html_text.h"
#include "base/json.h"
#include "base/languages.h"
#include "cards/reading.h"
#include "federation/reading.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace cards {

namespace {

int number(const std::string& text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return std::clamp(value, 0, 10'000);
}

std::string language_of(std::string_view tag) {
    const auto* language = base::iso_language(tag);
    return language ? std::string(language->code) : std::string();
}

constexpr auto kArticles = std::to_array<std::string_view>(
    {"Article", "AdvertiserContentArticle", "AnalysisNewsArticle", "AskPublicNewsArticle", "BackgroundNewsArticle",
     "BlogPosting", "DiscussionForumPosting", "LiveBlogPosting", "NewsArticle", "OpinionNewsArticle", "Report",
     "ReportageNewsArticle", "ReviewNewsArticle", "ScholarlyArticle", "SocialMediaPosting", "TechArticle"});

bool is_article(const json::Object& object) {
    const auto* type = object.if_contains("@type");
    if (!type) return false;
    const auto is_one = [](const json::Value& value) {
        return value.is_string()
               && std::ranges::find(kArticles, std::string_view(value.get_string())) != kArticles.end();
    };
    if (const auto* list = type->if_array()) return std::ranges::any_of(*list, is_one);
    return is_one(*type);
}

// The article among an object, a list, or what a graph holds.
const json::Object* article_in(const json::Value& value, int depth = 0) {
    constexpr int kMaxDepth = 3;
    if (const auto* list = value.if_array()) {
        for (const auto& one : *list) {
            const auto* found = depth < kMaxDepth ? article_in(one, depth + 1) : nullptr;
            if (found) return found;
        }
    } else if (const auto* object = value.if_object()) {
        if (is_article(*object)) return object;
        const auto* graph = object->if_contains("@graph");
        if (graph && depth < kMaxDepth) return article_in(*graph, depth + 1);
    }
    return nullptr;
}

// "Alice", or of {"name": "Alice"}, or of the first of several.
std::string name_in(const json::Object& object, std::string_view member) {
    const auto* value = object.if_contains(boost::json::string_view(member.data(), member.size()));
    if (const auto* list = value ? value->if_array() : nullptr) value = list->empty() ? nullptr : &list->front();
    if (!value) return {};
    if (const auto* person = value->if_object()) return federation::text_in(*person, "name");
    return value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string plain(const json::Object& object, std::string_view member) {
    return base::html_to_text(federation::text_in(object, member)); // Editors leave entities in it.
}

// The structured data win where they say something.
void read_article(Card& card, const json::Object& article) {
    const auto take = [](std::string& to, std::string from) {
        if (!from.empty()) to = std::move(from);
    };
    take(card.title, line(plain(article, "headline"), kTitleLength));
    take(card.description, line(plain(article, "description"), kDescriptionLength));
    take(card.author_name, line(name_in(article, "author"), kNameLength));
    take(card.provider_name, line(name_in(article, "publisher"), kNameLength));
    take(card.language, language_of(name_in(article, "inLanguage")));
    if (const auto published = federation::time_in(article, "datePublished")) card.published_at = published;
}

void read_player(Card& card, const federation::Page& page, const base::Url& at) {
    const std::string player = resolved(at, page.meta({"twitter:player"}));
    if (!player.starts_with("https://")) return;
    card.type = "video";
    card.width = number(page.meta({"twitter:player:width"}));
    card.height = number(page.meta({"twitter:player:height"}));
    card.html = frame_html(player, card.width, card.height);
    card.embed_url = resolved(at, page.meta({"twitter:player:stream"}));
}

} // namespace

Card card_of_page(const federation::Page& page, const base::Url& at) {
    Card card;
    card.title = line(page.meta({"og:title", "twitter:title"}), kTitleLength);
    if (card.title.empty()) card.title = line(page.title, kTitleLength);
    card.description = line(page.meta({"og:description", "description", "twitter:description"}), kDescriptionLength);
    card.image_url = resolved(at, page.meta({"og:image:secure_url", "og:image", "og:image:url", "twitter:image"}));
    card.image_description = line(page.meta({"og:image:alt", "twitter:image:alt"}), kDescriptionLength);
    card.width = number(page.meta({"og:image:width"}));
    card.height = number(page.meta({"og:image:height"}));
    card.provider_name = line(page.meta({"og:site_name"}), kNameLength);
    card.author_name = line(page.meta({"og:author", "og:author:username", "author"}), kNameLength);
    card.creator = page.meta({"fediverse:creator"});
    card.language = language_of(page.meta({"og:locale"}));
    if (card.language.empty()) card.language = language_of(page.language);
    card.published_at = base::parse_iso8601(page.meta({"article:published_time"}));
    for (const auto& data : page.data) {
        const auto parsed = json::parse(data);
        const auto* article = parsed ? article_in(*parsed) : nullptr;
        if (article) read_article(card, *article);
        if (article) break;
    }
    read_player(card, page, at);
    return card;
}

} // namespace cards
