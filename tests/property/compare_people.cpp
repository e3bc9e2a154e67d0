#include "property/reader.h"

#include <algorithm>
#include <set>
#include <utility>

namespace property {

namespace {

class PeopleReader : public Reader {
public:
    using Reader::Reader;

    std::string read() {
        for (int person = 0; person < kPeople; ++person) read_person(person);
        read_everybody();
        if (viewer_ != kNobody) read_who_is_near();
        return difference();
    }

private:
    void read_person(int person) {
        const std::string path = "/api/v1/accounts/" + stage_.id_of_person(person);
        expect("the followers of " + name_of(person), names_of(model_.followers(viewer_, person)),
               people(path + "/followers"));
        expect("whom " + name_of(person) + " follows", names_of(model_.following(viewer_, person)),
               people(path + "/following"));
        const auto search = stage_.get(viewer_, "/api/v2/search?type=accounts&q=" + stage_.person(person).acct());
        const auto accounts = search.json();
        expect("the search for " + name_of(person), {name_of(person)},
               lines_of(accounts.at("accounts"), [this](const json::Value& account) { return person_line(account); }));
        expect("whom " + name_of(person) + " endorses", names_of(model_.endorsed(viewer_, person)),
               people(path + "/endorsements"));
        expect("the tags that " + name_of(person) + " features", featured_tags_of(person),
               featured_tags(path + "/featured_tags"));
        if (viewer_ == kNobody) return;
        expect("one's lists that " + name_of(person) + " is in",
               model_.list_members(viewer_).contains(person) ? Lines{stage_.id_of_list(viewer_)} : Lines{},
               lines(path + "/lists", [](const json::Value& list) { return text_at(list, "id"); }));
        if (viewer_ != person) read_relationship(person);
    }

    Lines featured_tags_of(int person) const {
        const auto count = model_.featured_tag_count(person);
        return count ? Lines{stage_.tag() + " " + std::to_string(*count)} : Lines{};
    }
    Lines featured_tags(const std::string& path) {
        return lines(path, [](const json::Value& tag) {
            const auto& count = tag.at("statuses_count"); // As Mastodon has it, a text.
            return text_at(tag, "name") + " " + std::string(count.as_string());
        });
    }

    // Who is there at all, everybody may know.
    void read_everybody() {
        std::set<int> all;
        std::string ids;
        for (int person = 0; person < kPeople; ++person) {
            all.insert(person);
            ids += "&id[]=" + stage_.id_of_person(person);
        }
        expect("several accounts", names_of(all), people("/api/v1/accounts?" + ids.substr(1)));
        const std::string order = "/api/v1/directory?limit=80&order=";
        expect("the directory, the newest first", names_of(model_.directory(viewer_, false)), people(order + "new"));
        auto active = model_.directory(viewer_, true);
        expect("the directory, the active", names_of(active), people(order + "active"));
        std::erase_if(active, [](int person) { return domain_of(person) != 0; });
        expect("the directory, the active of ours", names_of(active), people(order + "active&local=true"));
        if (viewer_ == kNobody) return;
        const std::string search = "/api/v1/accounts/search?limit=80&q=" + stage_.world();
        expect("a search for the beginning of all names", names_of(all), people(search));
        // Oneself is among them, as one can be in one's own lists.
        std::set<int> followed{viewer_};
        for (const int person : all) {
            if (model_.follows(viewer_, person)) followed.insert(person);
        }
        expect("a search among the followed", names_of(followed), people(search + "&following=true"));
    }

    void read_who_is_near() {
        expect("whom one endorses", names_of(model_.endorsed(viewer_, viewer_)),
               people("/api/v1/endorsements?limit=80"));
        expect("the tags that one features", featured_tags_of(viewer_), featured_tags("/api/v1/featured_tags"));
        expect("suggestions", names_of(model_.suggested(viewer_)),
               people_in("/api/v2/suggestions?limit=80", "account"));
        read_familiar_followers();
    }

    void read_familiar_followers() {
        Lines expected;
        std::string ids;
        for (int person = 0; person < kPeople; ++person) {
            expected.push_back(stage_.id_of_person(person) + " "
                               + together(names_of(model_.familiar_followers(viewer_, person))));
            ids += "&id[]=" + stage_.id_of_person(person);
        }
        auto found = lines("/api/v1/accounts/familiar_followers?" + ids.substr(1), [this](const json::Value& one) {
            auto names =
                lines_of(one.at("accounts"), [this](const json::Value& account) { return person_line(account); });
            std::ranges::sort(names);
            return text_at(one, "id") + " " + together(names);
        });
        std::ranges::sort(expected);
        std::ranges::sort(found);
        expect("familiar followers", expected, found);
    }

    void read_relationship(int person) {
        const auto reply = stage_.get(viewer_, "/api/v1/accounts/relationships?id[]=" + stage_.id_of_person(person));
        const auto relationship = reply.json().at(0);
        const std::pair<const char*, bool> expected[] = {
            {"following", model_.follows(viewer_, person)},
            {"followed_by", model_.follows(person, viewer_)},
            {"blocking", model_.blocks(viewer_, person)},
            {"blocked_by", model_.blocks(person, viewer_)},
            {"endorsed", model_.endorsed(viewer_, viewer_).contains(person)},
            {"muting", model_.mutes(viewer_, person)},
            {"domain_blocking", model_.blocks_domain(viewer_, person)},
        };
        for (const auto& [member, value] : expected) {
            expect("the relationship with " + name_of(person) + ", " + member, {value ? "true" : "false"},
                   {relationship.at(member).as_bool() ? "true" : "false"});
        }
    }
};

} // namespace

std::string difference_in_people(const Model& model, Stage& stage, int viewer) {
    return PeopleReader(model, stage, viewer).read();
}

} // namespace property
