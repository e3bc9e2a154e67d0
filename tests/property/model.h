#pragma once

#include "property/script.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

// Who sees what, as Mastodon has it, written to be read: no index, no cache, no SQL, everything looked at every time.
namespace property {

inline constexpr int kNobody = -1; // Who is not signed in.

struct Poll {
    bool takes_many;
    bool hides_totals;
    bool has_ended = false;
    std::map<int, std::set<int>> votes = {}; // What each person chose.
};

struct Quote {
    enum class State { Pending, Accepted, Rejected, Revoked };
    int quoted;
    State state;
};

struct Post {
    int number; // Of the step that made it: posts are newer the higher it is.
    int author;
    statuses::Visibility visibility;
    std::optional<int> parent = {};
    std::optional<int> replied_to = {}; // The person.
    std::set<int> mentions = {};
    std::set<int> former_mentions = {}; // Of before it was edited: they can still see it.
    bool is_tagged = false;
    bool is_also_tagged = false;
    bool has_link = false;
    bool has_picture = false;
    std::optional<Poll> poll = {};
    std::optional<Quote> quote = {};
    int quote_policy = 0; // Who may quote it, of kQuotePolicies.
    int word = -1;        // Of kWords.
    std::optional<int> boost_of = {};
    int thread = 0;
};

// People whom somebody recommends, in order, and what they say to it.
struct Collection {
    enum class State { Pending, Accepted, Rejected, Revoked };
    std::vector<std::pair<int, State>> items = {};
};

struct Notice {
    std::string type;
    int from;
    std::optional<int> post;
    auto operator<=>(const Notice&) const = default;
};

// What is told as one. Newest first.
struct NoticeGroup {
    std::string type;
    std::vector<int> from;
    std::optional<int> post;
};

struct Conversation {
    int thread;
    std::set<int> others;
    std::set<int> posts;
    bool is_unread;
};

class Model {
public:
    // Does it, if it may be done. False: refused, and nothing has changed. `heard` is what the step tells people.
    bool apply(const Step& step);
    void let_pass(int seconds) { now_ += seconds; }

    // The newest first, by number.
    std::vector<int> home(int viewer) const;
    std::vector<int> list(int owner) const;
    std::vector<int> public_timeline(int viewer, std::optional<bool> is_local) const;
    std::vector<int> with_pictures(std::vector<int> posts) const; // Of these.
    std::vector<int> hashtag_timeline(int viewer) const;
    // Whatever they answer, as hashtags and links show them.
    std::vector<int> public_posts(int viewer, const std::function<bool(const Post&)>& fits) const;
    std::optional<std::vector<int>> link_timeline(int viewer) const; // Nothing before anybody has posted the link.
    std::vector<int> account_posts(int viewer, int author) const;
    std::vector<int> pinned(int viewer, int author) const; // The last pinned first.
    std::vector<int> favourites(int viewer) const;         // The last favourited first, as are bookmarks.
    std::vector<int> bookmarks(int viewer) const;
    std::vector<int> ancestors(int viewer, int post) const;   // The first first.
    std::vector<int> descendants(int viewer, int post) const; // As one reads down.
    std::vector<Notice> notifications(int viewer) const;      // The last first.
    std::vector<NoticeGroup> notification_groups(int viewer) const;
    std::set<int> notification_requests(int viewer) const; // From whom.
    std::vector<Notice> held_back(int viewer) const;
    // However many of them are about what cannot be seen any more.
    std::size_t notice_count(int viewer) const;
    std::set<int> favourited_by(int viewer, int post) const;
    std::set<int> boosted_by(int viewer, int post) const;
    std::set<int> followers(int viewer, int person) const;
    std::set<int> following(int viewer, int person) const;
    std::set<int> follow_requests(int person) const;
    std::set<int> blocked_by(int person) const;
    std::set<int> muted_by(int person) const;
    std::set<int> domains_blocked_by(int person) const;
    std::set<int> list_members(int owner) const;
    std::string list_text(int owner) const; // "policy exclusive"
    // Whom `person` recommends on their profile.
    std::set<int> endorsed(int viewer, int person) const;
    // The collection of `owner` as it looks to `viewer`: "p1 accepted" and so on; nothing where there is none to see.
    std::optional<std::vector<std::string>> collection(int viewer, int owner) const;
    std::set<int> collectors(int person) const; // In whose collections one is.
    bool has_collection(int owner) const { return collections_.contains(owner); }
    // Whom `viewer` follows of those who follow `person`.
    std::set<int> familiar_followers(int viewer, int person) const;
    std::set<int> suggested(int viewer) const;
    // Those who have posted for more than the mentioned, or everybody.
    std::set<int> directory(int viewer, bool is_of_active) const;
    // How many posts for everybody have the tag that somebody features.
    std::optional<int> featured_tag_count(int person) const;
    bool follows_tag(int person) const { return tag_followers_.contains(person); }
    bool features_tag(int person) const { return tag_featurers_.contains(person); }
    std::vector<Conversation> conversations(int viewer) const; // The one with the newest post first.

    bool may_see(int viewer, int post) const;
    // Whether it is for the home of `viewer`, whatever stands there already.
    bool is_for_home(int viewer, int post) const;
    // The same for the list of `owner`.
    bool is_for_list(int owner, int post) const;
    bool is_for_public(int post) const;
    // Whether a stream that is open to all brings it to `viewer`.
    bool is_for_stream(int viewer, int post) const;

    // What the filters of `viewer` say of a post: each that it meets, and why. "" for none.
    std::string filtered(int viewer, int post) const;
    // The filters of `owner`, those that have run out too: "12 (warn in home) apple, whole; 3".
    std::vector<std::string> filters(int owner) const;
    bool has_pinned(int person, int post) const;
    // What the poll of a post shows `viewer`; "" for none.
    std::string poll_text(int viewer, int post) const;
    // How a post's quote looks to `viewer`; "" for none. What it quotes is shown with some, and not with others.
    std::string quote_state(int viewer, int post) const;
    static bool shows_quoted(const std::string& quote_state);
    int quoted(int post) const { return original(post).quote->quoted; }
    // Whether `viewer` is told that they may quote it.
    bool is_quotable(int viewer, int post) const;
    std::vector<int> quotes(int viewer, int post) const; // That others, too, are shown beside it.
    // Whether it is part of a conversation that `person` wants to hear nothing of.
    bool has_muted_thread(int person, int post) const;

    const std::map<int, Post>& posts() const { return posts_; }
    bool has(int post) const { return posts_.contains(post); }
    // Those who were told something by the last step, and what.
    const std::vector<std::pair<int, Notice>>& last_notices() const { return last_notices_; }
    // Whose filters it changed; kNobody: nobody's.
    int last_filtering() const { return last_filtering_; }

    bool follows(int a, int b) const { return follows_.contains({a, b}); }
    bool blocks(int a, int b) const { return blocks_.contains({a, b}); }
    bool mutes(int a, int b) const;
    bool blocks_domain(int a, int b) const { return domain_blocks_.contains({a, domain_of(b)}); }

private:
    using Pair = std::pair<int, int>;

    bool has_run_out(int ends_at) const { return ends_at > 0 && ends_at <= now_; }
    const Post& original(int post) const;
    bool may_see_itself(int viewer, const Post& post) const;
    std::vector<int> below(int viewer, int post) const;
    bool wants_author(int viewer, int author) const;
    bool wants(int viewer, int post) const;
    bool is_hidden_from_lists(int viewer, int person) const;
    bool mentions_unwanted(int viewer, const Post& post) const;

    bool is_for_tag_follower(int viewer, const Post& post) const;
    // What is shown to a follower at all, in whatever feed.
    bool is_for_follower(int viewer, const Post& post) const;
    std::set<int> mentionable(const Step& step) const;
    std::vector<int> without_repeats(std::vector<int> oldest_first) const;

    bool post(const Step& step);
    bool edit(const Step& step);
    bool boost(const Step& step);
    bool unboost(const Step& step);
    bool mark(const Step& step, std::vector<Pair>& marks, bool tells);
    bool unfavourite(const Step& step);
    bool remove(const Step& step);
    bool follow(const Step& step, bool with_boosts);
    bool accept(const Step& step);
    bool reject(const Step& step);
    bool add_to_list(const Step& step);
    void change_list(const Step& step);
    bool block(const Step& step);
    void mute(const Step& step, bool hides_notifications);
    void filter_word(const Step& step);
    bool filter_more(const Step& step);
    bool filter_post(const Step& step);
    bool filter_less(int owner);
    bool unfilter_post(const Step& step);
    bool unfilter(int owner);
    bool pin(const Step& step);
    bool unpin(const Step& step);
    bool vote(const Step& step);
    bool drop_collection(int owner);
    bool collect(const Step& step);
    bool uncollect(int owner, int member);
    bool answer_collector(const Step& step);
    Collection::State* state_in(int owner, int member);
    // What a block does to the collections of both.
    void part_in_collections(int a, int b);
    // Of a new post: what it quotes, if it may. False: it may not.
    bool quote(const Step& step, Post& made) const;
    bool answer_quote(const Step& step);
    bool change_quote_policy(const Step& step);
    void tell_quoters(const Post& quoted);
    bool endorse(const Step& step);
    bool end_poll(const Step& step);
    bool mute_thread(const Step& step);
    bool unmute_thread(const Step& step);
    void block_domain(const Step& step);
    void end_follow(int a, int b);
    bool hears(int reader, int from) const;
    bool hides_notifications(int reader, int person) const;
    bool speaks_of_hidden(int reader, const Notice& notice) const;
    bool was_told(int reader, const Post& post) const;
    template <typename Matches>
    void forget(int reader, Matches matches);
    // Whether the notifications' policy that everybody has at first keeps it from the reader.
    bool is_kept_apart(int reader, const Notice& notice) const;
    bool answers_privately(int reader, int from, const Post& post) const;
    void notify(int reader, Notice notice);
    void withdraw(int reader, const Notice& notice);
    void converse(const Post& post);
    void add_to_conversation(int owner, const Post& post);
    void erase_post(int number);

    std::map<int, Post> posts_;
    struct List {
        std::set<int> members = {};
        int policy = 0; // Of replies: to others in the list, to the followed, none.
        bool is_exclusive = false;
    };

    std::map<Pair, bool> follows_;  // With boosts or without.
    std::map<Pair, bool> requests_; // The same, of those who wait.
    std::map<int, List> lists_;     // By owner.
    std::set<int> tag_followers_, tag_featurers_;
    std::set<Pair> endorsements_;
    std::map<int, Collection> collections_;
    std::set<int> active_;
    std::set<Pair> blocks_;
    struct Mute {
        bool hides_notifications;
        int ends_at; // 0: never.
    };
    struct Keyword {
        int keyword;
        bool is_whole_word;
    };
    struct Filter {
        int number; // Of the step that made it.
        int owner;
        int action;
        int context;
        int ends_at;
        std::vector<Keyword> keywords = {};
        std::set<int> posts = {};
    };
    // Where in its post: npos for nowhere.
    static std::size_t place_of(const Keyword& keyword, const Post& post);
    static std::string keyword_found(const Filter& filter, const Post& post);
    Filter* newest_filter(int owner);

    int now_ = 0; // In seconds: one goes by with every step.
    std::map<Pair, Mute> mutes_;
    std::vector<Filter> filters_; // In order.
    std::vector<Pair> pins_;      // Person and post, in order.
    std::set<Pair> thread_mutes_; // Person and thread.
    std::set<Pair> domain_blocks_;
    std::vector<Pair> favourites_, bookmarks_; // Person and post, in order.
    std::map<int, std::vector<Notice>> notices_;
    std::map<int, std::vector<Notice>> held_back_; // Private mentions of people whom the reader does not follow.
    std::map<int, std::vector<Conversation>> conversations_;
    std::vector<std::pair<int, Notice>> last_notices_;
    int last_filtering_ = kNobody;
    bool is_link_known_ = false;
};

} // namespace property
