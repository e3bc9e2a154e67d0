#include "property/reader.h"

#include <algorithm>

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
