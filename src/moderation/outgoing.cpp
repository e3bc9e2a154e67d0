#include "moderation/outgoing.h"

#include "accounts/accounts.h"
#include "federation/addresses.h"
#include "federation/audience.h"
#include "federation/composing.h"
#include "federation/delivery.h"
#include "federation/keys.h"
#include "federation/origins.h"

#include <algorithm>
#include <string>

namespace moderation {

namespace {

void write_uris(json::Writer& out, db::Tx& tx, std::span<const StatusId> statuses) {
    auto rows = tx.query(R"(
        select s.uri from ids($1) l join statuses s on s.id = l.value where s.uri is not null)", {statuses});
    while (rows.next()) out.value(rows.text(0));
}

void write_uris(json::Writer& out, db::Tx& tx, std::span<const collections::CollectionId> collections) {
    auto rows = tx.query(R"(
        select c.uri from ids($1) l join collections c on c.id = l.value where c.uri is not null)", {collections});
    while (rows.next()) out.value(rows.text(0));
}

// Where they are told who were answered, when these are of `domains`.
std::vector<std::string> inboxes_of_answered(db::Tx& tx, std::span<const StatusId> statuses,
                                             const std::vector<std::string>& domains) {
    return federation::distinct_inboxes(tx.query(R"(
        select r.delivery_inbox_url
        from ids($1) l join statuses s on s.id = l.value
        join accounts a on a.id = s.in_reply_to_account_id
        join remote_actors r on r.account_id = a.id
        where a.suspended_at is null and a.domain in (select value from texts($2)))", {statuses, domains}));
}

std::vector<std::string> inboxes_for(db::Tx& tx, const OutgoingReport& report, const std::string& target_inbox,
                                     const std::optional<std::vector<std::string>>& domains) {
    if (!domains) return {target_inbox};
    auto inboxes = inboxes_of_answered(tx, report.statuses, *domains);
    const auto target = accounts::find(tx, report.target);
    // Once is enough for the server that the target is on.
    std::erase_if(inboxes, [&](const auto& inbox) { return federation::is_same_host(inbox, target_inbox); });
    if (std::ranges::find(*domains, target->domain) != domains->end()) inboxes.push_back(target_inbox);
    return inboxes;
}

} // namespace

// Its id is chance: the report's own would say when somebody reported.
void send_report(db::Tx& tx, const OutgoingReport& report, const std::optional<std::vector<std::string>>& domains) {
    const auto target = federation::find_correspondent(tx, report.target);
    if (!target) return;
    const std::string actor = federation::instance_actor_uri(tx.config());
    const std::string id = actor + "#flags/" + tx.random().token(16);
    const auto document = federation::compose({.id = id, .type = "Flag", .actor = actor}, [&](json::Writer& out) {
        out.field("to", target->uri);
        out.field("content", report.comment);
        out.key("object");
        out.begin_array();
        out.value(target->uri);
        write_uris(out, tx, report.statuses);
        if (!report.collections.empty()) write_uris(out, tx, report.collections);
        out.end_array();
    });
    federation::deliver(tx, federation::kInstanceActor, document, inboxes_for(tx, report, target->inbox, domains));
}

} // namespace moderation
