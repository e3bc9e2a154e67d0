#pragma once

#include "bench/client.h"
#include "bench/plan.h"

#include <string>
#include <vector>

namespace bench {

// Something that clients do, again and again.
struct Operation {
    std::string name;
    std::vector<std::string> requests; // Sent in turns. A writing one is sent once each.
    std::string budget = {};           // In budgets.json; empty: none.
    std::size_t items = 0;             // How many the array that it answers must hold at least; 0: it is no array.
    bool is_writing = false;
};

// What only reads, the most frequent first.
std::vector<Operation> reading_operations(const Plan& plan);
// What writes. Each is undone by the one behind it, so that a measurement leaves the database as it was.
std::vector<Operation> writing_operations(const Plan& plan, std::size_t count);
struct Written {
    std::string id, token; // Of a status, and its author's.
};
// Undoes "post".
Operation deletion_of(const Plan& plan, const std::vector<Written>& statuses);

} // namespace bench
