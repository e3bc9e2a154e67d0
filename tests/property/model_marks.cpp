#include "property/model.h"

#include <string_view>
#include <utility>

// What people do to posts for their own eyes, and for the top of their profile: filters, mutes of
// threads and pins; and their votes.
namespace property {

using statuses::Visibility;

// Kana and kanji know no spaces: there, the edges of words are no matter.
std::size_t Model::place_of(const Keyword& keyword, const Post& post) {
    if (post.word < 0) return std::string_view::npos;
    const std::string_view word = kWords.at(static_cast<std::size_t>(post.word));
    const std::string_view looked_for = kKeywords.at(static_cast<std::size_t>(keyword.keyword));
    const bool fits = !keyword.is_whole_word || word == looked_for || looked_for == "林檎";
    return fits ? word.find(looked_for) : std::string_view::npos;
}

// The first of its keywords that one reads; "" for none.
std::string Model::keyword_found(const Filter& filter, const Post& post) {
    std::string found;
    std::size_t first = std::string_view::npos;
    for (const auto& keyword : filter.keywords) {
        const auto place = place_of(keyword, post);
        if (place >= first) continue;
        first = place;
        found = kKeywords.at(static_cast<std::size_t>(keyword.keyword));
    }
    return found;
}

std::string Model::filtered(int viewer, int number) const {
    std::string text;
    for (const auto& filter : filters_) {
        if (filter.owner != viewer || has_run_out(filter.ends_at)) continue;
        std::string why;
        const Post& post = original(number);
        if (const auto keyword = keyword_found(filter, post); !keyword.empty()) why += " " + keyword;
        if (filter.posts.contains(number)) why += " " + std::to_string(number);
        if (post.number != number && filter.posts.contains(post.number)) why += " " + std::to_string(post.number);
        if (why.empty()) continue;
        text += " filtered by " + std::to_string(filter.number) + " ("
                + kActions.at(static_cast<std::size_t>(filter.action)) + " in "
                + kContexts.at(static_cast<std::size_t>(filter.context)) + ") for" + why;
    }
    return text;
}

Model::Filter* Model::newest_filter(int owner) {
    const auto own =
        std::find_if(filters_.rbegin(), filters_.rend(), [&](const Filter& filter) { return filter.owner == owner; });
    return own == filters_.rend() ? nullptr : &*own;
}

void Model::filter_word(const Step& step) {
    last_filtering_ = step.person;
    filters_.push_back({.number = step.number,
                        .owner = step.person,
                        .action = step.action,
                        .context = static_cast<int>(step.visibility),
                        .ends_at = step.seconds == 0 ? 0 : now_ + step.seconds,
                        .keywords = {{step.word, step.is_tagged}}});
}

bool Model::filter_more(const Step& step) {
    Filter* own = newest_filter(step.person);
    if (!own) return false;
    own->keywords.push_back({step.word, step.is_tagged});
    last_filtering_ = step.person;
    return true;
}

bool Model::filter_post(const Step& step) {
    Filter* own = newest_filter(step.person);
    if (!own || !has(step.post) || !may_see(step.person, step.post)) return false;
    if (!own->posts.insert(step.post).second) return false;
    last_filtering_ = step.person;
    return true;
}

// Its first keyword goes.
bool Model::filter_less(int owner) {
    Filter* own = newest_filter(owner);
    if (!own || own->keywords.empty()) return false;
    own->keywords.erase(own->keywords.begin());
    last_filtering_ = owner;
    return true;
}

bool Model::unfilter_post(const Step& step) {
    Filter* own = newest_filter(step.person);
    if (!own || own->posts.erase(step.post) == 0) return false;
    last_filtering_ = step.person;
    return true;
}

std::vector<std::string> Model::filters(int owner) const {
    std::vector<std::string> texts;
    for (const auto& filter : filters_) {
        if (filter.owner != owner) continue;
        std::string text = std::to_string(filter.number) + " (" + kActions.at(static_cast<std::size_t>(filter.action))
                           + " in " + kContexts.at(static_cast<std::size_t>(filter.context)) + ")";
        for (const auto& keyword : filter.keywords) {
            text += std::string(" ") + kKeywords.at(static_cast<std::size_t>(keyword.keyword))
                    + (keyword.is_whole_word ? ", whole" : "");
        }
        text += ";";
        for (const int post : filter.posts) text += " " + std::to_string(post);
        texts.push_back(std::move(text));
    }
    return texts;
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

bool Model::has_muted_thread(int person, int post) const {
    return thread_mutes_.contains({person, original(post).thread});
}

bool Model::mute_thread(const Step& step) {
    if (!has(step.post) || !may_see(step.person, step.post)) return false;
    thread_mutes_.insert({step.person, original(step.post).thread});
    return true;
}

bool Model::unmute_thread(const Step& step) {
    if (!has(step.post) || !may_see(step.person, step.post)) return false;
    thread_mutes_.erase({step.person, original(step.post).thread});
    return true;
}

std::string Model::poll_text(int viewer, int number) const {
    const Post& post = original(number);
    if (!post.poll) return "";
    const Poll& poll = *post.poll;
    std::string text = std::string(poll.has_ended ? " ended" : " open") + " poll";
    int votes = 0;
    for (int option = 0; option < kOptions; ++option) {
        const auto count =
            std::ranges::count_if(poll.votes, [&](const auto& vote) { return vote.second.contains(option); });
        votes += static_cast<int>(count);
        text += poll.hides_totals && !poll.has_ended ? " ?" : " " + std::to_string(count);
    }
    text += " of " + std::to_string(votes) + " by " + std::to_string(poll.votes.size());
    const auto own = poll.votes.find(viewer);
    if (own == poll.votes.end()) return viewer == post.author ? text + " voted" : text;
    text += " voted";
    for (const int choice : own->second) text += " " + std::to_string(choice);
    return text;
}

bool Model::vote(const Step& step) {
    if (!has(step.post) || !may_see(step.person, step.post)) return false;
    Post& post = posts_.at(step.post);
    if (!post.poll || post.poll->has_ended || post.author == step.person || step.choices.empty()) return false;
    if (!post.poll->takes_many && step.choices.size() > 1) return false;
    return post.poll->votes.emplace(step.person, step.choices).second;
}

// Whoever voted is told, and whoever asked.
bool Model::end_poll(const Step& step) {
    if (!has(step.post) || !posts_.at(step.post).poll) return false;
    Post& post = posts_.at(step.post);
    if (std::exchange(post.poll->has_ended, true)) return false;
    const Notice notice{"poll", post.author, post.number};
    for (const auto& [voter, choices] : post.poll->votes) notify(voter, notice);
    if (has_muted_thread(post.author, post.number)) return true;
    last_notices_.emplace_back(post.author, notice);
    notices_[post.author].push_back(notice);
    return true;
}

} // namespace property
