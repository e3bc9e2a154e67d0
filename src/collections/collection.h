#pragma once

#include "base/clock.h"
#include "base/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Collections: people whom somebody recommends to others. Everybody in one has agreed to it, and may leave it.
// https://w3id.org/fep/7aa9
namespace collections {

using CollectionId = base::Id<struct CollectionTag>;
using ItemId = base::Id<struct CollectionItemTag>;

struct Collection {
    CollectionId id = {};
    AccountId owner = {};
    std::string name;
    std::string description; // As written; of other servers, safe HTML.
    std::optional<std::string> language;
    bool is_sensitive = false;
    bool is_discoverable = true; // By search and the like; it can be read by everybody in any case.
    TagId tag = {};              // 0: none.
    std::string tag_name;
    std::string uri; // Empty: ours.
    std::string url;
    base::Time created_at{};
    base::Time updated_at{};

    bool is_local() const { return uri.empty(); }
};

// What somebody who was put into a collection says to it, as kept in the database.
enum class ItemState : std::uint8_t { Pending = 0, Accepted = 1, Rejected = 2, Revoked = 3 };
std::string_view to_string(ItemState state);

struct Item {
    ItemId id = {};
    CollectionId collection = {};
    AccountId account = {};
    ItemState state = ItemState::Pending;
    std::string uri = {};          // Of items from elsewhere.
    std::string request_uri = {};  // Empty: nobody was asked.
    std::string approval_uri = {}; // Empty: no other server has accepted it.
    base::Time created_at{};
};

} // namespace collections
