#include "notifications/requests_json.h"

#include "statuses/status_json.h"

namespace notifications {

namespace {

class RequestEntities {
public:
    RequestEntities(db::Tx& tx, std::span<const Asking> all, const accounts::Account& reader)
        : statuses_(tx, last_statuses(all), reader, people(all)) {}

    void write(json::Writer& out, const Asking& asking) const {
        out.begin_object();
        out.field("id", asking.id);
        out.field("created_at", asking.created_at);
        out.field("updated_at", asking.updated_at);
        out.field("notifications_count", std::to_string(asking.count)); // A text, as Mastodon has it.
        out.key("account");
        statuses_.accounts().write(out, asking.from);
        out.key("last_status");
        statuses_.shows(asking.last_status) ? statuses_.write(out, asking.last_status) : out.null();
        out.end_object();
    }

private:
    static std::vector<AccountId> people(std::span<const Asking> all) {
        std::vector<AccountId> ids;
        for (const Asking& asking : all) ids.push_back(asking.from);
        return ids;
    }
    static std::vector<StatusId> last_statuses(std::span<const Asking> all) {
        std::vector<StatusId> ids;
        for (const Asking& asking : all) ids.push_back(asking.last_status);
        return ids;
    }

    statuses::StatusEntities statuses_;
};

} // namespace

void write_requests(json::Writer& out, db::Tx& tx, std::span<const Asking> all, const accounts::Account& reader) {
    const RequestEntities entities(tx, all, reader);
    out.begin_array();
    for (const Asking& asking : all) entities.write(out, asking);
    out.end_array();
}

void write_request(json::Writer& out, db::Tx& tx, const Asking& asking, const accounts::Account& reader) {
    RequestEntities(tx, std::span(&asking, 1), reader).write(out, asking);
}

} // namespace notifications
