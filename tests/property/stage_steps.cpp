#include "property/stage.h"

#include "collections/collections.h"
#include "collections/items.h"
#include "filters/contents.h"
#include "lists/members.h"
#include "relationships/blocks.h"
#include "relationships/domain_blocks.h"
#include "relationships/endorsements.h"
#include "relationships/follows.h"
#include "relationships/mutes.h"
#include "statuses/bookmarks.h"
#include "statuses/conversation_mutes.h"
#include "statuses/deletion.h"
#include "statuses/edits.h"
#include "statuses/favourites.h"
#include "statuses/pins.h"
#include "statuses/poll_changes.h"
#include "statuses/polls_jobs.h"
#include "statuses/posting.h"
#include "statuses/quotes.h"
#include "statuses/reblogs.h"
#include "support/media_builders.h"
#include "tags/featured.h"
#include "tags/follows.h"
#include "tags/tags.h"
#include "timelines/home.h"
#include "timelines/list.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

// Steps, done through the rules that REST and federation use.
namespace property {

namespace {

using Kind = Step::Kind;

template <typename T>
bool done(const Result<T>& result) {
    if (!result && result.error().refusal != base::Refusal::NotFound
        && result.error().refusal != base::Refusal::Forbidden) {
        throw std::runtime_error("refused for another reason: " + result.error().message);
    }
    return result.has_value();
}

} // namespace

bool Stage::do_step(db::Tx& tx, const Step& step) {
    const auto& self = person(step.person);
    const auto& other = person(step.other);
    const auto found = posts_.find(step.post);
    const StatusId status = found == posts_.end() ? StatusId{1} : found->second;
    switch (step.kind) {
    case Kind::Post: return post(tx, step);
    case Kind::Edit: return edit(tx, step);
    case Kind::Boost: return boost(tx, step);
    case Kind::Unboost: return done(statuses::unreblog(tx, self, status));
    case Kind::Favourite: return done(statuses::favourite(tx, self, status));
    case Kind::Unfavourite: return done(statuses::unfavourite(tx, self, status));
    case Kind::Bookmark: return done(statuses::bookmark(tx, self, status));
    case Kind::Delete: return done(statuses::delete_status(tx, self, status));
    case Kind::Follow:
    case Kind::FollowWithoutBoosts: {
        relationships::FollowOptions options;
        options.reblogs = step.kind == Kind::Follow;
        if (!done(relationships::follow(tx, self, other.id, options))) return false;
        // Other servers say yes.
        if (!other.is_local()) (void)relationships::authorize_follow_request(tx, other, self.id).has_value();
        return true;
    }
    case Kind::Unfollow: return done(relationships::unfollow(tx, self, other.id));
    case Kind::Accept: return done(relationships::authorize_follow_request(tx, self, other.id));
    case Kind::Reject: return done(relationships::reject_follow_request(tx, self, other.id));
    case Kind::AddToList: return add_to_list(tx, step);
    case Kind::RemoveFromList:
        lists::remove_members(tx, lists_[static_cast<std::size_t>(step.person)], std::span(&other.id, 1));
        return true;
    case Kind::ChangeList: change_list(tx, step); return true;
    case Kind::Block: return done(relationships::block(tx, self, other.id));
    case Kind::Unblock: return done(relationships::unblock(tx, self, other.id));
    case Kind::Mute:
    case Kind::MuteSoftly: return mute(tx, step);
    case Kind::Unmute: return done(relationships::unmute(tx, self, other.id));
    case Kind::BlockDomain: return done(relationships::block_domain(tx, self, other.domain));
    case Kind::UnblockDomain: return done(relationships::unblock_domain(tx, self, other.domain));
    case Kind::FollowTag: tags::follow_tag(tx, self.id, own_tag(tx).id); return true;
    case Kind::UnfollowTag: tags::unfollow_tag(tx, self.id, own_tag(tx).id); return true;
    case Kind::FilterWord: return filter_word(tx, step);
    case Kind::FilterMore: return filter_more(tx, step);
    case Kind::FilterPost: return filter_post(tx, step, status);
    case Kind::FilterLess: return filter_less(tx, step.person);
    case Kind::UnfilterPost: return unfilter_post(tx, step.person, status);
    case Kind::Unfilter: return unfilter(tx, step.person);
    case Kind::Pin: return pin(tx, step, status);
    case Kind::Unpin: return done(statuses::unpin(tx, self, status));
    case Kind::MuteThread: return done(statuses::mute_conversation(tx, self, status));
    case Kind::UnmuteThread: return done(statuses::unmute_conversation(tx, self, status));
    case Kind::Vote: return vote(tx, step, status);
    case Kind::EndPoll: return end_poll(tx, status);
    case Kind::AnswerQuote: return answer_quote(tx, step, status);
    case Kind::ChangeQuotePolicy:
        return done(statuses::change_quote_policy(tx, self, status,
                                                  kQuotePolicies.at(static_cast<std::size_t>(step.quote_policy))));
    case Kind::MakeCollection: return make_collection(tx, step.person);
    case Kind::DropCollection: return drop_collection(tx, step.person);
    case Kind::Collect: return collect(tx, step);
    case Kind::Uncollect: return uncollect(tx, step);
    case Kind::AnswerCollector: return answer_collector(tx, step);
    case Kind::Endorse: return relationships::endorse(tx, self, other.id).has_value(); // Invalid: who is not followed.
    case Kind::Unendorse: return done(relationships::unendorse(tx, self, other.id));
    case Kind::FeatureTag: return done(tags::feature_tag(tx, self.id, own_tag(tx)));
    case Kind::UnfeatureTag: tags::unfeature_tag(tx, self.id, own_tag(tx).id); return true;
    case Kind::Read:
        (void)timelines::home_page(tx, self.id, {});
        (void)timelines::list_page(tx, lists_[static_cast<std::size_t>(step.person)], {});
        return true;
    }
    return false;
}

tags::Tag Stage::own_tag(db::Tx& tx) const {
    return tags::ensure_tag(tx, {.id = {}, .name = tag_, .display_name = tag_});
}

std::string Stage::text_of(const Step& step) const {
    std::string text = "step " + std::to_string(step.number);
    for (const int mentioned : step.mentions) text += " @" + person(mentioned).acct();
    if (step.word >= 0) text += std::string(" ") + kWords.at(static_cast<std::size_t>(step.word));
    if (step.has_link) text += " " + link();
    if (step.is_tagged) text += " #" + tag_;
    return step.is_also_tagged ? text + " #" + other_tag() : text;
}

bool Stage::edit(db::Tx& tx, const Step& step) {
    const auto found = posts_.find(step.post);
    statuses::Edit edit;
    edit.text = text_of(step);
    if (step.has_picture) edit.media = {make_attachment(tx, person(step.person).id).id};
    return done(statuses::edit(tx, person(step.person), found == posts_.end() ? StatusId{1} : found->second, edit));
}

bool Stage::add_to_list(db::Tx& tx, const Step& step) {
    const auto& list = lists_[static_cast<std::size_t>(step.person)];
    const auto added = lists::add_members(tx, list, std::span(&person(step.other).id, 1));
    return added.has_value();
}

void Stage::change_list(db::Tx& tx, const Step& step) {
    auto& list = lists_[static_cast<std::size_t>(step.person)];
    list =
        lists::change_list(tx, list.owner, list.id,
                           {.title = {},
                            .replies_policy = static_cast<lists::RepliesPolicy>(static_cast<int>(step.visibility) % 3),
                            .is_exclusive = step.is_tagged})
            .value();
}

bool Stage::mute(db::Tx& tx, const Step& step) {
    return done(relationships::mute(
        tx, person(step.person), person(step.other).id,
        {.hides_notifications = step.kind == Kind::Mute, .duration = std::chrono::seconds(step.seconds)}));
}

namespace {

filters::KeywordChange keyword_of(const Step& step) {
    filters::KeywordChange keyword;
    keyword.keyword = kKeywords.at(static_cast<std::size_t>(step.word));
    keyword.is_whole_word = step.is_tagged;
    return keyword;
}

} // namespace

// Its title is the number of the step.
bool Stage::filter_word(db::Tx& tx, const Step& step) {
    const AccountId owner = person(step.person).id;
    filters::SettingsChange settings;
    settings.title = std::to_string(step.number);
    settings.contexts = std::vector<std::string>{kContexts.at(static_cast<std::size_t>(step.visibility))};
    settings.action = kActions.at(static_cast<std::size_t>(step.action));
    if (step.seconds > 0) settings.lifetime = filters::Lifetime(std::chrono::seconds(step.seconds));
    const auto made = filters::create_filter(tx, owner, settings).value();
    filters::add_keyword(tx, owner, made, keyword_of(step), filters::Tell::Nothing).value();
    filters_[step.person].push_back(made);
    return true;
}

bool Stage::filter_more(db::Tx& tx, const Step& step) {
    const auto& own = filters_[step.person];
    return !own.empty() && filters::add_keyword(tx, person(step.person).id, own.back(), keyword_of(step)).has_value();
}

bool Stage::filter_post(db::Tx& tx, const Step& step, StatusId status) {
    const auto& own = filters_[step.person];
    return !own.empty() && filters::filter_status(tx, person(step.person), own.back(), status).has_value();
}

bool Stage::filter_less(db::Tx& tx, int owner) {
    if (filters_[owner].empty()) return false;
    const auto filter = filters::find_filter(tx, person(owner).id, filters_[owner].back()).value();
    if (filter.keywords.empty()) return false;
    return done(filters::delete_keyword(tx, person(owner).id, filter.keywords.front().id));
}

bool Stage::unfilter_post(db::Tx& tx, int owner, StatusId status) {
    if (filters_[owner].empty()) return false;
    const auto filter = filters::find_filter(tx, person(owner).id, filters_[owner].back()).value();
    const auto found = std::ranges::find(filter.statuses, status, &filters::FilteredStatus::status);
    return found != filter.statuses.end() && done(filters::unfilter_status(tx, person(owner).id, found->id));
}

bool Stage::unfilter(db::Tx& tx, int owner) {
    auto& own = filters_[owner];
    if (own.empty()) return false;
    const auto newest = own.back();
    own.pop_back();
    return filters::delete_filter(tx, person(owner).id, newest).has_value();
}

bool Stage::make_collection(db::Tx& tx, int owner) {
    if (collections_.contains(owner)) return false;
    const auto made = collections::create_collection(tx, person(owner), {.name = "people"}).value();
    collections_.emplace(owner, made.id);
    return true;
}

bool Stage::drop_collection(db::Tx& tx, int owner) {
    const auto found = collections_.find(owner);
    if (found == collections_.end()) return false;
    collections::delete_collection(tx, collections::find_own(tx, found->second, person(owner)).value());
    collections_.erase(found);
    return true;
}

// Invalid, too, is a refusal here: who is in it already, or was.
bool Stage::collect(db::Tx& tx, const Step& step) {
    const auto found = collections_.find(step.person);
    if (found == collections_.end()) return false;
    const auto collection = collections::find_own(tx, found->second, person(step.person)).value();
    const auto member = collections::find_featurable(tx, person(step.person), person(step.other).id);
    return done(member) && collections::add_item(tx, collection, *member).has_value();
}

bool Stage::uncollect(db::Tx& tx, const Step& step) {
    const auto found = collections_.find(step.person);
    if (found == collections_.end()) return false;
    const auto collection = collections::find_own(tx, found->second, person(step.person)).value();
    const auto item = collections::find_item_of(tx, collection.id, person(step.other).id);
    if (item) collections::remove_item(tx, collection, *item);
    return item.has_value();
}

// Ours have agreed when they are put in, and can only leave.
bool Stage::answer_collector(db::Tx& tx, const Step& step) {
    using collections::ItemState;
    const auto& self = person(step.person);
    const auto found = collections_.find(step.other);
    if (found == collections_.end()) return false;
    const auto collection = collections::find_seen(tx, found->second, self);
    const auto item = collection ? collections::find_item_of(tx, found->second, self.id) : std::nullopt;
    if (!item) return false;
    if (self.is_local()) return done(collections::revoke_item(tx, self, *collection, *item));
    const bool is_asked = item->state == ItemState::Pending;
    if (!is_asked && item->state != ItemState::Accepted) return false;
    const ItemState answer = step.is_tagged ? ItemState::Accepted : ItemState::Rejected;
    collections::change_item(tx, *collection, *item, is_asked ? answer : ItemState::Revoked);
    return true;
}

// Invalid, too, is a refusal here: what cannot be pinned.
bool Stage::pin(db::Tx& tx, const Step& step, StatusId status) {
    return statuses::pin(tx, person(step.person), status).has_value();
}

bool Stage::post(db::Tx& tx, const Step& step) {
    statuses::Draft draft;
    draft.text = text_of(step);
    draft.visibility = step.visibility;
    if (step.poll != Step::Poll::None) {
        draft.poll = statuses::PollDraft{.options = {"udon", "soba"},
                                         .expires_in = std::chrono::hours(1),
                                         .is_multiple = step.poll == Step::Poll::OfMany,
                                         .hides_totals = step.poll == Step::Poll::WithoutTotals};
    }
    if (step.has_picture) draft.media = {make_attachment(tx, person(step.person).id).id};
    if (step.post >= 0) {
        const auto parent = posts_.find(step.post);
        draft.in_reply_to = parent == posts_.end() ? StatusId{1} : parent->second;
    }
    draft.quote_policy = kQuotePolicies.at(static_cast<std::size_t>(step.quote_policy));
    if (step.quoted >= 0) {
        const auto quoted = posts_.find(step.quoted);
        draft.quoted = quoted == posts_.end() ? StatusId{1} : quoted->second;
    }
    const auto made = statuses::post(tx, person(step.person), draft);
    // Who is quoted privately is to be named.
    const bool is_private_quote = draft.quoted && step.visibility == statuses::Visibility::Direct;
    if (!made && is_private_quote && made.error().refusal == base::Refusal::Invalid) return false;
    if (!done(made)) return false;
    posts_[step.number] = *made;
    numbers_[*made] = step.number;
    return true;
}

// Ours can only take back what they have agreed to by saying who may quote.
bool Stage::answer_quote(db::Tx& tx, const Step& step, StatusId status) {
    using statuses::QuoteState;
    const auto& self = person(step.person);
    const auto quote = statuses::find_quote(tx, status);
    if (!quote || !quote->quoted || quote->quoted_author != self.id) return false;
    if (self.is_local()) return done(statuses::revoke_quote(tx, self, quote->quoted, status));
    if (quote->state == QuoteState::Pending) {
        statuses::change_quote(tx, *quote, step.is_tagged ? QuoteState::Accepted : QuoteState::Rejected);
        return true;
    }
    if (quote->state != QuoteState::Accepted) return false;
    statuses::change_quote(tx, *quote, QuoteState::Revoked);
    return true;
}

std::optional<PollId> Stage::poll_of(db::Tx& tx, StatusId status) {
    const auto polls = tx.query_ids<PollId>("select id from polls where status_id = $1", {status});
    return polls.empty() ? std::nullopt : std::optional(polls.front());
}

// Invalid, too, is a refusal here: what has ended, and what was voted for already.
bool Stage::vote(db::Tx& tx, const Step& step, StatusId status) {
    const auto poll = poll_of(tx, status);
    if (!poll || !statuses::find_status_of_poll(tx, *poll, person(step.person))) return false;
    return statuses::vote(tx, person(step.person), *poll, {step.choices.begin(), step.choices.end()}).has_value();
}

bool Stage::end_poll(db::Tx& tx, StatusId status) {
    const auto poll = poll_of(tx, status);
    if (!poll) return false;
    if (tx.exec("update polls set expires_at = $2 where id = $1 and closed_at is null", {*poll, tx.now()}) == 0) {
        return false;
    }
    statuses::close_poll(jobs::Arguments({{"poll_id", poll->value}}), tx);
    return true;
}

bool Stage::boost(db::Tx& tx, const Step& step) {
    const auto found = posts_.find(step.post);
    const auto made =
        statuses::reblog(tx, person(step.person), found == posts_.end() ? StatusId{1} : found->second, step.visibility);
    if (!made && made.error().refusal == base::Refusal::Invalid && step.visibility == statuses::Visibility::Direct)
        return false;
    if (!done(made)) return false;
    if (numbers_.contains(*made)) return true; // Is there already.
    posts_[step.number] = *made;
    numbers_[*made] = step.number;
    return true;
}

} // namespace property
