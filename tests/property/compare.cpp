#include "property/compare.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace property {

namespace {

std::string name(int person) { return person == kNobody ? "nobody" : "p" + std::to_string(person); }

std::string text_of(const std::vector<std::string>& items) {
    std::string text;
    for (const auto& item : items) text += (text.empty() ? "" : ", ") + item;
    return "[" + text + "]";
}

std::vector<std::string> names_of(const std::set<int>& people) {
    std::vector<std::string> texts;
    for (const int person : people) texts.push_back(name(person));
    return texts;
}

std::string text_at(const json::Value& value, std::string_view member) {
    return std::string(value.at(member).as_string());
}

using Lines = std::vector<std::string>;

// Asks everything as one viewer, and notes the first answer that is not as expected.
class Reader {
public:
    Reader(const Model& model, Stage& stage, int viewer) : model_(model), stage_(stage), viewer_(viewer) {}

    std::string read() {
        read_timelines();
        for (int person = 0; person < kPeople; ++person) read_person(person);
        for (const auto& [number, post] : model_.posts()) read_post(number);
        if (viewer_ != kNobody) read_own();
        return difference_;
    }

private:
    void expect(const std::string& what, const Lines& expected, const Lines& found) {
        if (!difference_.empty() || expected == found) return;
        difference_ =
            name(viewer_) + " reads " + what + ": expected " + text_of(expected) + ", found " + text_of(found);
    }

    // What `line` makes of each element of the array in the answer, without what is of other worlds: "".
    Lines lines(const std::string& path, const std::function<std::string(const json::Value&)>& line) {
        const auto reply = stage_.get(viewer_, path);
        if (reply.status != 200) return {std::to_string(reply.status)};
        return lines_of(reply.json(), line);
    }
    static Lines lines_of(const json::Value& array, const std::function<std::string(const json::Value&)>& line) {
        Lines found;
        for (const auto& element : array.as_array()) {
            if (auto text = line(element); !text.empty()) found.push_back(std::move(text));
        }
        return found;
    }
    // A post as the viewer is to see it: with what their filters say, and whether they have pinned it.
    std::string text_of_post(int number) const {
        const auto& boost_of = model_.posts().at(number).boost_of;
        return std::to_string(number) + model_.filtered(viewer_, number)
               + (model_.has_pinned(viewer_, number) ? " pinned" : "") + model_.poll_text(viewer_, number)
               + (model_.has_muted_thread(viewer_, number) ? " muted" : "")
               + (boost_of ? " (of " + text_of_post(*boost_of) + ")" : "");
    }
    Lines texts_of(const std::vector<int>& numbers) const {
        Lines texts;
        for (const int number : numbers) texts.push_back(text_of_post(number));
        return texts;
    }
    std::string post_line(const json::Value& status) const {
        const int number = stage_.post_with(text_at(status, "id"));
        if (number < 0) return "";
        const auto& members = status.as_object();
        const auto *filtered = members.if_contains("filtered"), *pinned = members.if_contains("pinned");
        const auto* muted = members.if_contains("muted");
        const auto& boosted = status.at("reblog");
        return std::to_string(number) + (filtered ? stage_.filtered_text(*filtered) : "")
               + (pinned && pinned->as_bool() ? " pinned" : "") + poll_line(status)
               + (muted && muted->as_bool() ? " muted" : "")
               + (boosted.is_null() ? "" : " (of " + post_line(boosted) + ")");
    }
    // As Model::poll_text() has it.
    static std::string poll_line(const json::Value& status) {
        const auto& poll = status.at("poll");
        if (poll.is_null()) return "";
        const auto number = [](const json::Value& value) { return std::to_string(value.to_number<int>()); };
        std::string text = std::string(poll.at("expired").as_bool() ? " ended" : " open") + " poll";
        for (const auto& option : poll.at("options").as_array()) {
            const auto& count = option.at("votes_count");
            text += " " + (count.is_null() ? "?" : number(count));
        }
        text += " of " + number(poll.at("votes_count")) + " by " + number(poll.at("voters_count"));
        const auto* voted = poll.as_object().if_contains("voted");
        if (!voted || !voted->as_bool()) return text;
        text += " voted";
        for (const auto& choice : poll.at("own_votes").as_array()) text += " " + number(choice);
        return text;
    }
    std::string person_line(const json::Value& account) const {
        const int number = stage_.person_with(text_at(account, "id"));
        return number < 0 ? "" : name(number);
    }
    Lines posts(const std::string& path) {
        return lines(path, [this](const json::Value& status) { return post_line(status); });
    }
    Lines people(const std::string& path) {
        auto found = lines(path, [this](const json::Value& account) { return person_line(account); });
        std::ranges::sort(found);
        return found;
    }

    void read_timelines() {
        const std::string path = "/api/v1/timelines/public?limit=40";
        expect("the public timeline", texts_of(model_.public_timeline(viewer_, {})), posts(path));
        expect("the local timeline", texts_of(model_.public_timeline(viewer_, true)), posts(path + "&local=true"));
        expect("the remote timeline", texts_of(model_.public_timeline(viewer_, false)), posts(path + "&remote=true"));
        read_pictures("the public timeline", {}, path);
        read_pictures("the local timeline", true, path + "&local=true");
        read_pictures("the remote timeline", false, path + "&remote=true");
        expect("the hashtag's pictures", texts_of(model_.with_pictures(model_.hashtag_timeline(viewer_))),
               posts("/api/v1/timelines/tag/" + stage_.tag() + "?limit=40&only_media=true"));
        expect("the hashtag", texts_of(model_.hashtag_timeline(viewer_)),
               posts("/api/v1/timelines/tag/" + stage_.tag() + "?limit=40"));
        read_link();
        read_hashtag("any", [](const Post& post) { return post.is_tagged || post.is_also_tagged; });
        read_hashtag("all", [](const Post& post) { return post.is_tagged && post.is_also_tagged; });
        read_hashtag("none", [](const Post& post) { return post.is_tagged && !post.is_also_tagged; });
    }

    void read_pictures(const std::string& what, std::optional<bool> is_local, const std::string& path) {
        expect("the pictures of " + what, texts_of(model_.with_pictures(model_.public_timeline(viewer_, is_local))),
               posts(path + "&only_media=true"));
    }

    void read_link() {
        const auto expected = model_.link_timeline(viewer_);
        expect("the posts with the link", expected ? texts_of(*expected) : Lines{"404"},
               posts("/api/v1/timelines/link?limit=40&url=" + stage_.link()));
    }

    // The tag, with what `param` says of the other.
    void read_hashtag(const std::string& param, const std::function<bool(const Post&)>& fits) {
        expect("the hashtag with " + param, texts_of(model_.public_posts(viewer_, fits)),
               posts("/api/v1/timelines/tag/" + stage_.tag() + "?limit=40&" + param + "[]=" + stage_.other_tag()));
    }

    void read_person(int person) {
        const std::string path = "/api/v1/accounts/" + stage_.id_of_person(person);
        expect("the posts of " + name(person), texts_of(model_.account_posts(viewer_, person)),
               posts(path + "/statuses?limit=40"));
        read_some_posts(person, "exclude_replies=true",
                        [&](const Post& post) { return !post.replied_to || *post.replied_to == person; });
        read_some_posts(person, "exclude_reblogs=true", [](const Post& post) { return !post.boost_of; });
        read_some_posts(person, "tagged=" + stage_.tag(), [](const Post& post) { return post.is_tagged; });
        read_some_posts(person, "only_media=true", [](const Post& post) { return post.has_picture; });
        expect("what " + name(person) + " has pinned", texts_of(model_.pinned(viewer_, person)),
               posts(path + "/statuses?pinned=true"));
        expect("the followers of " + name(person), names_of(model_.followers(viewer_, person)),
               people(path + "/followers"));
        expect("whom " + name(person) + " follows", names_of(model_.following(viewer_, person)),
               people(path + "/following"));
        const auto search = stage_.get(viewer_, "/api/v2/search?type=accounts&q=" + stage_.person(person).acct());
        const auto accounts = search.json();
        expect("the search for " + name(person), {name(person)},
               lines_of(accounts.at("accounts"), [this](const json::Value& account) { return person_line(account); }));
        if (viewer_ != kNobody && viewer_ != person) read_relationship(person);
    }

    void read_some_posts(int person, const std::string& flag, const std::function<bool(const Post&)>& fits) {
        auto expected = model_.account_posts(viewer_, person);
        std::erase_if(expected, [&](int number) { return !fits(model_.posts().at(number)); });
        expect("the posts of " + name(person) + " with " + flag, texts_of(expected),
               posts("/api/v1/accounts/" + stage_.id_of_person(person) + "/statuses?limit=40&" + flag));
    }

    void read_relationship(int person) {
        const auto reply = stage_.get(viewer_, "/api/v1/accounts/relationships?id[]=" + stage_.id_of_person(person));
        const auto relationship = reply.json().at(0);
        const std::pair<const char*, bool> expected[] = {
            {"following", model_.follows(viewer_, person)}, {"followed_by", model_.follows(person, viewer_)},
            {"blocking", model_.blocks(viewer_, person)},   {"blocked_by", model_.blocks(person, viewer_)},
            {"muting", model_.mutes(viewer_, person)},      {"domain_blocking", model_.blocks_domain(viewer_, person)},
        };
        for (const auto& [member, value] : expected) {
            expect("the relationship with " + name(person) + ", " + member, {value ? "true" : "false"},
                   {relationship.at(member).as_bool() ? "true" : "false"});
        }
    }

    void read_post(int number) {
        const std::string path = "/api/v1/statuses/" + stage_.id_of_post(number);
        const std::string what = "post " + std::to_string(number);
        const auto reply = stage_.get(viewer_, path);
        const bool is_seen = model_.may_see(viewer_, number);
        expect(what, {is_seen ? "200" : "404"}, {std::to_string(reply.status)});
        expect(what + " among others", is_seen ? Lines{text_of_post(number)} : Lines{},
               posts("/api/v1/statuses?id[]=" + stage_.id_of_post(number)));
        const auto context = stage_.get(viewer_, path + "/context");
        if (!is_seen) {
            expect("the context of " + what, {"404"}, {std::to_string(context.status)});
            expect("who favourited " + what, {"404"}, people(path + "/favourited_by"));
            expect("who boosted " + what, {"404"}, people(path + "/reblogged_by"));
            return;
        }
        const auto line = [this](const json::Value& status) { return post_line(status); };
        const auto around = context.json();
        expect("what came before " + what, texts_of(model_.ancestors(viewer_, number)),
               lines_of(around.at("ancestors"), line));
        expect("what came after " + what, texts_of(model_.descendants(viewer_, number)),
               lines_of(around.at("descendants"), line));
        expect("who favourited " + what, names_of(model_.favourited_by(viewer_, number)),
               people(path + "/favourited_by"));
        expect("who boosted " + what, names_of(model_.boosted_by(viewer_, number)), people(path + "/reblogged_by"));
    }

    void read_own() {
        expect("favourites", texts_of(model_.favourites(viewer_)), posts("/api/v1/favourites?limit=40"));
        expect("bookmarks", texts_of(model_.bookmarks(viewer_)), posts("/api/v1/bookmarks?limit=40"));
        read_notifications();
        read_notification_groups();
        read_conversations();
        read_choices();
        expect("follow requests", names_of(model_.follow_requests(viewer_)),
               people("/api/v1/follow_requests?limit=80"));
        expect("the list", texts_of(model_.list(viewer_)),
               posts("/api/v1/timelines/list/" + stage_.id_of_list(viewer_) + "?limit=40"));
        auto home = texts_of(model_.home(viewer_));
        home.resize(std::min<std::size_t>(home.size(), 40));
        expect("home", home, posts("/api/v1/timelines/home?limit=40"));
    }

    void read_notifications() {
        Lines expected;
        for (const auto& notice : model_.notifications(viewer_)) {
            expected.push_back(notice.type + " " + name(notice.from)
                               + (notice.post ? " " + text_of_post(*notice.post) : ""));
        }
        expect("notifications", expected, lines("/api/v1/notifications?limit=80", [this](const json::Value& value) {
                   const auto* status = value.as_object().if_contains("status");
                   return text_at(value, "type") + " " + person_line(value.at("account"))
                          + (status ? " " + post_line(*status) : "");
               }));
    }

    void read_notification_groups() {
        Lines expected, found;
        for (const auto& group : model_.notification_groups(viewer_)) {
            Lines from;
            for (const int person : group.from) from.push_back(name(person));
            expected.push_back(group.type + " " + std::to_string(from.size()) + " " + text_of(from)
                               + (group.post ? " " + text_of_post(*group.post) : ""));
        }
        const auto reply = stage_.get(viewer_, "/api/v2/notifications?limit=80");
        const auto page = reply.json();
        for (const auto& group : page.at("notification_groups").as_array()) found.push_back(group_line(page, group));
        expect("notifications in groups", expected, found);
        expect("who asks to notify", names_of(model_.notification_requests(viewer_)),
               accounts_of("/api/v1/notifications/requests?limit=80"));
    }

    std::string group_line(const json::Value& page, const json::Value& group) const {
        Lines from;
        for (const auto& id : group.at("sample_account_ids").as_array()) {
            for (const auto& account : page.at("accounts").as_array()) {
                if (account.at("id") == id) from.push_back(person_line(account));
            }
        }
        std::string line = text_at(group, "type") + " "
                           + std::to_string(group.at("notifications_count").to_number<int>()) + " " + text_of(from);
        const auto* post = group.as_object().if_contains("status_id");
        if (!post) return line;
        for (const auto& status : page.at("statuses").as_array()) {
            if (status.at("id") == *post) line += " " + post_line(status);
        }
        return line;
    }

    Lines accounts_of(const std::string& path) {
        auto found = lines(path, [this](const json::Value& value) { return person_line(value.at("account")); });
        std::ranges::sort(found);
        return found;
    }

    // What they have set up for themselves.
    void read_choices() {
        expect("blocks", names_of(model_.blocked_by(viewer_)), people("/api/v1/blocks?limit=80"));
        expect("mutes", names_of(model_.muted_by(viewer_)), people("/api/v1/mutes?limit=80"));
        expect("the list's members", names_of(model_.list_members(viewer_)),
               people("/api/v1/lists/" + stage_.id_of_list(viewer_) + "/accounts"));
        Lines domains;
        for (const int domain : model_.domains_blocked_by(viewer_)) domains.push_back(Stage::domain_name(domain));
        auto found =
            lines("/api/v1/domain_blocks", [](const json::Value& domain) { return std::string(domain.as_string()); });
        std::ranges::sort(found);
        expect("blocked domains", domains, found);
        expect("followed tags", model_.follows_tag(viewer_) ? Lines{stage_.tag()} : Lines{},
               lines("/api/v1/followed_tags", [](const json::Value& tag) { return text_at(tag, "name"); }));
    }

    void read_conversations() {
        Lines expected;
        for (const auto& conversation : model_.conversations(viewer_)) {
            const int last = *conversation.posts.rbegin();
            auto others = conversation.others;
            if (others.empty()) others.insert(viewer_);
            expected.push_back(text_of(names_of(others)) + (conversation.is_unread ? " unread " : " read ")
                               + (model_.may_see(viewer_, last) ? text_of_post(last) : "nothing"));
        }
        expect("conversations", expected, lines("/api/v1/conversations?limit=40", [this](const json::Value& value) {
                   auto others = lines_of(value.at("accounts"),
                                          [this](const json::Value& account) { return person_line(account); });
                   std::ranges::sort(others);
                   const auto& last = value.at("last_status");
                   return text_of(others) + (value.at("unread").as_bool() ? " unread " : " read ")
                          + (last.is_null() ? "nothing" : post_line(last));
               }));
    }

    const Model& model_;
    Stage& stage_;
    int viewer_;
    std::string difference_;
};

} // namespace

std::string difference(const Model& model, Stage& stage) {
    for (int viewer = kNobody; viewer < kLocals; ++viewer) {
        if (auto found = Reader(model, stage, viewer).read(); !found.empty()) return found;
    }
    return {};
}

} // namespace property
