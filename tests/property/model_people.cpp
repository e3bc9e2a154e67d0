#include "property/model.h"

// Whom people are shown beside those whom they look for: recommended, alike, or simply there.
namespace property {

using statuses::Visibility;

// On one's own profile everybody stands whom one has put there; others are shown nobody whom they want nothing of.
std::set<int> Model::endorsed(int viewer, int person) const {
    std::set<int> people;
    if (viewer != kNobody && blocks(person, viewer)) return people;
    for (const auto& [owner, other] : endorsements_) {
        if (owner == person && (viewer == person || !is_hidden_from_lists(viewer, other))) people.insert(other);
    }
    return people;
}

std::set<int> Model::familiar_followers(int viewer, int person) const {
    std::set<int> people;
    for (int other = 0; other < kPeople; ++other) {
        if (follows(viewer, other) && follows(other, person)) people.insert(other);
    }
    return people;
}

// Friends of friends, without those whom one knows or wants nothing of.
std::set<int> Model::suggested(int viewer) const {
    std::set<int> people;
    for (int person = 0; person < kPeople; ++person) {
        const bool is_known = person == viewer || follows(viewer, person) || requests_.contains({viewer, person});
        if (is_known || is_hidden_from_lists(viewer, person) || blocks_domain(viewer, person)) continue;
        if (!familiar_followers(viewer, person).empty()) people.insert(person);
    }
    return people;
}

std::set<int> Model::directory(int viewer, bool is_of_active) const {
    std::set<int> people;
    for (int person = 0; person < kPeople; ++person) {
        if (is_of_active && !active_.contains(person)) continue;
        if (!is_hidden_from_lists(viewer, person) && !blocks_domain(viewer, person)) people.insert(person);
    }
    return people;
}

std::optional<int> Model::featured_tag_count(int person) const {
    if (!tag_featurers_.contains(person)) return std::nullopt;
    int count = 0;
    for (const auto& [number, post] : posts_) {
        const bool is_for_all = post.visibility == Visibility::Public || post.visibility == Visibility::Unlisted;
        if (post.author == person && post.is_tagged && is_for_all) ++count;
    }
    return count;
}

std::string Model::list_text(int owner) const {
    constexpr std::array<const char*, 3> kPolicies = {"list", "followed", "none"};
    const auto found = lists_.find(owner);
    const List list = found == lists_.end() ? List() : found->second;
    return std::string(kPolicies.at(static_cast<std::size_t>(list.policy))) + (list.is_exclusive ? " exclusive" : "");
}

bool Model::endorse(const Step& step) {
    if (!follows(step.person, step.other)) return false;
    endorsements_.insert({step.person, step.other});
    return true;
}

} // namespace property
