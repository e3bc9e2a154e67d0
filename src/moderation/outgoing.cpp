#include "moderation/outgoing.h"

#include "federation/addresses.h"
#include "federation/audience.h"
#include "federation/composing.h"
#include "federation/delivery.h"
#include "federation/keys.h"

#include <string>

namespace moderation {

namespace {

void write_uris(json::Writer& out, db::Tx& tx, std::span<const StatusId> statuses) {
    auto rows = tx.query(R"(
        select s.uri from ids($1) l join statuses s on s.id = l.value where s.uri is not null)", {statuses});
    while (rows.next()) out.value(rows.text(0));
}

} // namespace

// Its id is chance: the report's own would say when somebody reported.
void send_report(db::Tx& tx, AccountId target, std::span<const StatusId> statuses, std::string_view comment) {
    const auto recipient = federation::find_correspondent(tx, target);
    if (!recipient) return;
    const std::string actor = federation::instance_actor_uri(tx.config());
    const std::string id = actor + "#flags/" + tx.random().token(16);
    federation::deliver(tx, federation::kInstanceActor,
                        federation::compose({.id = id, .type = "Flag", .actor = actor},
                                            [&](json::Writer& out) {
                                                out.field("to", recipient->uri);
                                                out.field("content", comment);
                                                out.key("object");
                                                out.begin_array();
                                                out.value(recipient->uri);
                                                write_uris(out, tx, statuses);
                                                out.end_array();
                                            }),
                        std::span(&recipient->inbox, 1));
}

} // namespace moderation
