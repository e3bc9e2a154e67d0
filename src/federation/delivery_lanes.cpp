#include "federation/delivery_lanes.h"

#include <algorithm>

namespace federation {
namespace {

constexpr std::size_t kHeldAtFirst = 8;
constexpr int kSuccessesUntilWider = 4;

} // namespace

const Lanes::Lane* Lanes::find(std::string_view host) const {
    const auto found = lanes_.find(host);
    return found == lanes_.end() ? nullptr : &found->second;
}

Lanes::Lane& Lanes::lane_of(std::string_view host) {
    const auto found = lanes_.find(host);
    return found == lanes_.end() ? lanes_.emplace(host, Lane()).first->second : found->second;
}

std::size_t Lanes::room(Priority priority) const {
    const auto most = priority == Priority::Low ? limits_.held_low : limits_.held;
    return most - std::min(most, held_[priority]);
}

// Enough in memory that a server need not wait for the database between two of its deliveries. What is of low priority
// stands in the lane before what comes later, so it is few.
bool Lanes::has_room(std::string_view host, Priority priority, const Counts& more) const {
    const auto* lane = find(host);
    if (!lane || lane->is_in_doubt) return (lane ? lane->held.all() : 0) + more.all() < 1;
    const auto most = priority == Priority::Low ? (lane->width + 1) / 2 : kHeldAtFirst + 2 * (lane->width - 1);
    return lane->held[priority] + more[priority] < most;
}

std::optional<base::Time> Lanes::paused_until(std::string_view host, base::Time now) const {
    const auto* lane = find(host);
    return lane && lane->paused_until > now ? std::optional(lane->paused_until) : std::nullopt;
}

void Lanes::learn(const KnownHost& host) {
    auto& lane = lane_of(host.host);
    lane.scheme = host.scheme;
    set_doubt(lane, !host.is_well);
}

void Lanes::add(Leased delivery) {
    auto& lane = lane_of(delivery.host);
    const auto host = delivery.host;
    ++lane.held[delivery.priority];
    ++held_[delivery.priority];
    lane.waiting.push_back(std::move(delivery));
    stand_in_line(host, lane);
}

// At the front: its connection is still warm. At the end once it had many turns.
void Lanes::stand_in_line(std::string_view host, Lane& lane) {
    if (lane.is_in_line || lane.waiting.empty() || lane.under_way >= lane.width) return;
    lane.is_in_line = true;
    auto& line = lane.is_in_doubt ? line_in_doubt_ : line_;
    if (lane.turns > 0 && lane.turns < limits_.in_a_row) {
        line.emplace_front(host);
    } else {
        lane.turns = 0;
        line.emplace_back(host);
    }
}

std::optional<Leased> Lanes::next_of(Line& line) {
    while (!line.empty()) {
        const auto host = std::move(line.front());
        line.pop_front();
        const auto found = lanes_.find(host);
        if (found == lanes_.end()) continue;
        auto& lane = found->second;
        lane.is_in_line = false;
        if (lane.waiting.empty() || lane.under_way >= lane.width) continue;

        auto delivery = std::move(lane.waiting.front());
        lane.waiting.pop_front();
        ++lane.under_way;
        ++under_way_[delivery.priority];
        if (lane.is_in_doubt) ++under_way_in_doubt_;
        ++lane.turns;
        stand_in_line(host, lane);
        return delivery;
    }
    return std::nullopt;
}

std::optional<Leased> Lanes::next() {
    if (under_way() >= limits_.under_way) return std::nullopt;
    const bool may_be_in_doubt = under_way_in_doubt_ < limits_.under_way_in_doubt;
    is_turn_of_doubt_ = !is_turn_of_doubt_;
    if (may_be_in_doubt && is_turn_of_doubt_) {
        if (auto delivery = next_of(line_in_doubt_)) return delivery;
    }
    if (auto delivery = next_of(line_)) return delivery;
    return may_be_in_doubt ? next_of(line_in_doubt_) : std::nullopt;
}

void Lanes::set_doubt(Lane& lane, bool is_in_doubt) {
    if (lane.is_in_doubt == is_in_doubt) return;
    lane.is_in_doubt = is_in_doubt;
    if (is_in_doubt) {
        under_way_in_doubt_ += lane.under_way;
    } else {
        under_way_in_doubt_ -= lane.under_way;
    }
}

void Lanes::end_request(Lane& lane, Priority priority) {
    --lane.under_way;
    --lane.held[priority];
    --under_way_[priority];
    --held_[priority];
    if (lane.is_in_doubt) --under_way_in_doubt_;
}

void Lanes::succeeded(std::string_view host, Priority priority) {
    auto& lane = lane_of(host);
    end_request(lane, priority);
    set_doubt(lane, false);
    lane.pauses = 0;
    lane.paused_until = {};
    if (++lane.successes >= kSuccessesUntilWider && lane.width < limits_.widest) {
        lane.successes = 0;
        ++lane.width;
    }
    stand_in_line(host, lane);
}

bool Lanes::failed(std::string_view host, base::Time now, Priority priority) {
    auto& lane = lane_of(host);
    end_request(lane, priority);
    const bool was_in_doubt = lane.is_in_doubt;
    set_doubt(lane, true);
    lane.width = 1;
    lane.successes = 0;
    if (!was_in_doubt || lane.paused_until > now) { // Once is chance; and one of several at once says no more.
        stand_in_line(host, lane);
        return false;
    }
    lane.paused_until = now + std::min(kLongestPause, kFirstPause * (1 << std::min(lane.pauses, 10)));
    ++lane.pauses;
    return true;
}

void Lanes::dropped(std::string_view host, Priority priority) {
    auto& lane = lane_of(host);
    end_request(lane, priority);
    stand_in_line(host, lane);
}

void Lanes::pause(std::string_view host, base::Time until) {
    auto& lane = lane_of(host);
    lane.paused_until = std::max(lane.paused_until, until);
}

Scheme Lanes::scheme(std::string_view host) const {
    const auto* lane = find(host);
    return lane ? lane->scheme : Scheme::Draft;
}

void Lanes::set_scheme(std::string_view host, Scheme scheme) { lane_of(host).scheme = scheme; }

std::vector<Leased> Lanes::give_back(std::string_view host) {
    auto& lane = lane_of(host);
    std::vector<Leased> all(std::move_iterator(lane.waiting.begin()), std::move_iterator(lane.waiting.end()));
    lane.waiting.clear();
    for (const auto& delivery : all) {
        --lane.held[delivery.priority];
        --held_[delivery.priority];
    }
    return all;
}

std::vector<Leased> Lanes::give_back() {
    std::vector<Leased> all;
    for (const auto& [host, lane] : lanes_) {
        for (auto& delivery : give_back(host)) all.push_back(std::move(delivery));
    }
    return all;
}

void Lanes::forget_idle() {
    std::erase_if(lanes_, [](const auto& entry) {
        const auto& lane = entry.second;
        return lane.waiting.empty() && lane.under_way == 0 && !lane.is_in_line && lane.pauses == 0
               && lane.paused_until == base::Time();
    });
}

} // namespace federation
