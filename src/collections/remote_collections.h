#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "base/result.h"
#include "collections/collection.h"
#include "db/db.h"
#include "jobs/jobs.h"

#include <string>
#include <string_view>
#include <vector>

// Collections of other servers. A server speaks for its own people's collections, and for nobody who is in them: each
// of these is asked at their own server whether they have agreed.
namespace collections {

// What the document of an item says.
struct RemoteItem {
    std::string uri, featured, authorization;
};
// The document of an item; NotFound for something else, and for what is not on `host_of`'s host.
Result<RemoteItem> read_item(const json::Object& document, std::string_view host_of);

// What the document of a collection says, cleaned and within the limits.
struct RemoteCollection {
    std::string uri, url, owner, name, description, language, tag;
    bool is_sensitive = false, is_discoverable = true;
    std::vector<RemoteItem> items;
    bool lists_items = false; // All of them stand in it.
};
// Errors: Invalid for what is none, or has no name, or is on another host than its owner.
Result<RemoteCollection> read_collection(const json::Object& document);

// Makes what we know of a collection of `owner` say what `document` says; a new one is kept. Who is not in it any more
// is taken out, and who is new is asked for in the job `keep_collection_items`.
// Effects: those of our people who are in it hear of a change.
// Errors: Forbidden for somebody else's; Gone for one that was deleted; TooMany when its owner has very many.
Result<Collection> keep_collection(db::Tx& tx, const accounts::Account& owner, const RemoteCollection& document);
// One more item of a collection that is here: the same for it alone.
void keep_item(db::Tx& tx, const Collection& collection, const RemoteItem& item);

// The job "keep_collection_items" {"collection_id", "items": [[uri, featured, authorization], …] as text}.
void keep_collection_items(const jobs::Arguments& arguments, db::Database& database);
// The job "fetch_collections" {"account_id"}: those that somebody elsewhere shows.
void fetch_collections(const jobs::Arguments& arguments, db::Database& database);

} // namespace collections
