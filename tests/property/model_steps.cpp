#include "property/model.h"

#include <utility>

// What each step does to the world.
namespace property {

namespace {

using Kind = Step::Kind;
using statuses::Visibility;

bool is_ours(int person) { return domain_of(person) == 0; }

} // namespace

template <typename Matches>
void Model::forget(int reader, Matches matches) {
    std::erase_if(notices_[reader], matches);
    std::erase_if(held_back_[reader], matches);
}

bool Model::apply(const Step& step) {
    last_notices_.clear();
    last_filtering_ = kNobody;
    ++now_;
    switch (step.kind) {
    case Kind::Post: return post(step);
    case Kind::Edit: return edit(step);
    case Kind::Boost: return boost(step);
    case Kind::Unboost: return unboost(step);
    case Kind::Favourite: return mark(step, favourites_, true);
    case Kind::Unfavourite: return unfavourite(step);
    case Kind::Bookmark: return mark(step, bookmarks_, false);
    case Kind::Delete: return remove(step);
    case Kind::Follow: return follow(step, true);
    case Kind::FollowWithoutBoosts: return follow(step, false);
    case Kind::Unfollow: end_follow(step.person, step.other); return true;
    case Kind::Accept: return accept(step);
    case Kind::Reject: return reject(step);
    case Kind::AddToList: return add_to_list(step);
    case Kind::RemoveFromList: lists_[step.person].members.erase(step.other); return true;
    case Kind::ChangeList: change_list(step); return true;
    case Kind::Block: return block(step);
    case Kind::Unblock: blocks_.erase({step.person, step.other}); return true;
    case Kind::Mute: mute(step, true); return true;
    case Kind::MuteSoftly: mute(step, false); return true;
    case Kind::Unmute: mutes_.erase({step.person, step.other}); return true;
    case Kind::BlockDomain: block_domain(step); return true;
    case Kind::UnblockDomain: domain_blocks_.erase({step.person, domain_of(step.other)}); return true;
    case Kind::FollowTag: tag_followers_.insert(step.person); return true;
    case Kind::UnfollowTag: tag_followers_.erase(step.person); return true;
    case Kind::FilterWord: filter_word(step); return true;
    case Kind::FilterMore: return filter_more(step);
    case Kind::FilterPost: return filter_post(step);
    case Kind::FilterLess: return filter_less(step.person);
    case Kind::UnfilterPost: return unfilter_post(step);
    case Kind::Unfilter: return unfilter(step.person);
    case Kind::Pin: return pin(step);
    case Kind::Unpin: return unpin(step);
    case Kind::MuteThread: return mute_thread(step);
    case Kind::UnmuteThread: return unmute_thread(step);
    case Kind::Vote: return vote(step);
    case Kind::EndPoll: return end_poll(step);
    case Kind::AnswerQuote: return answer_quote(step);
    case Kind::ChangeQuotePolicy: return change_quote_policy(step);
    case Kind::MakeCollection: return collections_.emplace(step.person, Collection()).second;
    case Kind::DropCollection: return drop_collection(step.person);
    case Kind::Collect: return collect(step);
    case Kind::Uncollect: return uncollect(step.person, step.other);
    case Kind::AnswerCollector: return answer_collector(step);
    case Kind::Endorse: return endorse(step);
    case Kind::Unendorse: endorsements_.erase({step.person, step.other}); return true;
    case Kind::FeatureTag: tag_featurers_.insert(step.person); return true;
    case Kind::UnfeatureTag: tag_featurers_.erase(step.person); return true;
    case Kind::Read: return true;
    }
    return false;
}

bool Model::post(const Step& step) {
    Post made{.number = step.number, .author = step.person, .visibility = step.visibility};
    made.is_tagged = step.is_tagged;
    made.is_also_tagged = step.is_also_tagged;
    made.has_link = step.has_link;
    made.has_picture = step.has_picture;
    made.word = step.word;
    if (step.poll != Step::Poll::None) {
        made.poll =
            Poll{.takes_many = step.poll == Step::Poll::OfMany, .hides_totals = step.poll == Step::Poll::WithoutTotals};
    }
    made.thread = step.number;
    if (step.post >= 0) {
        if (!has(step.post) || !may_see(step.person, step.post)) return false;
        const Post& parent = original(step.post);
        const bool goes_on = parent.author == step.person && parent.replied_to;
        made.parent = parent.number;
        made.replied_to = goes_on ? *parent.replied_to : parent.author;
        made.thread = parent.thread;
    }
    made.mentions = mentionable(step);
    if (!quote(step, made)) return false;
    posts_.emplace(step.number, made);
    if (made.visibility != Visibility::Direct) active_.insert(made.author);
    is_link_known_ = is_link_known_ || made.has_link;
    if (made.quote && made.quote->state == Quote::State::Accepted) {
        notify(posts_.at(made.quote->quoted).author, {"quote", step.person, step.number});
    }
    for (const int person : made.mentions) notify(person, {"mention", step.person, step.number});
    if (made.visibility == Visibility::Direct) converse(made);
    return true;
}

std::set<int> Model::mentionable(const Step& step) const {
    std::set<int> people;
    for (const int person : step.mentions) {
        if (!blocks(step.person, person) && !blocks_domain(step.person, person)) people.insert(person);
    }
    return people;
}

bool Model::edit(const Step& step) {
    if (!has(step.post)) return false;
    Post& post = posts_.at(step.post);
    if (post.author != step.person || post.boost_of || !is_ours(post.author)) return false;
    const auto before = std::exchange(post.mentions, mentionable(step));
    post.former_mentions.insert(before.begin(), before.end());
    post.is_tagged = step.is_tagged;
    post.is_also_tagged = step.is_also_tagged;
    post.has_link = step.has_link && !post.quote; // A post shows what it quotes, and no card.
    post.has_picture = step.has_picture;
    is_link_known_ = is_link_known_ || post.has_link;
    post.word = step.word;
    post.poll.reset();
    for (const int person : post.mentions) {
        if (before.contains(person)) continue;
        notify(person, {"mention", post.author, post.number});
        if (post.visibility == Visibility::Direct && was_told(person, post)) add_to_conversation(person, post);
    }
    for (const auto& [number, boost] : posts_) {
        if (boost.boost_of != post.number || !is_ours(boost.author)) continue;
        withdraw(boost.author, {"update", post.author, post.number});
        notify(boost.author, {"update", post.author, post.number});
    }
    tell_quoters(post);
    return true;
}

bool Model::boost(const Step& step) {
    if (!has(step.post) || !may_see(step.person, step.post)) return false;
    const Post boosted = original(step.post);
    if (blocks(step.person, boosted.author)) return false;
    const bool is_own_private = boosted.visibility == Visibility::Private && boosted.author == step.person;
    const bool is_open = boosted.visibility == Visibility::Public || boosted.visibility == Visibility::Unlisted;
    if (!is_open && !is_own_private) return false;
    for (const auto& [number, post] : posts_) {
        if (post.author == step.person && post.boost_of == boosted.number) return true; // Is there already.
    }
    Post made{.number = step.number, .author = step.person, .visibility = step.visibility};
    if (made.visibility == Visibility::Direct && !is_own_private) return false;
    if (is_own_private) made.visibility = Visibility::Private;
    made.boost_of = boosted.number;
    made.thread = step.number;
    posts_.emplace(step.number, made);
    active_.insert(made.author);
    notify(boosted.author, {"reblog", step.person, boosted.number});
    return true;
}

bool Model::unboost(const Step& step) {
    if (!has(step.post)) return false;
    const int boosted = original(step.post).number;
    std::optional<int> own;
    for (const auto& [number, post] : posts_) {
        if (post.author == step.person && post.boost_of == boosted) own = number;
    }
    const Pair mark{step.person, boosted};
    const bool has_marked =
        own || std::ranges::count(favourites_, mark) > 0 || std::ranges::count(bookmarks_, mark) > 0;
    if (!may_see(step.person, step.post) && !has_marked) return false;
    if (own) erase_post(*own);
    return true;
}

bool Model::mark(const Step& step, std::vector<Pair>& marks, bool tells) {
    if (!has(step.post) || !may_see(step.person, step.post)) return false;
    const Pair mark{step.person, original(step.post).number};
    // Other people hear of a favourite, so that it is not for those whom one blocks.
    if (tells && blocks(step.person, original(step.post).author)) return false;
    if (std::ranges::count(marks, mark) > 0) return true;
    marks.push_back(mark);
    if (tells) notify(original(step.post).author, {"favourite", step.person, mark.second});
    return true;
}

bool Model::unfavourite(const Step& step) {
    if (!has(step.post)) return false;
    const Post& post = original(step.post);
    const Pair mark{step.person, post.number};
    const bool has_boosted = std::ranges::any_of(posts_, [&](const auto& entry) {
        return entry.second.author == step.person && entry.second.boost_of == post.number;
    });
    const bool has_marked =
        has_boosted || std::ranges::count(favourites_, mark) > 0 || std::ranges::count(bookmarks_, mark) > 0;
    if (!may_see(step.person, step.post) && !has_marked) return false;
    std::erase(favourites_, mark);
    withdraw(post.author, {"favourite", step.person, post.number});
    return true;
}

bool Model::remove(const Step& step) {
    if (!has(step.post) || posts_.at(step.post).author != step.person) return false;
    erase_post(step.post);
    return true;
}

void Model::erase_post(int number) {
    const Post post = posts_.at(number);
    if (post.boost_of) withdraw(original(number).author, {"reblog", post.author, post.boost_of});
    std::vector<int> boosts;
    for (const auto& [other, candidate] : posts_) {
        if (candidate.boost_of == number) boosts.push_back(other);
    }
    for (const int boost : boosts) erase_post(boost);
    for (auto& filter : filters_) filter.posts.erase(number);
    for (auto* marks : {&favourites_, &bookmarks_, &pins_}) {
        std::erase_if(*marks, [&](const Pair& mark) { return mark.second == number; });
    }
    for (int reader = 0; reader < kLocals; ++reader) {
        forget(reader, [&](const Notice& notice) { return notice.post == number; });
    }
    for (auto& [owner, conversations] : conversations_) {
        for (auto& conversation : conversations) conversation.posts.erase(number);
        std::erase_if(conversations, [](const Conversation& conversation) { return conversation.posts.empty(); });
    }
    posts_.erase(number);
}

bool Model::follow(const Step& step, bool with_boosts) {
    const int a = step.person, b = step.other;
    if (blocks(a, b) || blocks(b, a) || blocks_domain(a, b) || blocks_domain(b, a)) return false;
    const bool is_new = !follows(a, b);
    if (is_new && b == kLocked) {
        if (requests_.insert_or_assign({a, b}, with_boosts).second) notify(b, {"follow_request", a, std::nullopt});
        return true;
    }
    follows_[{a, b}] = with_boosts;
    if (is_new) notify(b, {"follow", a, std::nullopt});
    return true;
}

void Model::end_follow(int a, int b) {
    if (requests_.erase({a, b}) > 0) withdraw(b, {"follow_request", a, std::nullopt});
    if (follows_.erase({a, b}) > 0) withdraw(b, {"follow", a, std::nullopt});
    endorsements_.erase({a, b});
    if (const auto list = lists_.find(a); list != lists_.end()) list->second.members.erase(b);
}

bool Model::accept(const Step& step) {
    const auto request = requests_.find({step.other, step.person});
    if (request == requests_.end()) return false;
    follows_[request->first] = request->second;
    requests_.erase(request);
    withdraw(step.person, {"follow_request", step.other, std::nullopt});
    notify(step.person, {"follow", step.other, std::nullopt});
    return true;
}

bool Model::reject(const Step& step) {
    if (!requests_.contains({step.other, step.person})) return false;
    end_follow(step.other, step.person);
    return true;
}

bool Model::add_to_list(const Step& step) {
    if (!follows(step.person, step.other) && !requests_.contains({step.person, step.other})) return false;
    return lists_[step.person].members.insert(step.other).second;
}

void Model::change_list(const Step& step) {
    lists_[step.person].policy = static_cast<int>(step.visibility) % 3;
    lists_[step.person].is_exclusive = step.is_tagged;
}

bool Model::block(const Step& step) {
    const int a = step.person, b = step.other;
    if (!blocks_.insert({a, b}).second) return true;
    end_follow(a, b);
    end_follow(b, a);
    forget(a, [&](const Notice& notice) { return notice.from == b; });
    std::erase_if(conversations_[a], [&](const Conversation& one) { return one.others.contains(b); });
    part_in_collections(a, b);
    return true;
}

void Model::mute(const Step& step, bool hides_notifications) {
    mutes_[{step.person, step.other}] = {hides_notifications, step.seconds == 0 ? 0 : now_ + step.seconds};
    if (!hides_notifications) return;
    forget(step.person, [&](const Notice& notice) { return notice.from == step.other; });
}

void Model::block_domain(const Step& step) {
    const int domain = domain_of(step.other);
    if (!domain_blocks_.insert({step.person, domain}).second) return;
    bool loses_somebody = false;
    for (int person = 0; person < kPeople; ++person) {
        if (domain_of(person) != domain) continue;
        loses_somebody = loses_somebody || follows(step.person, person) || follows(person, step.person);
        end_follow(step.person, person);
        end_follow(person, step.person);
    }
    forget(step.person, [&](const Notice& notice) { return domain_of(notice.from) == domain; });
    if (!loses_somebody || !is_ours(step.person)) return;
    const Notice notice{"severed_relationships", step.person, std::nullopt};
    last_notices_.emplace_back(step.person, notice);
    notices_[step.person].push_back(notice);
}

bool Model::hears(int reader, int from) const {
    if (!is_ours(reader) || reader == from || blocks(reader, from) || blocks(from, reader)) return false;
    return !blocks_domain(reader, from) && !hides_notifications(reader, from);
}

bool Model::hides_notifications(int reader, int person) const {
    return mutes(reader, person) && mutes_.at({reader, person}).hides_notifications;
}

// A mention in what mentions or answers somebody whom the reader wants to hear nothing of.
bool Model::speaks_of_hidden(int reader, const Notice& notice) const {
    if (notice.type != "mention") return false;
    const Post& post = posts_.at(*notice.post);
    const auto is_hidden = [&](int person) { return blocks(reader, person) || hides_notifications(reader, person); };
    return std::ranges::any_of(post.mentions, is_hidden) || (post.replied_to && is_hidden(*post.replied_to));
}

bool Model::is_kept_apart(int reader, const Notice& notice) const {
    if (notice.type != "mention" || follows(reader, notice.from)) return false;
    const Post& post = posts_.at(*notice.post);
    return post.visibility == Visibility::Direct && !answers_privately(reader, notice.from, post);
}

// Somewhere above `post`, `reader` wrote to `from` alone or with others.
bool Model::answers_privately(int reader, int from, const Post& post) const {
    for (auto parent = post.parent; parent && has(*parent); parent = posts_.at(*parent).parent) {
        const Post& above = posts_.at(*parent);
        const bool is_private = above.author == reader && above.visibility == Visibility::Direct;
        const bool names = above.mentions.contains(from) || above.former_mentions.contains(from);
        if (is_private && names) return true;
    }
    return false;
}

void Model::notify(int reader, Notice notice) {
    if (!hears(reader, notice.from) || speaks_of_hidden(reader, notice)) return;
    if (notice.post && has_muted_thread(reader, *notice.post)) return;
    auto& told = notices_[reader];
    auto& held_back = held_back_[reader];
    if (std::ranges::count(told, notice) + std::ranges::count(held_back, notice) > 0) return;
    if (is_kept_apart(reader, notice)) {
        held_back.push_back(std::move(notice));
        return;
    }
    last_notices_.emplace_back(reader, notice);
    told.push_back(std::move(notice));
}

void Model::withdraw(int reader, const Notice& notice) {
    forget(reader, [&](const Notice& other) { return other == notice; });
}

bool Model::was_told(int reader, const Post& post) const {
    const auto told = notices_.find(reader);
    return told != notices_.end() && std::ranges::count(told->second, Notice{"mention", post.author, post.number}) > 0;
}

void Model::converse(const Post& post) {
    if (is_ours(post.author)) add_to_conversation(post.author, post);
    for (const int person : post.mentions) {
        if (was_told(person, post)) add_to_conversation(person, post);
    }
}

void Model::add_to_conversation(int owner, const Post& post) {
    std::set<int> others = post.mentions;
    others.insert(post.author);
    others.erase(owner);
    auto& kept = conversations_[owner];
    auto found = std::ranges::find_if(
        kept, [&](const Conversation& one) { return one.thread == post.thread && one.others == others; });
    if (found == kept.end()) {
        kept.push_back({.thread = post.thread, .others = others, .posts = {}, .is_unread = false});
        found = std::prev(kept.end());
    }
    if (!found->posts.insert(post.number).second) return;
    found->is_unread = owner != post.author;
}

} // namespace property
