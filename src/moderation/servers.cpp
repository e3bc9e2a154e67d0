#include "moderation/servers.h"

#include "accounts/accounts.h"
#include "accounts/domains.h"
#include "federation/delivery_queue.h"
#include "jobs/jobs.h"
#include "relationships/domain_blocks.h"

#include <algorithm>

namespace moderation {

std::vector<std::string> known_servers_under(db::Tx& tx, std::string_view domain) {
    auto servers = accounts::domains(tx, {.is_below = domain});
    servers.emplace(servers.begin(), domain);
    return servers;
}

void forget_emojis(db::Tx& tx, std::string_view server) {
    tx.exec("delete from custom_emojis where domain = $1", {server});
}

void forget_deliveries(db::Tx& tx, std::string_view server) {
    federation::remove_done_documents(tx, federation::remove_of_host(tx, server));
}

Result<Purge> plan_purge(db::Tx& tx, std::string_view text, Below below) {
    const auto domain = TRY(relationships::parse_domain(text));
    if (accounts::is_our_domain(tx.config(), domain)) return base::invalid(domain + " is this server");
    Purge purge;
    purge.servers = below == Below::Included ? known_servers_under(tx, domain) : std::vector<std::string>{domain};
    purge.accounts = tx.query_integer(R"(
        select count(*) from texts($1) l join accounts a on a.domain = l.value)", {purge.servers}).value_or(0);
    return purge;
}

void purge(db::Tx& tx, const Purge& purge) {
    for (const auto& server : purge.servers) {
        forget_emojis(tx, server);
        forget_deliveries(tx, server);
        tx.exec("delete from federation_hosts where host = $1", {server});
        jobs::enqueue(tx, "purge_server", {{"domain", server}, {"at", 0}, {"server", server}, {"after", 0}});
    }
}

} // namespace moderation
