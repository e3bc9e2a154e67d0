#include "notifications/subjects.h"

#include <vector>

namespace notifications {

namespace {

template <typename IdType>
std::vector<IdType> ids_of(std::span<const Row* const> rows, IdType Row::*id) {
    std::vector<IdType> ids;
    for (const Row* row : rows) {
        if (row->*id) ids.push_back(row->*id);
    }
    return ids;
}

} // namespace

Subjects::Subjects(db::Tx& tx, std::span<const Row* const> rows, AccountId reader)
    : reports_(tx, ids_of(rows, &Row::report)),
      severances_(tx, ids_of(rows, &Row::severance)),
      collections_(tx, ids_of(rows, &Row::collection), reader) {}

void Subjects::write(json::Writer& out, const Row& row) const {
    if (row.report) {
        out.key("report");
        reports_.write(out, row.report);
    }
    if (row.severance) {
        out.key("event");
        severances_.write(out, row.severance);
    }
    if (row.collection) {
        out.key("collection");
        collections_.write(out, row.collection);
    }
}

} // namespace notifications
