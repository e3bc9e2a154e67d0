#include "property/model.h"

#include <string_view>

// What people do to posts for their own eyes, and for the top of their profile: filters and pins.
namespace property {

using statuses::Visibility;

// Kana and kanji know no spaces: there, the edges of words are no matter.
bool Model::finds(const Filter& filter, const Post& post) {
    if (post.word < 0) return false;
    const std::string_view word = kWords.at(static_cast<std::size_t>(post.word));
    const std::string_view keyword = kKeywords.at(static_cast<std::size_t>(filter.keyword));
    if (word.find(keyword) == std::string_view::npos) return false;
    return !filter.is_whole_word || word == keyword || keyword == "林檎";
}

std::string Model::filtered(int viewer, int number) const {
    std::string text;
    for (const auto& filter : filters_) {
        if (filter.owner != viewer || has_run_out(filter.ends_at)) continue;
        std::string why;
        const Post& post = original(number);
        if (finds(filter, post)) why += std::string(" ") + kKeywords.at(static_cast<std::size_t>(filter.keyword));
        if (filter.posts.contains(number)) why += " " + std::to_string(number);
        if (post.number != number && filter.posts.contains(post.number)) why += " " + std::to_string(post.number);
        if (!why.empty()) text += " filtered by " + std::to_string(filter.number) + " for" + why;
    }
    return text;
}

void Model::filter_word(const Step& step) {
    last_filtering_ = step.person;
    filters_.push_back({.number = step.number,
                        .owner = step.person,
                        .keyword = step.word,
                        .is_whole_word = step.is_tagged,
                        .ends_at = step.seconds == 0 ? 0 : now_ + step.seconds});
}

bool Model::filter_post(const Step& step) {
    const auto own = std::find_if(filters_.rbegin(), filters_.rend(),
                                  [&](const Filter& filter) { return filter.owner == step.person; });
    if (own == filters_.rend() || !has(step.post) || !may_see(step.person, step.post)) return false;
    if (!own->posts.insert(step.post).second) return false;
    last_filtering_ = step.person;
    return true;
}

bool Model::unfilter(int owner) {
    const auto own =
        std::find_if(filters_.rbegin(), filters_.rend(), [&](const Filter& filter) { return filter.owner == owner; });
    if (own == filters_.rend()) return false;
    filters_.erase(std::prev(own.base()));
    last_filtering_ = owner;
    return true;
}

bool Model::has_pinned(int person, int post) const { return std::ranges::count(pins_, Pair{person, post}) > 0; }

bool Model::pin(const Step& step) {
    if (!has(step.post) || !may_see(step.person, step.post)) return false;
    const Post& post = posts_.at(step.post);
    if (post.author != step.person || post.boost_of || post.visibility == Visibility::Direct) return false;
    if (has_pinned(step.person, step.post)) return true;
    constexpr int kMost = 5;
    if (std::ranges::count(pins_, step.person, &Pair::first) >= kMost) return false;
    pins_.emplace_back(step.person, step.post);
    return true;
}

bool Model::unpin(const Step& step) {
    if (!has(step.post) || !may_see(step.person, step.post)) return false;
    std::erase(pins_, Pair{step.person, step.post});
    return true;
}

} // namespace property
