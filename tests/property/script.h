#pragma once

#include "statuses/status.h"

#include <array>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

// What happens in a small world of people, said without ids, so that it can be played again from the start and with
// parts left out.
namespace property {

// People 0 to kLocals - 1 are ours; the others live on the two servers of kDomains.
inline constexpr int kLocals = 4;
inline constexpr int kPeople = 6;
inline constexpr int kLocked = 3; // Who asks before being followed.

// What posts say, some of them, and what filters look for in it.
inline constexpr std::array<const char*, 3> kWords = {"apple", "pineapples", "林檎ジャム"};
inline constexpr std::array<const char*, 3> kKeywords = {"apple", "pineapple", "林檎"};
// How many answers polls have.
inline constexpr int kOptions = 2;

// Where filters are for, and what they do.
inline constexpr std::array<const char*, 4> kContexts = {"home", "notifications", "public", "thread"};
inline constexpr std::array<const char*, 3> kActions = {"warn", "hide", "blur"};

inline constexpr std::array<const char*, 3> kQuotePolicies = {"public", "followers", "nobody"};

struct Step {
    enum class Kind {
        Post,
        Edit,
        Boost,
        Unboost,
        Favourite,
        Unfavourite,
        Bookmark,
        Delete,
        Follow,
        FollowWithoutBoosts,
        Unfollow,
        Accept, // Who waits to follow somebody locked.
        Reject,
        Block,
        Unblock,
        Mute,       // For `seconds`, 0 for ever.
        MuteSoftly, // Notifications still come.
        Unmute,
        BlockDomain,
        UnblockDomain,
        AddToList, // Each of ours has one list.
        RemoveFromList,
        ChangeList, // `visibility` is its policy, `is_tagged` whether it is exclusive.
        FollowTag,
        UnfollowTag,
        FilterWord,   // A new filter for keyword `word`, only as a whole word if `is_tagged`; for `seconds`, 0 for
                      // ever; in the context `visibility`, with the action `action`.
        FilterMore,   // Adds such a keyword to one's newest filter.
        FilterPost,   // Adds a post to one's newest filter.
        FilterLess,   // Takes the first keyword out of one's newest filter.
        UnfilterPost, // Takes a post out of it.
        Unfilter,     // Deletes one's newest filter.
        Pin,
        Unpin,
        MuteThread, // That which a post is part of.
        UnmuteThread,
        Vote,        // For the options `choices` of a post's poll.
        EndPoll,     // Its time is over.
        AnswerQuote, // The author of what `post` quotes agrees if `is_tagged`, and is against it otherwise.
        ChangeQuotePolicy,
        MakeCollection, // Each of ours has one at most.
        DropCollection,
        Collect, // Puts somebody into one's collection, or takes them out.
        Uncollect,
        AnswerCollector, // Leaves the collection of `other`; who is from elsewhere first agrees if `is_tagged`.
        Endorse,         // On one's profile.
        Unendorse,
        FeatureTag, // The same of the tag.
        UnfeatureTag,
        Read, // Homes are read, so that from now on they are kept in memory.
    };

    Kind kind;
    int person = 0;
    int other = 0; // Whom it is done to; of domains, whose.
    int post = -1; // The number of the step that made the status.
    statuses::Visibility visibility = statuses::Visibility::Public;
    std::vector<int> mentions = {};
    bool is_tagged = false;
    bool is_also_tagged = false; // With the other tag.
    bool has_link = false;
    bool has_picture = false;
    enum class Poll { None, OfOne, OfMany, WithoutTotals } poll = Poll::None; // Our people alone ask.
    int word = -1;        // Which of kWords a post says, which of kKeywords a filter looks for.
    int quoted = -1;      // What a post quotes, as `post` is said.
    int quote_policy = 0; // Who may quote it, of kQuotePolicies.
    std::set<int> choices = {};
    int action = 0; // Of a filter, of kActions.
    int seconds = 0;
    int number = 0; // Of this step: it keeps it when others are left out.
};

using Script = std::vector<Step>;

Script make_script(std::mt19937_64& chance);
// "12. p1 posts privately, in reply to 3, @p2 #tag"
std::string describe(const Step& step);
std::string describe(const Script& script);

// Where somebody is from: 0 is here.
constexpr int domain_of(int person) { return person < kLocals ? 0 : person < kPeople - 1 ? 1 : 2; }

} // namespace property
