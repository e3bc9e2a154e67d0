#pragma once

#include "statuses/status.h"

#include <array>
#include <cstddef>
#include <string>

namespace timelines {

// What is known of a status whose readers are looked for. Parts of a rule that cannot matter are left out, for
// PostgreSQL sets up every part before it runs one: they are most of what such a statement costs.
struct Shape {
    bool may_be_boost = true;
    bool may_answer_others = true;
    bool may_be_direct = true;
    bool may_have_hashtags = true;

    static constexpr std::size_t kCount = 16;
    // From 0 to kCount - 1.
    std::size_t number() const {
        return (may_be_boost ? 1U : 0U) + (may_answer_others ? 2U : 0U) + (may_be_direct ? 4U : 0U)
               + (may_have_hashtags ? 8U : 0U);
    }
};
Shape shape_of(const statuses::Status& status, bool has_hashtags);

// Statements that differ by the shape, by its number.
template <typename Make>
std::array<std::string, Shape::kCount> for_each_shape(Make make) {
    std::array<std::string, Shape::kCount> texts;
    for (std::size_t i = 0; i < Shape::kCount; ++i) {
        const Shape shape{.may_be_boost = (i & 1) != 0,
                          .may_answer_others = (i & 2) != 0,
                          .may_be_direct = (i & 4) != 0,
                          .may_have_hashtags = (i & 8) != 0};
        texts.at(shape.number()) = make(shape);
    }
    return texts;
}

// Which statuses `s` of somebody followed belong in any feed of the follower, where `f` is the row of the follow and $1
// the time: boosts unless they are switched off; chosen languages only; nothing by, boosted from or mentioning somebody
// muted or blocked, nothing boosted from a blocked domain or from somebody who blocks the follower.
std::string follow_rule();

// The same in two parts, for the many readers of one status: which followers want such a status of its author, by `f`
// again; and a select, made once for all of them, of everybody who hides somebody in its original, whose id `original`
// is, or whom its author blocks. That select does not ask who reads it, so it may hold its author, too.
std::string wanted_rule(const Shape& shape);
std::string hiders_sql(const std::string& original, const Shape& shape);

} // namespace timelines
