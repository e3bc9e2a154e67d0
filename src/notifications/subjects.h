#pragma once

#include "base/json.h"
#include "collections/collection_json.h"
#include "db/db.h"
#include "moderation/report_json.h"
#include "notifications/list.h"
#include "relationships/severance_json.h"

#include <span>

namespace notifications {

// What the notifications of a page are about, besides posts: reports, severed relationships and
// collections.
class Subjects {
public:
    // A query for each kind that occurs, or two.
    Subjects(db::Tx& tx, std::span<const Row* const> rows, AccountId reader);

    // False: what it is about is gone.
    bool has(const Row& row) const {
        return (!row.report || reports_.has(row.report)) && (!row.severance || severances_.has(row.severance))
               && (!row.collection || collections_.has(row.collection));
    }
    // The member "report", "event" or "collection", or none.
    void write(json::Writer& out, const Row& row) const;

private:
    moderation::ReportEntities reports_;
    relationships::SeveranceEntities severances_;
    collections::CollectionEntities collections_;
};

} // namespace notifications
