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
    void read_notifications() {
        Lines expected;
        for (const auto& notice : model_.notifications(viewer_)) {
            expected.push_back(notice.type + " " + name_of(notice.from)
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
            for (const int person : group.from) from.push_back(name_of(person));
            expected.push_back(group.type + " " + std::to_string(from.size()) + " " + together(from)
                               + (group.post ? " " + text_of_post(*group.post) : ""));
        }
        const auto reply = stage_.get(viewer_, "/api/v2/notifications?limit=80");
        const auto page = reply.json();
        for (const auto& group : page.at("notification_groups").as_array()) found.push_back(group_line(page, group));
        expect("notifications in groups", expected, found);
        expect("who asks to notify", names_of(model_.notification_requests(viewer_)),
               people_in("/api/v1/notifications/requests?limit=80", "account"));
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
