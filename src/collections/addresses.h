#pragma once

#include "collections/collection.h"
#include "federation/addresses.h"

#include <optional>
#include <string>
#include <string_view>

// What collections and what is in them are called by other servers.
namespace collections {

inline std::string uri_of(const base::Config& config, const Collection& collection) {
    if (!collection.is_local()) return collection.uri;
    return federation::numbered_url(config, collection.owner, "/collections/" + to_string(collection.id));
}
// Which one of ours is called that; whether it is there is not looked at.
std::optional<CollectionId> parse_our_uri(const base::Config& config, std::string_view uri);
// Where people read one of ours.
inline std::string page_of(const base::Config& config, const Collection& collection) {
    return config.web_url() + "/collections/" + to_string(collection.id);
}

inline std::string uri_of(const base::Config& config, const Collection& collection, const Item& item) {
    if (!collection.is_local()) return item.uri;
    return federation::numbered_url(config, collection.owner, "/collection_items/" + to_string(item.id));
}

// That one of ours lets a collection recommend them.
inline std::string authorization_uri(const base::Config& config, const Item& item) {
    return federation::numbered_url(config, item.account, "/feature_authorizations/" + to_string(item.id));
}

// Of the request to somebody elsewhere to be in a collection of ours.
inline std::string request_uri(const base::Config& config, const Collection& collection, ItemId item) {
    return federation::numbered_url(config, collection.owner, "/feature_requests/" + to_string(item));
}

} // namespace collections
