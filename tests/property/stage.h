#pragma once

#include "accounts/account.h"
#include "collections/collection.h"
#include "filters/filters.h"
#include "lists/lists.h"
#include "property/model.h"
#include "streaming/post_filter.h"
#include "support/api_server.h"
#include "tags/tags.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

// The same world on a real server: steps are done through the rules that REST and federation use, and what people see
// is read over HTTP.
namespace property {

// What somebody was sent on a channel.
struct Heard {
    std::string channel; // Without the number of its owner: "home", "notifications", "direct", "public", "tag", …
    std::string event;
    std::string subject; // "12", "mention p1 12": as Stage tells it.
    auto operator<=>(const Heard&) const = default;
};

class Stage {
public:
    // People who have nothing to do with those who were there before.
    explicit Stage(ApiServer& server);

    // Whether it was allowed. `number` of a step that made a post is known from then on.
    bool apply(const Step& step);
    // What the last step told `person`, filtered as their streams are. Sorted.
    std::vector<Heard> heard_by(int person);
    // Home feeds are built anew when they are next read.
    void forget_homes();
    void let_pass(int seconds);
    // What the server does from time to time about mutes that have run out.
    void tidy();

    // kNobody asks without a token.
    HttpReply get(int viewer, const std::string& path);

    std::string id_of_person(int person) const { return to_string(people_[static_cast<std::size_t>(person)].id); }
    const accounts::Account& person(int number) const { return people_[static_cast<std::size_t>(number)]; }
    std::string id_of_post(int number) const { return to_string(posts_.at(number)); }
    std::string id_of_poll(int post);
    std::string url_of_post(int author, int number);
    std::string tag() const { return tag_; }
    // What the names of all begin with.
    std::string world() const { return world_; }
    std::string other_tag() const { return tag_ + "also"; }
    std::string link() const { return "https://news.example.org/" + tag_; }
    static std::string domain_name(int domain);
    std::string id_of_collection(int owner) const { return to_string(collections_.at(owner)); }
    std::string id_of_list(int owner) const { return to_string(lists_[static_cast<std::size_t>(owner)].id); }

    // Back from ids: -1 for what is not of this world, as timelines hold what others left.
    int person_with(std::string_view id) const;
    int post_with(std::string_view id) const;
    int owner_of_collection(std::string_view id) const;
    // What the `filtered` of a Status says, as Model::filtered() does.
    std::string filtered_text(const json::Value& filtered) const;

private:
    void let_link_trend(db::Tx& tx) const;
    bool do_step(db::Tx& tx, const Step& step);
    bool post(db::Tx& tx, const Step& step);
    bool edit(db::Tx& tx, const Step& step);
    bool boost(db::Tx& tx, const Step& step);
    bool add_to_list(db::Tx& tx, const Step& step);
    void change_list(db::Tx& tx, const Step& step);
    bool mute(db::Tx& tx, const Step& step);
    bool filter_word(db::Tx& tx, const Step& step);
    static std::optional<PollId> poll_of(db::Tx& tx, StatusId status);
    bool answer_quote(db::Tx& tx, const Step& step, StatusId status);
    bool make_collection(db::Tx& tx, int owner);
    bool drop_collection(db::Tx& tx, int owner);
    bool collect(db::Tx& tx, const Step& step);
    bool uncollect(db::Tx& tx, const Step& step);
    bool answer_collector(db::Tx& tx, const Step& step);
    bool vote(db::Tx& tx, const Step& step, StatusId status);
    static bool end_poll(db::Tx& tx, StatusId status);
    bool filter_more(db::Tx& tx, const Step& step);
    bool filter_post(db::Tx& tx, const Step& step, StatusId status);
    bool filter_less(db::Tx& tx, int owner);
    bool unfilter_post(db::Tx& tx, int owner, StatusId status);
    bool unfilter(db::Tx& tx, int owner);
    bool pin(db::Tx& tx, const Step& step, StatusId status);
    std::string text_of(const Step& step) const;
    tags::Tag own_tag(db::Tx& tx) const;
    // `filter` is the listener's, for channels that are open to all.
    std::string subject_of(const base::Event& event, const streaming::PostFilter* filter) const;

    ApiServer& server_;
    std::string tag_, world_;
    std::vector<accounts::Account> people_;
    std::vector<lists::List> lists_; // One for each of ours.
    std::map<int, std::vector<filters::FilterId>> filters_;
    std::map<int, collections::CollectionId> collections_; // By owner.
    std::vector<HttpClient> clients_;                      // Of our people; the last is nobody's.
    std::map<int, StatusId> posts_;
    std::map<StatusId, int> numbers_;
    std::vector<base::Event> events_;
};

} // namespace property
