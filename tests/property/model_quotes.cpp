#include "property/model.h"

#include <iterator>

// Who may quote, what is shown of what is quoted, and who hears of it.
namespace property {

using statuses::Visibility;
using State = Quote::State;

namespace {

bool is_for_everybody(const Post& post) {
    return post.visibility == Visibility::Public || post.visibility == Visibility::Unlisted;
}

} // namespace

// One's own, but for what was said to the mentioned alone; of others what is for everybody, as far as they let one.
bool Model::is_quotable(int viewer, int number) const {
    const Post& post = original(number);
    if (viewer == kNobody || post.visibility == Visibility::Direct) return false;
    if (viewer == post.author) return true;
    if (!is_for_everybody(post)) return false;
    const std::string policy = kQuotePolicies.at(static_cast<std::size_t>(post.quote_policy));
    return policy == "public" || (policy == "followers" && follows(viewer, post.author));
}

bool Model::quote(const Step& step, Post& made) const {
    made.quote_policy = step.quote_policy;
    if (step.quoted < 0) return true;
    if (!has(step.quoted) || !may_see(step.person, step.quoted) || !is_quotable(step.person, step.quoted)) return false;
    const Post& quoted = original(step.quoted);
    if (blocks(step.person, quoted.author)) return false;
    const bool is_own = quoted.author == step.person;
    // What is for followers is quoted for followers at most.
    if (!is_for_everybody(quoted)) made.visibility = std::max(made.visibility, Visibility::Private);
    if (made.visibility == Visibility::Direct && !is_own && !made.mentions.contains(quoted.author)) return false;
    const bool need_not_ask = is_own || domain_of(quoted.author) == 0;
    made.quote = Quote{.quoted = quoted.number, .state = need_not_ask ? State::Accepted : State::Pending};
    made.has_link = false; // A post shows what it quotes, and no card.
    // Who is quoted may read what is said about it.
    if (!is_own) made.former_mentions.insert(quoted.author);
    return true;
}

bool Model::answer_quote(const Step& step) {
    if (!has(step.post) || !posts_.at(step.post).quote) return false;
    Post& post = posts_.at(step.post);
    if (!has(post.quote->quoted) || posts_.at(post.quote->quoted).author != step.person) return false;
    State& state = post.quote->state;
    const bool is_ours = domain_of(step.person) == 0;
    if (state == State::Pending) {
        state = step.is_tagged ? State::Accepted : State::Rejected;
        return true;
    }
    if (state != State::Accepted) return is_ours; // Said twice.
    state = State::Revoked;
    withdraw(step.person, {"quote", post.author, post.number});
    return true;
}

bool Model::change_quote_policy(const Step& step) {
    if (!has(step.post)) return false;
    Post& post = posts_.at(step.post);
    if (post.author != step.person || post.boost_of) return false;
    post.quote_policy = step.quote_policy;
    return true;
}

// Those of ours whose quotes of it now show something else.
void Model::tell_quoters(const Post& quoted) {
    for (const auto& [number, post] : posts_) {
        const bool quotes_it =
            post.quote && post.quote->quoted == quoted.number && post.quote->state == State::Accepted;
        if (!quotes_it || domain_of(post.author) != 0) continue;
        const Notice notice{"quoted_update", quoted.author, number};
        withdraw(post.author, notice);
        notify(post.author, notice);
    }
}

std::string Model::quote_state(int viewer, int number) const {
    const Post& post = original(number);
    if (!post.quote) return "";
    const auto& [quoted, state] = *post.quote;
    if (state == State::Pending) return "pending";
    if (state == State::Rejected) return "rejected";
    if (state == State::Revoked) return "revoked";
    if (!has(quoted)) return "deleted";
    if (!may_see(viewer, quoted)) return "unauthorized";
    const int author = posts_.at(quoted).author;
    if (viewer == kNobody || viewer == author) return "accepted";
    if (blocks_domain(viewer, author)) return "blocked_domain";
    if (blocks(viewer, author)) return "blocked_account";
    return mutes(viewer, author) ? "muted_account" : "accepted";
}

// Whom one blocks or mutes one may read all the same, if one asks to.
bool Model::shows_quoted(const std::string& quote_state) {
    return quote_state == "accepted" || quote_state.starts_with("blocked") || quote_state.starts_with("muted");
}

std::vector<int> Model::quotes(int viewer, int number) const {
    std::vector<int> shown;
    for (const auto& [other, post] : posts_) {
        const bool quotes_it =
            post.quote && post.quote->quoted == original(number).number && post.quote->state == State::Accepted;
        if (quotes_it && may_see(viewer, other) && wants(viewer, other)) shown.push_back(other);
    }
    std::ranges::reverse(shown);
    return shown;
}

} // namespace property
