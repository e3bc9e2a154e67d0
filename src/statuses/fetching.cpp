#include "statuses/fetching.h"

#include "accounts/accounts.h"
#include "accounts/remote_accounts.h"
#include "federation/actors.h"
#include "federation/emojis.h"
#include "federation/fetch.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "federation/tombstones.h"
#include "statuses/lookup.h"
#include "statuses/remote_statuses.h"

namespace statuses {

namespace {

struct Known {
    std::optional<StatusId> id;
    bool is_buried = false;
};
Known find_known(federation::Errand& errand, std::string_view uri) {
    Known known;
    errand.database().read(
        [&](db::Tx& tx) { known = {.id = find_by_uri(tx, uri), .is_buried = federation::is_buried(tx, uri)}; });
    return known;
}

// The id may be that of what made the post: its Create. Of a post within it speaks for its own host alone.
Result<const json::Object*> post_in(const json::Object& document) {
    const auto* object = federation::is_a(document, "Create") ? federation::object_in(document, "object") : nullptr;
    if (!object) return &document;
    const bool is_own = federation::is_same_host(federation::id_of(*object), federation::id_of(document))
                        && federation::id_in(*object, "attributedTo") == federation::id_in(document, "actor");
    if (!is_own) return base::forbidden("the post is somebody else's");
    return object;
}

Result<StatusId> keep_or_update(db::Tx& tx, const accounts::Account& author, const Note& note, const Arrival& arrival) {
    const auto known = find_by_uri(tx, note.uri);
    if (!known) return create_remote(tx, author, note, arrival);
    TRY(update_remote(tx, author, note));
    return *known;
}

Result<StatusId> keep(federation::Errand& errand, const json::Object& document, const Arrival& arrival) {
    const auto& object = *TRY(post_in(document));
    const Note note = TRY(read_note(object));
    const auto author_id = TRY(federation::find_or_fetch_actor(errand, note.author));

    Result<StatusId> kept = base::not_found();
    errand.database().run(db::Access::Write, [&](db::Tx& tx) {
        if (accounts::uri_of(tx, author_id) != note.author) return false; // The address led on to somebody else.
        const auto author = accounts::find(tx, author_id);
        if (!author || author->is_suspended || author->is_local()) return false;
        kept = keep_or_update(tx, *author, note, arrival);
        if (kept) federation::keep_emojis(tx, author->domain, object);
        return kept.has_value();
    });
    return kept;
}

Result<StatusId> fetch(federation::Errand& errand, std::string_view uri, const Arrival& arrival) {
    const auto known = find_known(errand, uri);
    if (known.id) return *known.id;
    if (known.is_buried) return base::refuse(base::Refusal::Gone, "the post was deleted");
    return keep(errand, TRY(federation::fetch_document(errand, uri)), arrival);
}

} // namespace

Result<StatusId> keep_fetched(federation::Errand& errand, const json::Object& document, int depth) {
    return keep(errand, document, {.is_live = false, .depth = depth});
}

Result<StatusId> fetch_status(federation::Errand& errand, std::string_view uri, int depth) {
    return fetch(errand, uri, {.is_live = false, .depth = depth});
}

Result<StatusId> fetch_new_status(federation::Errand& errand, std::string_view uri) { return fetch(errand, uri, {}); }

Result<StatusId> fetch_passed_on(federation::Errand& errand, std::string_view uri) {
    return fetch(errand, uri, {.must_concern_us = true});
}

} // namespace statuses
