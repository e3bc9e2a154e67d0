#include "property/stage.h"

#include "accounts/interaction_policy.h"
#include "filters/stream_filter.h"
#include "relationships/mutes.h"
#include "statuses/status_rendering.h"
#include "streaming/viewer.h"

#include <algorithm>

namespace property {

namespace {

std::string channel_of(AccountId account) { return "timeline:" + to_string(account); }

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
    server_.write([](db::Tx& tx) {
        accounts::InteractionPolicy for_all;
        for_all.accept(accounts::InteractionPolicy::Public);
        tx.exec("update accounts set is_discoverable = true");
        tx.exec("update accounts set feature_policy = $1 where domain <> ''", {for_all.bits()});
    });
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

std::string Stage::id_of_poll(int post) {
    std::string id;
    server_.write([&](db::Tx& tx) { id = to_string(poll_of(tx, posts_.at(post)).value()); });
    return id;
}

std::string Stage::url_of_post(int author, int number) {
    std::string url;
    server_.write([&](db::Tx& tx) {
        url = statuses::local_url(tx.config().web_url(), person(author).username, posts_.at(number));
    });
    return url;
}

int Stage::person_with(std::string_view id) const {
    for (int number = 0; number < kPeople; ++number) {
        if (id_of_person(number) == id) return number;
    }
    return -1;
}

int Stage::owner_of_collection(std::string_view id) const {
    for (const auto& [owner, collection] : collections_) {
        if (to_string(collection) == id) return owner;
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
