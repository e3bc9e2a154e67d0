#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "base/result.h"
#include "db/db.h"
#include "federation/documents.h"
#include "statuses/status.h"

#include <string>
#include <string_view>
#include <vector>

// A conversation that began here, whole, for other servers: what `context` of its posts leads to.
// https://w3id.org/fep/7888
namespace statuses {

// By who began it, and with which post.
std::string thread_uri(std::string_view web_url, AccountId author, StatusId first);

struct Thread {
    std::string uri;
    std::string author; // The address of who began it.
    StatusId first;
};
// By the last part of its address, "12-34". Errors: NotFound unless its first post is one of ours that is for everybody
// and `reader` may see; Forbidden while its author is suspended.
Result<Thread> find_thread(db::Tx& tx, std::string_view key, const accounts::Account& reader);

struct ThreadPage {
    StatusId after = {};           // Only above this.
    std::vector<std::string> uris; // The oldest first.
    StatusId last = {};            // 0: nothing follows.
};
// Public and unlisted posts of anybody, at most 60.
ThreadPage thread_page(db::Tx& tx, const Thread& thread, StatusId after);

// The Collection with its first page; that of its items alone; and one page of them.
void write_thread(json::Writer& out, const Thread& thread, const ThreadPage& first);
void write_thread_items(json::Writer& out, const Thread& thread, const ThreadPage& first);
void write_thread_page(json::Writer& out, const Thread& thread, const ThreadPage& page,
                       federation::Place place = federation::Place::Alone);

} // namespace statuses
