#include "federation/origins.h"
#include "federation/reading.h"
#include "statuses/featured.h"
#include "statuses/fetching.h"
#include "statuses/hashtags.h"
#include "statuses/lookup.h"
#include "statuses/statuses_federation.h"
#include "tags/featured.h"

// What people elsewhere put at the top of their profiles.
namespace statuses {

namespace {

bool is_featured_of_actor(db::Tx& tx, const Activity& activity) {
    auto rows = tx.query("select featured_url from remote_actors where account_id = $1", {activity.actor.id});
    const std::string target = federation::id_in(activity.document, "target");
    return rows.next() && !target.empty() && rows.text(0) == target;
}

std::optional<tags::Tag> tag_in(db::Tx& tx, const Activity& activity) {
    const auto* object = activity.object();
    return object ? hashtag_of(tx, *object) : std::nullopt;
}

} // namespace

Result<> receive_add(db::Tx& tx, const Activity& add) {
    if (!is_featured_of_actor(tx, add)) return base::not_found();
    if (const auto tag = tag_in(tx, add)) {
        TRY(tags::feature_tag(tx, add.actor.id, *tag));
        return {};
    }
    const auto status = find_by_uri(tx, add.object_id());
    if (!status) return base::not_found();
    pin_remote(tx, add.actor.id, *status);
    return {};
}

bool must_fetch_for_add(db::Tx& tx, const Activity& add) {
    return is_featured_of_actor(tx, add) && add.is_about_own() && add.object_type() != "Hashtag"
           && !find_by_uri(tx, add.object_id());
}

void fetch_for_add(federation::Errand& errand, Activity& add) { (void)fetch_status(errand, add.object_id()); }

Result<> receive_remove(db::Tx& tx, const Activity& remove) {
    if (!is_featured_of_actor(tx, remove)) return base::not_found();
    if (const auto tag = tag_in(tx, remove)) {
        tags::unfeature_tag(tx, remove.actor.id, tag->id);
        return {};
    }
    const auto status = find_by_uri(tx, remove.object_id());
    if (status) unpin_remote(tx, remove.actor.id, *status);
    return {};
}

} // namespace statuses
