#include "property/stage.h"

#include "filters/contents.h"
#include "filters/stream_filter.h"
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
#include "streaming/viewer.h"
#include "support/media_builders.h"
#include "tags/featured.h"
#include "tags/follows.h"
#include "tags/tags.h"
#include "timelines/home.h"
#include "timelines/list.h"

#include <algorithm>
#include <stdexcept>

namespace property {

namespace {

using Kind = Step::Kind;

std::string channel_of(AccountId account) { return "timeline:" + to_string(account); }

template <typename T>
bool done(const Result<T>& result) {
    if (!result && result.error().refusal != base::Refusal::NotFound
        && result.error().refusal != base::Refusal::Forbidden) {
        throw std::runtime_error("refused for another reason: " + result.error().message);
    }
    return result.has_value();
}

} // namespace

std::string Stage::domain_name(int domain) { return domain == 0 ? "" : domain == 1 ? "one.test" : "two.test"; }

Stage::Stage(ApiServer& server) : server_(server) {
    static int count = 0;
    tag_ = "tag" + std::to_string(++count);
    world_ = "w" + std::to_string(count) + "p";
    server_.world().events.listen_to_nothing();
    for (int person = 0; person < kPeople; ++person) {
        const std::string name = world_ + std::to_string(person);
        if (person < kLocals) {
            auto signed_in = server_.sign_in({.username = name, .is_locked = person == kLocked});
            people_.push_back(signed_in.account);
            clients_.push_back(std::move(signed_in.client));
            server_.write([&](db::Tx& tx) {
                lists_.push_back(lists::create_list(tx, people_.back().id, {.title = "friends"}).value());
            });
            server_.world().events.listen("timeline:list:" + to_string(lists_.back().id));
            const std::string own = channel_of(people_.back().id);
            for (const auto& channel :
                 {own, own + ":notifications", "timeline:direct:" + to_string(people_.back().id)}) {
                server_.world().events.listen(channel);
            }
        } else {
            server_.write([&](db::Tx& tx) {
                people_.push_back(make_account(tx, {.username = name, .domain = domain_name(domain_of(person))}));
            });
        }
    }
    server_.write([](db::Tx& tx) { tx.exec("update accounts set is_discoverable = true"); });
    clients_.push_back(server_.client());
    for (const auto& channel : {std::string("timeline:public"), std::string("timeline:public:local"),
                                std::string("timeline:public:remote"), std::string("timeline:public:media"),
                                std::string("timeline:public:local:media"), std::string("timeline:public:remote:media"),
                                "timeline:hashtag:" + tag_, "timeline:hashtag:" + tag_ + ":local"}) {
        server_.world().events.listen(channel);
    }
}

bool Stage::apply(const Step& step) {
    server_.world().clock.advance(std::chrono::milliseconds(1001));
    server_.world().events.take();
    bool is_done = false;
    server_.write([&](db::Tx& tx) {
        is_done = do_step(tx, step);
        if (step.has_link) let_link_trend(tx);
    });
    events_ = server_.world().events.take();
    return is_done;
}

// Only what is talked about has a timeline.
void Stage::let_link_trend(db::Tx& tx) const { tx.exec(R"(
        insert into trends (kind, item_id, score, max_score, max_score_at)
        select 2, id, 1, 1, 0 from preview_cards where url = $1
        on conflict (kind, item_id) do nothing)", {link()}); }

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

bool Stage::unfilter(db::Tx& tx, int owner) {
    auto& own = filters_[owner];
    if (own.empty()) return false;
    const auto newest = own.back();
    own.pop_back();
    return filters::delete_filter(tx, person(owner).id, newest).has_value();
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

void Stage::forget_homes() {
    for (const auto& list : lists_) server_.world().feeds.drop(list.owner);
}

void Stage::let_pass(int seconds) { server_.world().clock.advance(std::chrono::seconds(seconds)); }

void Stage::tidy() {
    constexpr int kMany = 1000;
    server_.write([](db::Tx& tx) { relationships::delete_expired_mutes(tx, kMany); });
}

HttpReply Stage::get(int viewer, const std::string& path) {
    return clients_[static_cast<std::size_t>(viewer == kNobody ? kLocals : viewer)].get(path);
}

int Stage::person_with(std::string_view id) const {
    for (int number = 0; number < kPeople; ++number) {
        if (id_of_person(number) == id) return number;
    }
    return -1;
}

int Stage::post_with(std::string_view id) const {
    const auto found = numbers_.find(StatusId{base::parse_id(id).value_or(0)});
    return found == numbers_.end() ? -1 : found->second;
}

std::string Stage::filtered_text(const json::Value& filtered) const {
    std::string text;
    for (const auto& result : filtered.as_array()) {
        const auto& filter = result.at("filter");
        const auto said = [&](const json::Value& value) { return std::string(value.as_string()); };
        text += " filtered by " + said(filter.at("title")) + " (" + said(filter.at("filter_action")) + " in "
                + said(filter.at("context").at(0)) + ") for";
        const auto &keywords = result.at("keyword_matches"), &posts = result.at("status_matches");
        if (keywords.is_array()) {
            for (const auto& keyword : keywords.as_array()) text += " " + std::string(keyword.as_string());
        }
        if (!posts.is_array()) continue;
        for (const auto& id : posts.as_array()) text += " " + std::to_string(post_with(id.as_string()));
    }
    return text;
}

std::string Stage::subject_of(const base::Event& event, const streaming::PostFilter* filter) const {
    if (!event.payload) return "";
    if (event.event == "delete") return std::to_string(post_with(*event.payload));
    const auto payload = json::parse(*event.payload);
    if (!payload) return "no JSON";
    const auto text = [](const json::Value& value) { return std::string(value.as_string()); };
    if (event.event == "update" || event.event == "status.update") {
        const auto number = std::to_string(post_with(text(payload->at("id"))));
        const auto* filtered = payload->as_object().if_contains("filtered");
        if (filtered) return number + filtered_text(*filtered);
        const auto results = filter ? filter->results(filter->read(*event.payload)) : "";
        return results.empty() ? number : number + filtered_text(*json::parse(results));
    }
    if (event.event == "conversation") {
        const auto& last = payload->at("last_status");
        return last.is_null() ? "nothing" : std::to_string(post_with(text(last.at("id"))));
    }
    std::string subject =
        text(payload->at("type")) + " p" + std::to_string(person_with(text(payload->at("account").at("id"))));
    const auto* status = payload->as_object().if_contains("status");
    return status ? subject + " " + std::to_string(post_with(text(status->at("id")))) : subject;
}

std::vector<Heard> Stage::heard_by(int number) {
    const AccountId id = person(number).id;
    const std::map<std::string, std::string> own = {{channel_of(id), "home"},
                                                    {channel_of(id) + ":notifications", "notifications"},
                                                    {"timeline:direct:" + to_string(id), "direct"},
                                                    {"timeline:list:" + id_of_list(number), "list"}};
    const std::map<std::string, std::string> open = {{"timeline:public", "public"},
                                                     {"timeline:public:local", "public:local"},
                                                     {"timeline:public:remote", "public:remote"},
                                                     {"timeline:public:media", "public:media"},
                                                     {"timeline:public:local:media", "public:local:media"},
                                                     {"timeline:public:remote:media", "public:remote:media"},
                                                     {"timeline:hashtag:" + tag_, "tag"},
                                                     {"timeline:hashtag:" + tag_ + ":local", "tag:local"}};
    streaming::Viewer viewer;
    server_.write([&](db::Tx& tx) { viewer = streaming::load_viewer(tx, id, &filters::load_stream_filter); });
    std::vector<Heard> heard;
    for (const auto& event : events_) {
        const auto is_own = own.find(event.channel), is_open = open.find(event.channel);
        if (is_own != own.end()) heard.push_back({is_own->second, event.event, subject_of(event, nullptr)});
        if (is_open != open.end() && viewer.wants(event)) {
            heard.push_back({is_open->second, event.event, subject_of(event, viewer.filter.get())});
        }
    }
    std::ranges::sort(heard);
    return heard;
}

} // namespace property
