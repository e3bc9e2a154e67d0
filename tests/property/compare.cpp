#include "property/compare.h"

#include "property/reader.h"

namespace property {

std::string difference(const Model& model, Stage& stage) {
    for (int viewer = kNobody; viewer < kLocals; ++viewer) {
        for (const auto find : {difference_in_timelines, difference_in_people, difference_in_posts,
                                difference_in_notifications, difference_in_choices}) {
            if (auto found = find(model, stage, viewer); !found.empty()) return found;
        }
    }
    return {};
}

} // namespace property
