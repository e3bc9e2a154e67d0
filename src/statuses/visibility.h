#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"
#include "relationships/relationships.h"
#include "statuses/status.h"

#include <string_view>

// Who may see a status, and who wants to: decided here and nowhere else.
namespace statuses {

// What is known between one viewer and one status.
struct Audience {
    bool is_author = false;
    bool is_mentioned = false;
    bool author_is_suspended = false;
    bool author_is_limited = false;
    relationships::Relation author; // The viewer's relation to the author.
};

// Public and unlisted: everybody but those whom the author, or the author by their domain, blocks. Private: followers
// and the mentioned. Direct: the mentioned. One's own: always. Nobody sees what a suspended account wrote.
bool may_see(Visibility visibility, const Audience& audience);

// Whether it belongs in a list that the viewer did not ask for by name: not from those whom, or whose domain, they
// block or mute.
inline bool wants_to_see(const Audience& audience) {
    return !audience.author.blocks && !audience.author.mutes && !audience.author.blocks_domain;
}

// The same for the posts around one: not from limited people either, unless the viewer wrote it or follows them.
inline bool wants_to_see_in_thread(const Audience& audience) {
    return wants_to_see(audience) && (!audience.author_is_limited || audience.is_author || audience.author.follows);
}

// NotFound if there is none, or `viewer` may not see it. A boost is seen when its original is.
Result<Status> find_visible(db::Tx& tx, StatusId id, const accounts::Account& viewer);
// The same, and of a boost its original: what a favourite, a bookmark or another boost is about.
Result<Status> find_visible_original(db::Tx& tx, StatusId id, const accounts::Account& viewer);
// The same for what one of ours wants to favourite or boost: Forbidden when they block its author.
Result<Status> find_to_react_to(db::Tx& tx, StatusId id, const accounts::Account& account);
// The same for what somebody elsewhere says, by the activity `activity_uri`, to have done to the post `uri`: all that
// must be known of it, by one statement. NotFound when there is no such post.
struct Reaction {
    Status original;
    bool is_visible = false;       // To the actor.
    bool may_be_overtaken = false; // federation::was_overtaken() knows.
    bool is_by_relay = false;
};
Result<Reaction> find_reaction(db::Tx& tx, std::string_view uri, AccountId actor, std::string_view activity_uri);
// For taking back: one's own favourite may be of a status that one may no longer see, so it need only be there.
// NotFound when `viewer` neither sees it nor has favourited, bookmarked or boosted it.
Result<Status> find_original_to_leave(db::Tx& tx, StatusId id, const accounts::Account& viewer);

} // namespace statuses
