#pragma once

#include "base/json.h"
#include "relationships/severances.h"

#include <unordered_map>

namespace relationships {

// The RelationshipSeveranceEvent entities of a page, in one statement, none for no events.
// https://docs.joinmastodon.org/entities/RelationshipSeveranceEvent/
class SeveranceEntities {
public:
    SeveranceEntities(db::Tx& tx, std::span<const SeveranceId> ids);

    bool has(SeveranceId id) const { return severances_.contains(id); }
    void write(json::Writer& out, SeveranceId id) const;

private:
    std::unordered_map<SeveranceId, Severance> severances_;
};

} // namespace relationships
