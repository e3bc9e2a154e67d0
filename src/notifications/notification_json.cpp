#include "notifications/notification_json.h"

#include "accounts/account_json.h"
#include "moderation/report_json.h"
#include "relationships/severance_json.h"
#include "statuses/status_json.h"

namespace notifications {

namespace {

// The accounts and statuses that a page of notifications shows.
class Entities {
public:
    Entities(db::Tx& tx, std::span<const Row> rows, const accounts::Account& reader)
        : accounts_(tx, senders(rows)),
          statuses_(tx, subjects(rows), reader),
          reports_(tx, reports(rows)),
          severances_(tx, severances(rows)) {}

    // Nothing to show: the sender, the report or the event is gone, or the status is not for the reader any more.
    bool shows(const Row& row) const {
        return accounts_.has(row.from) && (!row.status || statuses_.shows(*row.status))
               && (!row.report || reports_.has(row.report)) && (!row.severance || severances_.has(row.severance));
    }

    void write(json::Writer& out, const Row& row) const {
        out.begin_object();
        out.field("id", row.id);
        out.field("type", row.type);
        out.field("created_at", row.created_at);
        out.field("group_key", row.shown_key());
        if (row.is_filtered) out.field("filtered", true);
        out.key("account");
        accounts_.write(out, row.from);
        if (row.status) {
            out.key("status");
            statuses_.write(out, *row.status);
        }
        if (row.report) {
            out.key("report");
            reports_.write(out, row.report);
        }
        if (row.severance) {
            out.key("event");
            severances_.write(out, row.severance);
        }
        out.end_object();
    }

private:
    static std::vector<AccountId> senders(std::span<const Row> rows) {
        std::vector<AccountId> ids;
        for (const Row& row : rows) ids.push_back(row.from);
        return ids;
    }
    static std::vector<StatusId> subjects(std::span<const Row> rows) {
        std::vector<StatusId> ids;
        for (const Row& row : rows) {
            if (row.status) ids.push_back(*row.status);
        }
        return ids;
    }

    static std::vector<moderation::ReportId> reports(std::span<const Row> rows) {
        std::vector<moderation::ReportId> ids;
        for (const Row& row : rows) {
            if (row.report) ids.push_back(row.report);
        }
        return ids;
    }

    static std::vector<relationships::SeveranceId> severances(std::span<const Row> rows) {
        std::vector<relationships::SeveranceId> ids;
        for (const Row& row : rows) {
            if (row.severance) ids.push_back(row.severance);
        }
        return ids;
    }

    accounts::AccountEntities accounts_;
    statuses::StatusEntities statuses_;
    moderation::ReportEntities reports_;
    relationships::SeveranceEntities severances_;
};

} // namespace

void write_notifications(json::Writer& out, db::Tx& tx, std::span<const Row> rows, const accounts::Account& reader) {
    const Entities entities(tx, rows, reader);
    out.begin_array();
    for (const Row& row : rows) {
        if (entities.shows(row)) entities.write(out, row);
    }
    out.end_array();
}

bool write_notification(json::Writer& out, db::Tx& tx, NotificationId id, const accounts::Account& reader) {
    const auto row = find(tx, reader.id, id);
    if (!row) return false;
    const Entities entities(tx, std::span(&*row, 1), reader);
    if (!entities.shows(*row)) return false;
    entities.write(out, *row);
    return true;
}

} // namespace notifications
