#include "property/reader.h"

#include <algorithm>
#include <set>

namespace property {

namespace {

class ChoiceReader : public Reader {
public:
    using Reader::Reader;

    std::string read() {
        read_choices();
        return difference();
    }

private:
    void read_filters() {
        expect("the filters", model_.filters(viewer_), lines("/api/v2/filters", [this](const json::Value& filter) {
                   std::string text = text_at(filter, "title") + " (" + text_at(filter, "filter_action") + " in "
                                      + std::string(filter.at("context").at(0).as_string()) + ")";
                   for (const auto& keyword : filter.at("keywords").as_array()) {
                       text +=
                           " " + text_at(keyword, "keyword") + (keyword.at("whole_word").as_bool() ? ", whole" : "");
                   }
                   std::set<int> posts;
                   for (const auto& status : filter.at("statuses").as_array()) {
                       posts.insert(stage_.post_with(text_at(status, "status_id")));
                   }
                   text += ";";
                   for (const int post : posts) text += " " + std::to_string(post);
                   return text;
               }));
    }

    // What they have set up for themselves.
    void read_choices() {
        expect("blocks", names_of(model_.blocked_by(viewer_)), people("/api/v1/blocks?limit=80"));
        expect("mutes", names_of(model_.muted_by(viewer_)), people("/api/v1/mutes?limit=80"));
        expect("follow requests", names_of(model_.follow_requests(viewer_)),
               people("/api/v1/follow_requests?limit=80"));
        expect("the list's members", names_of(model_.list_members(viewer_)),
               people("/api/v1/lists/" + stage_.id_of_list(viewer_) + "/accounts"));
        expect("the lists", {stage_.id_of_list(viewer_) + " " + model_.list_text(viewer_)},
               lines("/api/v1/lists", [](const json::Value& list) {
                   return text_at(list, "id") + " " + text_at(list, "replies_policy")
                          + (list.at("exclusive").as_bool() ? " exclusive" : "");
               }));
        read_filters();
        const auto own_tag = stage_.get(viewer_, "/api/v1/tags/" + stage_.tag()).json();
        expect("whether one follows the tag", {model_.follows_tag(viewer_) ? "true" : "false"},
               {own_tag.at("following").as_bool() ? "true" : "false"});
        expect("whether one features the tag", {model_.features_tag(viewer_) ? "true" : "false"},
               {own_tag.at("featuring").as_bool() ? "true" : "false"});
        Lines domains;
        for (const int domain : model_.domains_blocked_by(viewer_)) domains.push_back(Stage::domain_name(domain));
        auto found =
            lines("/api/v1/domain_blocks", [](const json::Value& domain) { return std::string(domain.as_string()); });
        std::ranges::sort(found);
        expect("blocked domains", domains, found);
        expect("followed tags", model_.follows_tag(viewer_) ? Lines{stage_.tag()} : Lines{},
               lines("/api/v1/followed_tags", [](const json::Value& tag) { return text_at(tag, "name"); }));
    }
};

} // namespace

std::string difference_in_choices(const Model& model, Stage& stage, int viewer) {
    return viewer == kNobody ? "" : ChoiceReader(model, stage, viewer).read();
}

} // namespace property
