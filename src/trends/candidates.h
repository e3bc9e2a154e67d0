#pragma once

#include "trends/trends.h"

#include <string>
#include <vector>

// What may be talked about now, before it is known how much it was talked about until now.
namespace trends {

struct Candidate {
    ItemId id;
    double score;
    base::Time since; // Of posts: from when on it decays. Else: now.
};
std::vector<Candidate> find_candidates(db::Tx& tx, Kind kind);

// A week of a link, as the API shows it: how often and by how many.
std::string history_of_link(db::Tx& tx, ItemId card);

} // namespace trends
