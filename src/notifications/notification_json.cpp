#include "notifications/notification_json.h"

#include "notifications/fallbacks.h"
#include "notifications/subjects.h"
#include "statuses/status_json.h"

namespace notifications {

namespace {

// The accounts and statuses that a page of notifications shows.
class Entities {
public:
    Entities(db::Tx& tx, std::span<const Row> rows, const accounts::Account& reader, KindSet unknown)
        : statuses_(tx, posts(rows), reader, senders(rows)),
          subjects_(tx, pointers_to(rows), reader.id),
          fallbacks_(tx, reader.id, pointers_to(rows), unknown) {}

    // Nothing to show: the sender, the report or the event is gone, or the status is not for the reader any more.
    bool shows(const Row& row) const {
        return statuses_.accounts().has(row.from) && (!row.status || statuses_.shows(*row.status))
               && subjects_.has(row);
    }

    void write(json::Writer& out, const Row& row) const {
        out.begin_object();
        out.field("id", row.id);
        out.field("type", row.type);
        out.field("created_at", row.created_at);
        out.field("group_key", row.shown_key());
        if (row.is_filtered) out.field("filtered", true);
        fallbacks_.write(out, row);
        out.key("account");
        statuses_.accounts().write(out, row.from);
        if (row.status) {
            out.key("status");
            statuses_.write(out, *row.status);
        }
        subjects_.write(out, row);
        out.end_object();
    }

private:
    static std::vector<AccountId> senders(std::span<const Row> rows) {
        std::vector<AccountId> ids;
        for (const Row& row : rows) ids.push_back(row.from);
        return ids;
    }
    static std::vector<StatusId> posts(std::span<const Row> rows) {
        std::vector<StatusId> ids;
        for (const Row& row : rows) {
            if (row.status) ids.push_back(*row.status);
        }
        return ids;
    }

    static std::vector<const Row*> pointers_to(std::span<const Row> rows) {
        std::vector<const Row*> pointers;
        for (const Row& row : rows) pointers.push_back(&row);
        return pointers;
    }

    statuses::StatusEntities statuses_;
    Subjects subjects_;
    Fallbacks fallbacks_;
};

} // namespace

void write_notifications(json::Writer& out, db::Tx& tx, std::span<const Row> rows, const accounts::Account& reader,
                         KindSet unknown) {
    const Entities entities(tx, rows, reader, unknown);
    out.begin_array();
    for (const Row& row : rows) {
        if (entities.shows(row)) entities.write(out, row);
    }
    out.end_array();
}

bool write_notification(json::Writer& out, db::Tx& tx, NotificationId id, const accounts::Account& reader,
                        KindSet unknown) {
    const auto row = find(tx, reader.id, id);
    if (!row) return false;
    const Entities entities(tx, std::span(&*row, 1), reader, unknown);
    if (!entities.shows(*row)) return false;
    entities.write(out, *row);
    return true;
}

} // namespace notifications
