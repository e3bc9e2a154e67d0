#include "property/script.h"

#include <algorithm>
#include <array>
#include <utility>

namespace property {

namespace {

using Kind = Step::Kind;
using statuses::Visibility;

// How often each kind comes, relative to the others.
constexpr std::pair<Kind, int> kWeights[] = {
    {Kind::Post, 40},           {Kind::Edit, 10},
    {Kind::Boost, 10},          {Kind::Unboost, 2},
    {Kind::Favourite, 6},       {Kind::Unfavourite, 1},
    {Kind::Bookmark, 3},        {Kind::Delete, 6},
    {Kind::Follow, 18},         {Kind::FollowWithoutBoosts, 3},
    {Kind::Unfollow, 3},        {Kind::Accept, 4},
    {Kind::Reject, 1},          {Kind::Block, 10},
    {Kind::Unblock, 3},         {Kind::Mute, 5},
    {Kind::MuteSoftly, 4},      {Kind::Unmute, 3},
    {Kind::BlockDomain, 5},     {Kind::UnblockDomain, 2},
    {Kind::AddToList, 8},       {Kind::RemoveFromList, 1},
    {Kind::ChangeList, 3},      {Kind::FollowTag, 5},
    {Kind::UnfollowTag, 1},     {Kind::Read, 5},
    {Kind::FilterWord, 8},      {Kind::FilterPost, 8},
    {Kind::Unfilter, 1},        {Kind::Pin, 8},
    {Kind::Unpin, 2},           {Kind::FilterMore, 4},
    {Kind::MuteThread, 5},      {Kind::UnmuteThread, 2},
    {Kind::Vote, 10},           {Kind::EndPoll, 3},
    {Kind::AnswerQuote, 12},    {Kind::ChangeQuotePolicy, 3},
    {Kind::MakeCollection, 8},  {Kind::DropCollection, 1},
    {Kind::Collect, 12},        {Kind::Uncollect, 2},
    {Kind::AnswerCollector, 6}, {Kind::FilterLess, 3},
    {Kind::UnfilterPost, 6},    {Kind::Endorse, 8},
    {Kind::Unendorse, 1},       {Kind::FeatureTag, 3},
    {Kind::UnfeatureTag, 1},
};

int pick(std::mt19937_64& chance, int below) { return std::uniform_int_distribution<int>(0, below - 1)(chance); }

Kind pick_kind(std::mt19937_64& chance) {
    int sum = 0;
    for (const auto& [kind, weight] : kWeights) sum += weight;
    int at = pick(chance, sum);
    for (const auto& [kind, weight] : kWeights) {
        if ((at -= weight) < 0) return kind;
    }
    return Kind::Read;
}

constexpr bool is_about_a_post(Kind kind) {
    return kind == Kind::Boost || kind == Kind::Unboost || kind == Kind::Favourite || kind == Kind::Unfavourite
           || kind == Kind::Bookmark || kind == Kind::Delete || kind == Kind::Edit || kind == Kind::FilterPost
           || kind == Kind::Pin || kind == Kind::Unpin || kind == Kind::MuteThread || kind == Kind::UnmuteThread
           || kind == Kind::Vote || kind == Kind::EndPoll || kind == Kind::AnswerQuote
           || kind == Kind::ChangeQuotePolicy || kind == Kind::UnfilterPost;
}

// What only people with an account here do.
constexpr bool is_for_ours(Kind kind) {
    return kind == Kind::Mute || kind == Kind::MuteSoftly || kind == Kind::Unmute || kind == Kind::BlockDomain
           || kind == Kind::UnblockDomain || kind == Kind::Bookmark || kind == Kind::Read || kind == Kind::Edit
           || kind == Kind::AddToList || kind == Kind::FollowTag || kind == Kind::UnfollowTag
           || kind == Kind::RemoveFromList || kind == Kind::ChangeList || kind == Kind::FilterWord
           || kind == Kind::FilterMore || kind == Kind::FilterPost || kind == Kind::Unfilter || kind == Kind::Pin
           || kind == Kind::Unpin || kind == Kind::MuteThread || kind == Kind::UnmuteThread
           || kind == Kind::ChangeQuotePolicy || kind == Kind::FilterLess || kind == Kind::UnfilterPost
           || kind == Kind::MakeCollection || kind == Kind::DropCollection || kind == Kind::Collect
           || kind == Kind::Uncollect || kind == Kind::Endorse || kind == Kind::Unendorse || kind == Kind::FeatureTag
           || kind == Kind::UnfeatureTag;
}

constexpr bool is_about_a_poll(Kind kind) { return kind == Kind::Vote || kind == Kind::EndPoll; }

constexpr bool is_mostly_about_own(Kind kind) {
    return kind == Kind::Edit || kind == Kind::Delete || kind == Kind::Pin || kind == Kind::Unpin
           || kind == Kind::ChangeQuotePolicy;
}

std::string name(int person) { return "p" + std::to_string(person); }

constexpr std::array<const char*, 49> kVerbs = {
    "posts",
    "edits",
    "boosts",
    "unboosts",
    "favourites",
    "unfavourites",
    "bookmarks",
    "deletes",
    "follows",
    "follows without boosts",
    "unfollows",
    "accepts",
    "rejects",
    "blocks",
    "unblocks",
    "mutes",
    "mutes, but for notifications,",
    "unmutes",
    "blocks the domain of",
    "unblocks the domain of",
    "adds to the list",
    "removes from the list",
    "changes the list to",
    "follows the tag",
    "unfollows the tag",
    "filters the word",
    "adds to a filter the word",
    "adds to a filter",
    "takes a word out of a filter",
    "takes out of a filter",
    "deletes a filter",
    "pins",
    "unpins",
    "mutes the thread of",
    "unmutes the thread of",
    "votes in",
    "sees the end of the poll",
    "answers the quote of",
    "changes who may quote",
    "makes a collection",
    "drops the collection",
    "collects",
    "collects no more",
    "answers the collector",
    "endorses",
    "endorses no more",
    "features the tag",
    "features the tag no more",
    "reads",
};

constexpr bool is_about_nobody(Kind kind) {
    return kind == Kind::Read || kind == Kind::FollowTag || kind == Kind::UnfollowTag || kind == Kind::Unfilter
           || kind == Kind::FilterLess || kind == Kind::FeatureTag || kind == Kind::UnfeatureTag
           || kind == Kind::MakeCollection || kind == Kind::DropCollection;
}

std::string describe_seconds(const Step& step) {
    return step.seconds == 0 ? "" : " for " + std::to_string(step.seconds) + " seconds";
}

std::string describe_poll(const Step& step) {
    constexpr std::array<const char*, 4> kPolls = {"", ", with a poll", ", with a poll of many",
                                                   ", with a poll without totals"};
    return kPolls.at(static_cast<std::size_t>(step.poll));
}

// The step of what is boosted, or of the post itself.
const Step& original_of(const Script& script, int number) {
    const Step& step = script[static_cast<std::size_t>(number)];
    return step.kind == Kind::Boost ? original_of(script, step.post) : step;
}

// One of `posts`, mostly one that `person` may read: what is refused makes no world.
int choose_readable(const Script& script, const std::vector<int>& posts, int person, std::mt19937_64& chance) {
    constexpr int kTries = 4;
    int number = -1;
    for (int i = 0; i < kTries; ++i) {
        number = posts[pick(chance, static_cast<int>(posts.size()))];
        const Step& original = original_of(script, number);
        const bool is_open = original.visibility == Visibility::Public || original.visibility == Visibility::Unlisted;
        if (is_open || original.person == person || std::ranges::count(original.mentions, person) > 0) break;
    }
    return number;
}

void quote(const Script& script, const std::vector<int>& posts, Step& step, std::mt19937_64& chance) {
    step.quote_policy = pick(chance, 5) % static_cast<int>(kQuotePolicies.size());
    if (posts.empty() || pick(chance, 2) > 0 || step.kind != Kind::Post) return;
    if (step.visibility == Visibility::Direct && pick(chance, 4) > 0) return; // Few are mentioned by chance.
    step.quoted = choose_readable(script, posts, step.person, chance);
}

// Some post that quotes, mostly for whose post it quotes.
void answer_quote(const Script& script, Step& step, std::mt19937_64& chance) {
    step.is_tagged = pick(chance, 2) == 0;
    for (const Step& former : script) {
        if (former.quoted < 0 || pick(chance, 2) == 0) continue;
        step.post = former.number;
        if (pick(chance, 5) > 0) step.person = original_of(script, former.quoted).person;
    }
}

// Some collector, mostly by whom they have collected.
void answer_collector(const Script& script, Step& step, std::mt19937_64& chance) {
    step.is_tagged = pick(chance, 2) == 0;
    for (const Step& former : script) {
        if (former.kind != Kind::Collect || pick(chance, 2) == 0) continue;
        step.person = former.other;
        step.other = former.person;
    }
}

// A post that one has put into a filter.
void unfilter_post(const Script& script, Step& step, std::mt19937_64& chance) {
    for (const Step& former : script) {
        const bool is_own = former.kind == Kind::FilterPost && former.person == step.person;
        if (is_own && pick(chance, 3) > 0) step.post = former.post;
    }
}

// Mostly somebody who has a collection; whom they endorse, they mostly follow.
void choose_recommender(const Script& script, Step& step, std::mt19937_64& chance) {
    const Kind first = step.kind == Kind::Endorse ? Kind::Follow : Kind::MakeCollection;
    for (const Step& former : script) {
        if (former.kind != first || former.person >= kLocals || pick(chance, 2) == 0) continue;
        step.person = former.person;
        step.other = first == Kind::Follow ? former.other : (step.person + 1 + pick(chance, kPeople - 1)) % kPeople;
    }
}

// A post, and mostly its author.
void choose_own(const Script& script, Step& step, std::mt19937_64& chance) {
    for (const Step& former : script) {
        if (former.kind != Kind::Post || (is_for_ours(step.kind) && former.person >= kLocals)) continue;
        if (pick(chance, 2) == 0) continue;
        step.post = former.number;
        if (pick(chance, 5) > 0) step.person = former.person;
    }
    // What is quoted matters to more people.
    if (pick(chance, 2) == 0) return;
    for (const Step& former : script) {
        if (former.quoted < 0 || pick(chance, 2) == 0) continue;
        const Step& quoted = original_of(script, former.quoted);
        if (is_for_ours(step.kind) && quoted.person >= kLocals) continue;
        step.post = quoted.number;
        step.person = quoted.person;
    }
}

std::string describe_quote(const Step& step) {
    std::string text = std::string(", quotable by ") + kQuotePolicies.at(static_cast<std::size_t>(step.quote_policy));
    return step.quoted < 0 ? text : text + ", quoting " + std::to_string(step.quoted);
}

std::string describe_effect(const Step& step) {
    return std::string(", to ") + kActions.at(static_cast<std::size_t>(step.action)) + " in "
           + kContexts.at(static_cast<std::size_t>(step.visibility));
}

} // namespace

Script make_script(std::mt19937_64& chance) {
    Script script;
    std::vector<int> posts;
    const int length = 20 + pick(chance, 60);
    for (int number = 0; number < length; ++number) {
        Step step{.kind = pick_kind(chance)};
        step.number = number;
        if (is_about_a_post(step.kind) && posts.empty()) step.kind = Kind::Post;
        step.person = pick(chance, is_for_ours(step.kind) ? kLocals : kPeople);
        step.other = (step.person + 1 + pick(chance, kPeople - 1)) % kPeople;
        if (step.kind == Kind::BlockDomain || step.kind == Kind::UnblockDomain) {
            step.other = kLocals + pick(chance, kPeople - kLocals);
        }
        step.visibility = static_cast<Visibility>(pick(chance, 4));
        if (step.kind == Kind::ChangeList) step.is_tagged = pick(chance, 3) == 0;
        if (step.kind == Kind::Edit || step.kind == Kind::Post) {
            if (step.kind == Kind::Post && !posts.empty() && pick(chance, 2) == 0)
                step.post = choose_readable(script, posts, step.person, chance);
            for (int person = 0; person < kPeople; ++person) {
                if (pick(chance, 4) == 0) step.mentions.push_back(person);
            }
            step.is_tagged = pick(chance, 3) == 0;
            step.is_also_tagged = pick(chance, 2) == 0;
            step.has_link = pick(chance, 3) == 0;
            step.has_picture = !step.has_link && pick(chance, 3) == 0; // With media there is no card of the link.
            step.word = pick(chance, 4);
            if (step.word >= static_cast<int>(kWords.size())) step.word = -1;
        }
        if (step.kind == Kind::FilterWord || step.kind == Kind::FilterMore) {
            step.word = pick(chance, static_cast<int>(kKeywords.size()));
            step.is_tagged = pick(chance, 2) == 0;
            step.action = pick(chance, static_cast<int>(kActions.size()));
        }
        if (step.kind == Kind::FilterWord || step.kind == Kind::Mute || step.kind == Kind::MuteSoftly) {
            step.seconds = pick(chance, 2) == 0 ? 0 : 1 + pick(chance, 30);
        }
        if (step.kind == Kind::Post || step.kind == Kind::ChangeQuotePolicy) quote(script, posts, step, chance);
        if (step.kind == Kind::Collect || step.kind == Kind::Endorse) choose_recommender(script, step, chance);
        if (step.kind == Kind::UnfilterPost) unfilter_post(script, step, chance);
        if (step.kind == Kind::AnswerCollector) answer_collector(script, step, chance);
        if (step.kind == Kind::AnswerQuote) answer_quote(script, step, chance);
        if (step.kind == Kind::Post && step.person < kLocals && step.quoted < 0 && pick(chance, 3) == 0) {
            step.poll = static_cast<Step::Poll>(1 + pick(chance, 3));
            step.has_picture = false;
        }
        if (step.kind == Kind::Vote) {
            for (int choice = 0; choice < kOptions; ++choice) {
                if (pick(chance, 2) == 0) step.choices.insert(choice);
            }
        }
        if (is_about_a_poll(step.kind)) {
            const auto asked = std::ranges::find_if(
                script, [&](const Step& former) { return former.poll != Step::Poll::None && pick(chance, 2) == 0; });
            if (asked != script.end()) step.post = asked->number;
        }
        if (is_mostly_about_own(step.kind)) choose_own(script, step, chance);
        if (step.kind == Kind::Accept || step.kind == Kind::Reject) {
            step.person = kLocked;
            step.other = pick(chance, kLocked);
        }
        if (is_about_a_post(step.kind) && step.post < 0)
            step.post = posts[pick(chance, static_cast<int>(posts.size()))];
        if (step.kind == Kind::Post || step.kind == Kind::Boost) posts.push_back(number);
        script.push_back(std::move(step));
    }
    return script;
}

std::string describe(const Step& step) {
    std::string text =
        std::to_string(step.number) + ". " + name(step.person) + " " + kVerbs[static_cast<std::size_t>(step.kind)];
    if (step.kind == Kind::ChangeList) {
        return text + " policy " + std::to_string(static_cast<int>(step.visibility) % 3)
               + (step.is_tagged ? ", exclusive" : "");
    }
    if (step.kind == Kind::Post || step.kind == Kind::Edit) {
        if (step.kind == Kind::Post) text += " " + std::string(statuses::to_string(step.visibility));
        if (step.kind == Kind::Edit) text += " " + std::to_string(step.post);
        if (step.kind == Kind::Post && step.post >= 0) text += ", in reply to " + std::to_string(step.post);
        for (const int person : step.mentions) text += ", @" + name(person);
        if (step.word >= 0) text += std::string(", with ") + kWords.at(static_cast<std::size_t>(step.word));
        return text + (step.is_tagged ? ", tagged" : "") + (step.is_also_tagged ? ", also tagged" : "")
               + (step.has_link ? ", with the link" : "") + (step.has_picture ? ", with a picture" : "")
               + describe_poll(step) + (step.kind == Kind::Post ? describe_quote(step) : "");
    }
    if (step.kind == Kind::FilterWord || step.kind == Kind::FilterMore) {
        text +=
            std::string(" ") + kKeywords.at(static_cast<std::size_t>(step.word)) + (step.is_tagged ? ", whole" : "");
        return step.kind == Kind::FilterMore ? text : text + describe_effect(step) + describe_seconds(step);
    }
    if (step.kind == Kind::Boost) text += " " + std::string(statuses::to_string(step.visibility));
    if (is_about_a_post(step.kind)) {
        text += " " + std::to_string(step.post);
        if (step.kind == Kind::ChangeQuotePolicy) text += describe_quote(step);
        if (step.kind == Kind::AnswerQuote) text += step.is_tagged ? ", agreeing" : ", against it";
        for (const int choice : step.choices) text += ", for " + std::to_string(choice);
        return text;
    }
    if (step.kind == Kind::AnswerCollector) text += step.is_tagged ? ", agreeing at first," : ", leaving,";
    return is_about_nobody(step.kind) ? text : text + " " + name(step.other) + describe_seconds(step);
}

std::string describe(const Script& script) {
    std::string text;
    for (const auto& step : script) text += "  " + describe(step) + "\n";
    return text;
}

} // namespace property
