#include "statuses/statuses_federation.h"

#include "federation/actors.h"
#include "federation/bearcaps.h"
#include "federation/emojis.h"
#include "federation/fetch.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "federation/tombstones.h"
#include "statuses/deletion.h"
#include "statuses/forwarding.h"
#include "statuses/late_mentions.h"
#include "statuses/lookup.h"
#include "statuses/poll_votes.h"
#include "statuses/remote_statuses.h"
#include "statuses/visibility.h"

#include <algorithm>

namespace statuses {

namespace {

constexpr std::size_t kMaxFetchedMentions = 10;

// The post that an activity carries, which its actor must have written.
Result<Note> note_of(const Activity& activity) {
    const auto* object = activity.object();
    if (!object) return base::invalid("the object was not sent along");
    Note note = TRY(read_note(*object));
    if (note.author != activity.actor_uri) return base::forbidden("the post is somebody else's");
    return note;
}

// It is kept when it came to one of ours, or concerns us anyway.
Arrival arrival_of(const Activity& activity) {
    return {.is_live = activity.is_live,
            .is_delivered = activity.is_live,
            .inbox_account = activity.inbox_account,
            .must_concern_us = !activity.inbox_account};
}

// Whether it stands where the actor's host puts it: an id elsewhere would speak for another server.
Result<> check_origin(const Activity& activity) {
    if (activity.is_about_own()) return {};
    return base::forbidden("the object is not of the actor's host");
}

// The poll of ours that a note answers, when the note is a choice and no post.
struct Voted {
    StatusId status;
    PollId poll;
};
std::optional<Voted> voted_poll(db::Tx& tx, const Note& note) {
    if (note.title.empty() || note.parent.empty() || !note.content.empty()) return std::nullopt;
    const auto status = find_by_uri(tx, note.parent);
    if (!status) return std::nullopt;
    const auto poll = tx.query_integer("select poll_id from statuses where id = $1 and is_local", {*status});
    return poll ? std::optional(Voted{.status = *status, .poll = PollId{*poll}}) : std::nullopt;
}

bool wants(db::Tx& tx, const Activity& activity, const Note& note) {
    return activity.inbox_account || concerns_us(tx, activity.actor, note);
}

// Nearly always all who are mentioned are known: what else there is to ask costs more.
bool mentions_unknown(db::Tx& tx, const Activity& activity) {
    const auto mentioned = mentioned_in(*activity.object());
    return !mentioned.empty() && !unknown_accounts(tx, mentioned).empty();
}

void fetch_mentioned(federation::Errand& errand, Activity& activity) {
    const auto note = note_of(activity);
    if (!note) return;
    std::vector<std::string> unknown;
    errand.database().read([&](db::Tx& tx) { unknown = unknown_accounts(tx, note->mentioned); });
    if (unknown.size() > kMaxFetchedMentions) unknown.resize(kMaxFetchedMentions);
    activity.unanswered.clear();
    for (const auto& uri : unknown) { // Who is not found is not mentioned.
        const auto found = federation::fetch_actor(errand, uri);
        const bool may_answer_later = !found && found.error().refusal == base::Refusal::Unavailable;
        if (may_answer_later) activity.unanswered.push_back(uri);
    }
}

// Counts of a poll come as Updates, too, and often: only what says something new has whom it names looked for.
bool is_edit(db::Tx& tx, StatusId id, const Note& note) {
    return note.updated
           && tx.query_integer("select 1 from statuses where id = $1 and coalesce(edited_at, created_at) < $2",
                               {id, *note.updated});
}

Result<> keep_post(db::Tx& tx, const Activity& activity, const Note& note) {
    const auto id = TRY(create_remote(tx, activity.actor, note, arrival_of(activity)));
    federation::keep_emojis(tx, activity.actor.domain, *activity.object());
    look_again_for_mentioned(tx, id, activity.unanswered);
    if (is_ours(tx.config(), note.parent)) pass_on(tx, activity, who_is_answered(tx, activity, id));
    return {};
}

} // namespace

Result<> receive_create(db::Tx& tx, const Activity& activity) {
    TRY(check_origin(activity));
    const Note note = TRY(note_of(activity));
    if (const auto voted = voted_poll(tx, note)) {
        TRY(find_visible(tx, voted->status, activity.actor)); // Who may not see a poll has no voice in it.
        return vote_for(tx, activity.actor, voted->poll, note.title);
    }
    return keep_post(tx, activity, note);
}

bool must_fetch_for_create(db::Tx& tx, const Activity& activity) {
    if (!activity.object()) {
        return activity.is_about_own() && !find_by_uri(tx, federation::address_of(activity.object_id()));
    }
    if (!mentions_unknown(tx, activity)) return false;
    const auto note = note_of(activity);
    return note && !find_by_uri(tx, note->uri) && wants(tx, activity, *note);
}

void fetch_for_create(federation::Errand& errand, Activity& activity) {
    if (!activity.object()) federation::fetch_object(errand, activity);
    fetch_mentioned(errand, activity);
}

bool must_fetch_for_update(db::Tx& tx, const Activity& activity) {
    if (!activity.object()) return activity.is_about_own();
    if (!mentions_unknown(tx, activity)) return false;
    const auto note = note_of(activity);
    if (!note) return false;
    const auto id = find_by_uri(tx, note->uri);
    return id ? is_edit(tx, *id, *note) : wants(tx, activity, *note);
}

void fetch_for_update(federation::Errand& errand, Activity& activity) {
    if (!activity.object()) federation::fetch_object(errand, activity);
    fetch_mentioned(errand, activity);
}

Result<> receive_update(db::Tx& tx, const Activity& activity) {
    constexpr std::chrono::hours kWorthCreating{24};
    TRY(check_origin(activity));
    const Note note = TRY(note_of(activity));
    if (const auto id = find_by_uri(tx, note.uri)) {
        TRY(update_remote(tx, activity.actor, note));
        federation::keep_emojis(tx, activity.actor.domain, *activity.object());
        look_again_for_mentioned(tx, *id, activity.unanswered);
        pass_on(tx, activity, who_showed(tx, activity, *id));
        return {};
    }
    const bool is_worth_creating = note.published >= tx.now() - kWorthCreating && !activity.actor.is_suspended;
    if (!is_worth_creating) return base::not_found();
    return keep_post(tx, activity, note);
}

Result<> receive_delete(db::Tx& tx, const Activity& activity) {
    TRY(check_origin(activity));
    const std::string uri = activity.object_id();
    const auto id = find_by_uri(tx, uri);
    if (!id && receive_delete_quote_authorization(tx, activity)) return {};
    const auto showed = id ? who_showed(tx, activity, *id) : std::vector<AccountId>();
    if (id) TRY(delete_status(tx, activity.actor, *id)); // NotFound: somebody else's.
    federation::bury(tx, uri, id ? "" : activity.actor_uri);
    pass_on(tx, activity, showed);
    return {};
}

} // namespace statuses
