#pragma once

#include "federation/triples.h"

#include <optional>
#include <string>

namespace federation {

// The sentences as N-Quads, in order, with names for what has none that depend on nothing but what is said: URDNA2015.
// nullopt when that would take too long, because very much looks alike.
// https://www.w3.org/community/reports/credentials/CG-FINAL-rdf-dataset-canonicalization-20221009/
std::optional<std::string> canonical(const Triples& triples);

} // namespace federation
