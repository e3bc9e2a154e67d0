#include "relationships/severance_json.h"

namespace relationships {

SeveranceEntities::SeveranceEntities(db::Tx& tx, std::span<const SeveranceId> ids) {
    for (Severance& one : find_severances(tx, ids)) severances_.emplace(one.id, std::move(one));
}

void SeveranceEntities::write(json::Writer& out, SeveranceId id) const {
    const Severance& one = severances_.at(id);
    out.begin_object();
    out.field("id", one.id);
    out.field("type", one.event.kind == SeveranceKind::DomainBlock ? "domain_block" : "user_domain_block");
    out.field("purged", true); // How many they were is kept, and not who.
    out.field("target_name", one.event.target);
    out.field("followers_count", one.followers);
    out.field("following_count", one.following);
    out.field("created_at", one.event.occurred_at);
    out.end_object();
}

} // namespace relationships
