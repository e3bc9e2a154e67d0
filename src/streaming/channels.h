#pragma once

#include "base/feed_store.h"
#include "base/ids.h"
#include "base/result.h"
#include "db/db.h"
#include "http/scopes.h"

#include <string>
#include <string_view>
#include <vector>

// The streams that clients ask for by name, and the channels on which events are published.
// https://docs.joinmastodon.org/methods/streaming/#streams
namespace streaming {

// What a client asked for.
struct StreamName {
    std::string name; // "user", "public:local", "hashtag", …
    std::string tag;  // As the client wrote it: it is told the same.
    std::string list = {};
};

// What that means for one account.
struct Stream {
    std::string label;                 // The JSON array that frames carry: ["hashtag","東京"].
    std::vector<std::string> channels; // Of base::Event.
    bool is_open_to_all = false;       // Public and hashtag channels: what is hidden from the viewer is left out.
    ListId list = {};                  // For the owner of this list alone: ask owns_list first.
};

// Errors: BadRequest for an unknown name or a missing tag or list, Unauthorized when the scopes do not reach.
Result<Stream> resolve(const StreamName& wanted, AccountId account, http::Scope scopes);

bool owns_list(db::Tx& tx, AccountId account, ListId list);
// What those are told who do not.
base::Error not_your_list();

// "/api/v1/streaming/public/local" with only_media to "public:local:media"; empty when it is none of ours.
std::string stream_of_path(std::string_view path, bool only_media);

} // namespace streaming
