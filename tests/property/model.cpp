#include "property/model.h"

#include <iterator>

namespace property {

namespace {

using Kind = Step::Kind;
using statuses::Visibility;

bool is_open(Visibility visibility) { return visibility == Visibility::Public || visibility == Visibility::Unlisted; }

bool is_ours(int person) { return domain_of(person) == 0; }

} // namespace

// ── who may see, and who wants to ──

const Post& Model::original(int number) const {
    const Post& post = posts_.at(number);
    return post.boost_of ? posts_.at(*post.boost_of) : post;
}

bool Model::may_see_itself(int viewer, const Post& post) const {
    if (viewer == kNobody) return is_open(post.visibility);
    if (viewer == post.author) return true;
    if (blocks(post.author, viewer) || blocks_domain(post.author, viewer)) return false;
    const bool is_named = post.mentions.contains(viewer) || post.former_mentions.contains(viewer);
    if (is_open(post.visibility) || is_named) return true;
    return post.visibility == Visibility::Private && follows(viewer, post.author);
}

bool Model::may_see(int viewer, int number) const {
    return may_see_itself(viewer, posts_.at(number)) && may_see_itself(viewer, original(number));
}

bool Model::mutes(int a, int b) const {
    const auto mute = mutes_.find({a, b});
    return mute != mutes_.end() && !has_run_out(mute->second.ends_at);
}

bool Model::wants_author(int viewer, int author) const {
    return viewer == kNobody || viewer == author
           || !(blocks(viewer, author) || mutes(viewer, author) || blocks_domain(viewer, author));
}

bool Model::wants(int viewer, int number) const {
    return wants_author(viewer, posts_.at(number).author) && wants_author(viewer, original(number).author);
}

bool Model::is_hidden_from_lists(int viewer, int person) const {
    return viewer != kNobody && viewer != person
           && (blocks(viewer, person) || blocks(person, viewer) || mutes(viewer, person));
}

bool Model::mentions_unwanted(int viewer, const Post& post) const {
    return std::ranges::any_of(post.mentions,
                               [&](int person) { return blocks(viewer, person) || mutes(viewer, person); });
}

// ── what is listed ──

bool Model::is_for_follower(int viewer, const Post& post) const {
    const auto follow = follows_.find({viewer, post.author});
    if (follow == follows_.end() || !wants(viewer, post.number)) return false;
    const Post& shown = original(post.number);
    if (mentions_unwanted(viewer, shown)) return false;
    return !post.boost_of || (follow->second && !blocks(shown.author, viewer));
}

bool Model::is_for_tag_follower(int viewer, const Post& post) const {
    return tag_followers_.contains(viewer) && post.is_tagged && !post.boost_of && post.visibility == Visibility::Public
           && wants(viewer, post.number) && !blocks(post.author, viewer) && !mentions_unwanted(viewer, post);
}

bool Model::is_for_home(int viewer, int number) const {
    const Post& post = posts_.at(number);
    if (!may_see(viewer, number)) return false;
    if (post.author == viewer || is_for_tag_follower(viewer, post)) return true;
    if (!is_for_follower(viewer, post)) return false;
    const auto list = lists_.find(viewer);
    if (list != lists_.end() && list->second.is_exclusive && list->second.members.contains(post.author)) return false;
    return !post.replied_to || post.replied_to == post.author || post.replied_to == viewer
           || follows(viewer, *post.replied_to);
}

bool Model::is_for_list(int owner, int number) const {
    const Post& post = posts_.at(number);
    const auto found = lists_.find(owner);
    if (found == lists_.end() || !found->second.members.contains(post.author)) return false;
    const auto& list = found->second;
    if (post.visibility == Visibility::Direct || !may_see(owner, number)) return false;
    if (post.author != owner && !is_for_follower(owner, post)) return false;
    if (!post.replied_to || post.replied_to == post.author || post.replied_to == owner) return true;
    return (list.policy == 0 && list.members.contains(*post.replied_to))
           || (list.policy == 1 && follows(owner, *post.replied_to));
}

// Boosts of what stands there already are left out.
std::vector<int> Model::without_repeats(std::vector<int> oldest_first) const {
    std::set<int> originals;
    std::erase_if(oldest_first, [&](int number) {
        const bool is_news = originals.insert(original(number).number).second;
        return !is_news && posts_.at(number).boost_of;
    });
    std::ranges::reverse(oldest_first);
    return oldest_first;
}

std::vector<int> Model::home(int viewer) const {
    std::vector<int> shown;
    for (const auto& [number, post] : posts_) {
        if (is_for_home(viewer, number)) shown.push_back(number);
    }
    return without_repeats(std::move(shown));
}

std::vector<int> Model::list(int owner) const {
    std::vector<int> shown;
    for (const auto& [number, post] : posts_) {
        if (is_for_list(owner, number)) shown.push_back(number);
    }
    return without_repeats(std::move(shown));
}

bool Model::is_for_public(int number) const {
    const Post& post = posts_.at(number);
    return post.visibility == Visibility::Public && !post.boost_of
           && (!post.replied_to || post.replied_to == post.author);
}

std::vector<int> Model::public_timeline(int viewer, std::optional<bool> is_local) const {
    std::vector<int> shown;
    for (const auto& [number, post] : posts_) {
        const bool is_of_origin = !is_local || *is_local == is_ours(post.author);
        if (is_for_public(number) && is_of_origin && wants(viewer, number)
            && !is_hidden_from_lists(viewer, post.author)) {
            shown.push_back(number);
        }
    }
    std::ranges::reverse(shown);
    return shown;
}

std::vector<int> Model::with_pictures(std::vector<int> posts) const {
    std::erase_if(posts, [&](int number) { return !posts_.at(number).has_picture; });
    return posts;
}

std::vector<int> Model::hashtag_timeline(int viewer) const {
    return public_posts(viewer, [](const Post& post) { return post.is_tagged; });
}

std::optional<std::vector<int>> Model::link_timeline(int viewer) const {
    if (!is_link_known_) return std::nullopt;
    return public_posts(viewer, [](const Post& post) { return post.has_link; });
}

std::vector<int> Model::public_posts(int viewer, const std::function<bool(const Post&)>& fits) const {
    std::vector<int> shown;
    for (const auto& [number, post] : posts_) {
        if (fits(post) && post.visibility == Visibility::Public && !post.boost_of && wants(viewer, number)
            && !is_hidden_from_lists(viewer, post.author)) {
            shown.push_back(number);
        }
    }
    std::ranges::reverse(shown);
    return shown;
}

std::vector<int> Model::account_posts(int viewer, int author) const {
    std::vector<int> shown;
    if (viewer != kNobody && blocks(author, viewer)) return shown;
    for (const auto& [number, post] : posts_) {
        const bool is_hidden_boost = viewer != author && post.boost_of
                                     && (!wants_author(viewer, original(number).author)
                                         || is_hidden_from_lists(viewer, original(number).author));
        if (post.author == author && may_see(viewer, number) && !is_hidden_boost) shown.push_back(number);
    }
    std::ranges::reverse(shown);
    return shown;
}

namespace {

template <typename Shows>
std::vector<int> marked_by(int viewer, const std::vector<std::pair<int, int>>& marks, Shows shows) {
    std::vector<int> shown;
    for (const auto& [person, post] : marks) {
        if (person == viewer && shows(post)) shown.push_back(post);
    }
    std::ranges::reverse(shown);
    return shown;
}

} // namespace

std::vector<int> Model::favourites(int viewer) const {
    return marked_by(viewer, favourites_, [&](int post) { return may_see(viewer, post); });
}

std::vector<int> Model::bookmarks(int viewer) const {
    return marked_by(viewer, bookmarks_, [&](int post) { return may_see(viewer, post); });
}

std::vector<int> Model::pinned(int viewer, int author) const {
    const auto shown = account_posts(viewer, author);
    return marked_by(author, pins_, [&](int post) { return std::ranges::count(shown, post) > 0; });
}

std::vector<int> Model::ancestors(int viewer, int number) const {
    std::vector<int> shown;
    for (auto parent = posts_.at(number).parent; parent && has(*parent); parent = posts_.at(*parent).parent) {
        if (may_see(viewer, *parent) && wants(viewer, *parent)) shown.push_back(*parent);
    }
    std::ranges::reverse(shown);
    return shown;
}

std::vector<int> Model::descendants(int viewer, int number) const {
    auto shown = below(viewer, number);
    const auto is_continuation = [&](int reply) { return posts_.at(reply).replied_to == posts_.at(reply).author; };
    std::stable_partition(shown.begin(), shown.end(), is_continuation);
    return shown;
}

std::vector<int> Model::below(int viewer, int number) const {
    std::vector<int> shown;
    for (const auto& [reply, post] : posts_) {
        if (post.parent != number) continue;
        if (may_see(viewer, reply) && wants(viewer, reply)) shown.push_back(reply);
        std::ranges::copy(below(viewer, reply), std::back_inserter(shown));
    }
    return shown;
}

std::vector<Notice> Model::notifications(int viewer) const {
    std::vector<Notice> shown;
    const auto found = notices_.find(viewer);
    if (found == notices_.end()) return shown;
    for (const auto& notice : found->second) {
        if (!notice.post || may_see(viewer, *notice.post)) shown.push_back(notice);
    }
    std::ranges::reverse(shown);
    return shown;
}

std::vector<Notice> Model::held_back(int viewer) const {
    const auto found = held_back_.find(viewer);
    auto held_back = found == held_back_.end() ? std::vector<Notice>() : found->second;
    std::erase_if(held_back, [&](const Notice& notice) { return !may_see(viewer, *notice.post); });
    return held_back;
}

std::size_t Model::notice_count(int viewer) const {
    const auto found = notices_.find(viewer);
    return found == notices_.end() ? 0 : found->second.size();
}

// Favourites and boosts of one post are told together, and so are all follows.
std::vector<NoticeGroup> Model::notification_groups(int viewer) const {
    std::vector<NoticeGroup> groups;
    for (const auto& notice : notifications(viewer)) {
        const bool is_groupable = notice.type == "favourite" || notice.type == "reblog" || notice.type == "follow";
        const auto same = std::ranges::find_if(groups, [&](const NoticeGroup& group) {
            return is_groupable && group.type == notice.type && group.post == notice.post;
        });
        if (same != groups.end()) {
            same->from.push_back(notice.from);
        } else {
            groups.push_back({notice.type, {notice.from}, notice.post});
        }
    }
    return groups;
}

std::set<int> Model::notification_requests(int viewer) const {
    std::set<int> people;
    const auto found = held_back_.find(viewer);
    if (found == held_back_.end()) return people;
    for (const auto& notice : found->second) people.insert(notice.from);
    return people;
}

std::set<int> Model::favourited_by(int viewer, int number) const {
    std::set<int> people;
    for (const auto& [person, post] : favourites_) {
        const bool is_of_this = post == posts_.at(number).boost_of.value_or(number);
        if (is_of_this && !is_hidden_from_lists(viewer, person)) people.insert(person);
    }
    return people;
}

std::set<int> Model::boosted_by(int viewer, int number) const {
    std::set<int> people;
    for (const auto& [boost, post] : posts_) {
        const bool is_of_this = post.boost_of == posts_.at(number).boost_of.value_or(number);
        if (is_of_this && is_open(post.visibility) && !is_hidden_from_lists(viewer, post.author)) {
            people.insert(post.author);
        }
    }
    return people;
}

std::set<int> Model::followers(int viewer, int person) const {
    std::set<int> people;
    if (viewer != kNobody && blocks(person, viewer)) return people;
    for (const auto& [pair, with_boosts] : follows_) {
        if (pair.second == person && (viewer == person || !is_hidden_from_lists(viewer, pair.first))) {
            people.insert(pair.first);
        }
    }
    return people;
}

std::set<int> Model::following(int viewer, int person) const {
    std::set<int> people;
    if (viewer != kNobody && blocks(person, viewer)) return people;
    for (const auto& [pair, with_boosts] : follows_) {
        if (pair.first == person && (viewer == person || !is_hidden_from_lists(viewer, pair.second))) {
            people.insert(pair.second);
        }
    }
    return people;
}

std::set<int> Model::follow_requests(int person) const {
    std::set<int> people;
    for (const auto& [pair, with_boosts] : requests_) {
        if (pair.second == person) people.insert(pair.first);
    }
    return people;
}

std::set<int> Model::blocked_by(int person) const {
    std::set<int> people;
    for (int other = 0; other < kPeople; ++other) {
        if (blocks(person, other)) people.insert(other);
    }
    return people;
}

std::set<int> Model::muted_by(int person) const {
    std::set<int> people;
    for (int other = 0; other < kPeople; ++other) {
        if (mutes(person, other)) people.insert(other);
    }
    return people;
}

std::set<int> Model::domains_blocked_by(int person) const {
    std::set<int> domains;
    for (const auto& [owner, domain] : domain_blocks_) {
        if (owner == person) domains.insert(domain);
    }
    return domains;
}

std::set<int> Model::list_members(int owner) const {
    const auto list = lists_.find(owner);
    return list == lists_.end() ? std::set<int>() : list->second.members;
}

std::vector<Conversation> Model::conversations(int viewer) const {
    const auto found = conversations_.find(viewer);
    auto kept = found == conversations_.end() ? std::vector<Conversation>() : found->second;
    std::ranges::sort(
        kept, [](const Conversation& a, const Conversation& b) { return *a.posts.rbegin() > *b.posts.rbegin(); });
    return kept;
}

bool Model::is_for_stream(int viewer, int number) const {
    const Post& post = posts_.at(number);
    const auto is_unwanted = [&](int person) { return person != viewer && (is_hidden_from_lists(viewer, person)); };
    return wants(viewer, number) && !is_unwanted(post.author) && std::ranges::none_of(post.mentions, is_unwanted);
}

} // namespace property
