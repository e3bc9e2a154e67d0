#include "property/reader.h"

#include <algorithm>

namespace property {

namespace {

class NewsReader : public Reader {
public:
    using Reader::Reader;

    std::string read() {
        read_notifications();
        read_notification_groups();
        read_conversations();
        return difference();
    }

private:
    Lines texts_of_notices(const std::vector<Notice>& notices) const {
        Lines texts;
        for (const auto& notice : notices) {
            texts.push_back(notice.type + " " + name_of(notice.from)
                            + (notice.post ? " " + text_of_post(*notice.post) : ""));
        }
        return texts;
    }
    Lines notices(const std::string& params) {
        return lines("/api/v1/notifications?limit=80" + params, [this](const json::Value& value) {
            const auto* status = value.as_object().if_contains("status");
            return text_at(value, "type") + " " + person_line(value.at("account"))
                   + (status ? " " + post_line(*status) : "");
        });
    }

    void read_notifications() {
        const auto all = model_.notifications(viewer_);
        expect("notifications", texts_of_notices(all), notices(""));
        auto mentions = all, others = all;
        std::erase_if(mentions, [](const Notice& notice) { return notice.type != "mention"; });
        std::erase_if(others, [](const Notice& notice) { return notice.type == "mention"; });
        expect("mentions", texts_of_notices(mentions), notices("&types[]=mention"));
        expect("notifications that are no mentions", texts_of_notices(others), notices("&exclude_types[]=mention"));
        const auto count = stage_.get(viewer_, "/api/v1/notifications/unread_count?limit=1000").json();
        expect("the number of notifications", {std::to_string(model_.notice_count(viewer_))},
               {std::to_string(count.at("count").to_number<int>())});
        read_held_back(all);
    }

    // What the policy keeps apart is there for whoever asks for it, or for all of somebody's.
    void read_held_back(std::vector<Notice> all) {
        const auto held_back = model_.held_back(viewer_);
        all.insert(all.end(), held_back.begin(), held_back.end());
        expect_in_any_order("all notifications", texts_of_notices(all), notices("&include_filtered=true"));
        auto people = model_.notification_requests(viewer_);
        people.insert((viewer_ + 1) % kPeople);
        for (const int person : people) {
            auto from_them = all;
            std::erase_if(from_them, [&](const Notice& notice) { return notice.from != person; });
            expect_in_any_order("all notifications from " + name_of(person), texts_of_notices(from_them),
                                notices("&account_id=" + stage_.id_of_person(person)));
        }
    }
    void expect_in_any_order(const std::string& what, Lines expected, Lines found) {
        std::ranges::sort(expected);
        std::ranges::sort(found);
        expect(what, expected, found);
    }

    void read_notification_groups() {
        Lines expected, found;
        for (const auto& group : model_.notification_groups(viewer_)) {
            Lines from;
            for (const int person : group.from) from.push_back(name_of(person));
            expected.push_back(group.type + " " + std::to_string(from.size()) + " " + together(from)
                               + (group.post ? " " + text_of_post(*group.post) : ""));
        }
        const auto reply = stage_.get(viewer_, "/api/v2/notifications?limit=80");
        const auto page = reply.json();
        for (const auto& group : page.at("notification_groups").as_array()) {
            found.push_back(group_line(page, group));
            const auto alone = stage_.get(viewer_, "/api/v2/notifications/" + text_at(group, "group_key")).json();
            expect("a group", {found.back()}, {group_line(alone, alone.at("notification_groups").at(0))});
            read_group(group);
        }
        expect("notifications in groups", expected, found);
        read_requests();
    }

    void read_requests() {
        expect("who asks to notify", names_of(model_.notification_requests(viewer_)),
               people_in("/api/v1/notifications/requests?limit=80", "account"));
        const auto requests = stage_.get(viewer_, "/api/v1/notifications/requests?limit=80").json();
        for (const auto& request : requests.as_array()) {
            const auto alone = stage_.get(viewer_, "/api/v1/notifications/requests/" + text_at(request, "id")).json();
            expect("a request", {person_line(request.at("account"))}, {person_line(alone.at("account"))});
        }
    }

    // Whoever is in the group, one by one.
    void read_group(const json::Value& group) {
        Lines from;
        for (const auto& id : group.at("sample_account_ids").as_array()) {
            from.push_back(name_of(stage_.person_with(id.as_string())));
        }
        if (from.size() < 2) return;
        std::ranges::sort(from);
        expect("who is in a group", from, people("/api/v2/notifications/" + text_at(group, "group_key") + "/accounts"));
    }

    std::string group_line(const json::Value& page, const json::Value& group) const {
        Lines from;
        for (const auto& id : group.at("sample_account_ids").as_array()) {
            for (const auto& account : page.at("accounts").as_array()) {
                if (account.at("id") == id) from.push_back(person_line(account));
            }
        }
        std::string line = text_at(group, "type") + " "
                           + std::to_string(group.at("notifications_count").to_number<int>()) + " " + together(from);
        const auto* post = group.as_object().if_contains("status_id");
        if (!post) return line;
        for (const auto& status : page.at("statuses").as_array()) {
            if (status.at("id") == *post) line += " " + post_line(status);
        }
        return line;
    }

    void read_conversations() {
        Lines expected;
        for (const auto& conversation : model_.conversations(viewer_)) {
            const int last = *conversation.posts.rbegin();
            auto others = conversation.others;
            if (others.empty()) others.insert(viewer_);
            expected.push_back(together(names_of(others)) + (conversation.is_unread ? " unread " : " read ")
                               + (model_.may_see(viewer_, last) ? text_of_post(last) : "nothing"));
        }
        expect("conversations", expected, lines("/api/v1/conversations?limit=40", [this](const json::Value& value) {
                   auto others = lines_of(value.at("accounts"),
                                          [this](const json::Value& account) { return person_line(account); });
                   std::ranges::sort(others);
                   const auto& last = value.at("last_status");
                   return together(others) + (value.at("unread").as_bool() ? " unread " : " read ")
                          + (last.is_null() ? "nothing" : post_line(last));
               }));
    }
};

} // namespace

std::string difference_in_notifications(const Model& model, Stage& stage, int viewer) {
    return viewer == kNobody ? "" : NewsReader(model, stage, viewer).read();
}

} // namespace property
