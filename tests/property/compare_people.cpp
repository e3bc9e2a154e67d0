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
        read_collection(person);
        expect("the tags that " + name_of(person) + " features", featured_tags_of(person),
               featured_tags(path + "/featured_tags"));
        const auto found = stage_.get(viewer_, "/api/v1/accounts/lookup?acct=" + stage_.person(person).acct()).json();
        expect("who is called " + name_of(person), {name_of(person)}, {person_line(found)});
        if (viewer_ == kNobody) return;
        expect("one's lists that " + name_of(person) + " is in",
               model_.list_members(viewer_).contains(person) ? Lines{stage_.id_of_list(viewer_)} : Lines{},
               lines(path + "/lists", [](const json::Value& list) { return text_at(list, "id"); }));
        if (viewer_ != person) read_relationship(person);
    }

    void read_collection(int owner) {
        const auto items = model_.collection(viewer_, owner);
        expect("the collections of " + name_of(owner), items ? Lines{together(*items)} : Lines{},
               collections("/api/v1/accounts/" + stage_.id_of_person(owner) + "/collections"));
        if (!model_.has_collection(owner)) return;
        const auto reply = stage_.get(viewer_, "/api/v1/collections/" + stage_.id_of_collection(owner));
        const std::string what = "the collection of " + name_of(owner);
        expect(what, {items ? "200" : "404"}, {std::to_string(reply.status)});
        if (!items || reply.status != 200) return;
        const auto page = reply.json();
        expect(what + " itself", {together(*items)}, {collection_line(page.at("collection"))});
        Lines people{name_of(owner)};
        for (const auto& item : *items) people.push_back(item.substr(0, item.find(' ')));
        expect(what + ", who is in it", people,
               lines_of(page.at("accounts"), [this](const json::Value& account) { return person_line(account); }));
    }
    Lines collections(const std::string& path) {
        const auto reply = stage_.get(viewer_, path);
        if (reply.status != 200) return {std::to_string(reply.status)};
        return lines_of(reply.json().at("collections"),
                        [this](const json::Value& one) { return collection_line(one); });
    }
    std::string collection_line(const json::Value& collection) const {
        return together(lines_of(collection.at("items"), [this](const json::Value& item) {
            const int person = stage_.person_with(text_at(item, "account_id"));
            return name_of(person) + " " + text_at(item, "state");
        }));
    }
    // Where somebody is recommended only they themselves may read.
    void read_collectors() {
        Lines expected;
        for (const int owner : model_.collectors(viewer_)) expected.push_back(name_of(owner));
        const auto path = [&](int person) {
            return "/api/v1/accounts/" + stage_.id_of_person(person) + "/in_collections";
        };
        const auto reply = stage_.get(viewer_, path(viewer_));
        const auto page = reply.json();
        auto found = lines_of(page.at("collections"), [this](const json::Value& one) {
            return name_of(stage_.owner_of_collection(text_at(one, "id")));
        });
        std::ranges::sort(found);
        expect("in whose collections one is", expected, found);
        expect("in whose collections others are", {"403"}, {status_of(path((viewer_ + 1) % kPeople))});
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
        read_collectors();
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
