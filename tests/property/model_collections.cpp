#include "property/model.h"

#include <utility>

// Collections: who is put in, who agrees, and who reads of it.
namespace property {

using State = Collection::State;

namespace {

constexpr std::array<const char*, 4> kStates = {"pending", "accepted", "rejected", "revoked"};

std::string text_of_item(const std::pair<int, State>& item) {
    return "p" + std::to_string(item.first) + " " + kStates.at(static_cast<std::size_t>(item.second));
}

} // namespace

// Everybody reads it but whom the owner blocks, without those whom they do not want. Who was asked and has not
// answered, only the owner sees.
std::optional<std::vector<std::string>> Model::collection(int viewer, int owner) const {
    const auto found = collections_.find(owner);
    if (found == collections_.end() || (viewer != kNobody && blocks(owner, viewer))) return std::nullopt;
    std::vector<std::string> shown;
    for (const auto& item : found->second.items) {
        const bool is_in = item.second == State::Accepted || (item.second == State::Pending && viewer == owner);
        const bool is_unwanted = viewer != kNobody && (blocks(viewer, item.first) || blocks_domain(viewer, item.first));
        if (is_in && !is_unwanted) shown.push_back(text_of_item(item));
    }
    return shown;
}

std::set<int> Model::collectors(int person) const {
    std::set<int> owners;
    for (const auto& [owner, collection] : collections_) {
        if (std::ranges::count(collection.items, std::pair(person, State::Accepted)) > 0) owners.insert(owner);
    }
    return owners;
}

State* Model::state_in(int owner, int member) {
    const auto found = collections_.find(owner);
    if (found == collections_.end()) return nullptr;
    for (auto& [person, state] : found->second.items) {
        if (person == member) return &state;
    }
    return nullptr;
}

bool Model::drop_collection(int owner) {
    const auto found = collections_.find(owner);
    if (found == collections_.end()) return false;
    for (const auto& [member, state] : found->second.items) withdraw(member, {"added_to_collection", owner, {}});
    collections_.erase(found);
    return true;
}

// Ours have agreed by being there to be found; who is locked, for their followers. Others are asked. Each once only.
bool Model::collect(const Step& step) {
    const int a = step.person, b = step.other;
    const bool are_parted = blocks(a, b) || blocks(b, a) || blocks_domain(a, b) || blocks_domain(b, a);
    if (!collections_.contains(a) || are_parted || (b == kLocked && !follows(a, b)) || state_in(a, b)) return false;
    const bool is_ours = domain_of(b) == 0;
    collections_[a].items.emplace_back(b, is_ours ? State::Accepted : State::Pending);
    notify(b, {"added_to_collection", a, {}});
    return true;
}

bool Model::uncollect(int owner, int member) {
    if (!state_in(owner, member)) return false;
    std::erase_if(collections_[owner].items, [&](const auto& item) { return item.first == member; });
    withdraw(member, {"added_to_collection", owner, {}});
    return true;
}

bool Model::answer_collector(const Step& step) {
    State* state = state_in(step.other, step.person);
    if (!state || blocks(step.other, step.person)) return false;
    const bool is_ours = domain_of(step.person) == 0;
    if (*state == State::Pending) {
        *state = step.is_tagged ? State::Accepted : State::Rejected;
        return true;
    }
    if (*state != State::Accepted) return is_ours; // Said twice.
    *state = State::Revoked;
    withdraw(step.person, {"added_to_collection", step.other, {}});
    return true;
}

void Model::part_in_collections(int a, int b) {
    uncollect(a, b);
    if (State* state = state_in(b, a)) *state = State::Revoked;
    withdraw(a, {"added_to_collection", b, {}});
}

} // namespace property
