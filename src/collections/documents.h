#pragma once

#include "base/json.h"
#include "collections/collection.h"
#include "db/db.h"
#include "federation/documents.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// Our collections as other servers see them. https://w3id.org/fep/7aa9
namespace collections {

// Somebody who is in a collection and has agreed to it.
struct Member {
    Item item;
    std::string uri;        // Of the actor.
    std::string actor_type; // "Person"
    bool is_local = true;
};

// Those of a page: in two statements, whatever their number.
class CollectionDocuments {
public:
    CollectionDocuments(db::Tx& tx, std::vector<Collection> collections);

    void write(json::Writer& out, CollectionId id, federation::Place place) const;
    // Null when it is not in it, or not accepted.
    const Member* find_member(CollectionId id, ItemId item) const;
    void write_item(json::Writer& out, CollectionId id, const Member& member, federation::Place place) const;

private:
    struct Shown {
        Collection collection;
        std::string owner; // The actor's address.
        std::vector<Member> members;
    };
    const base::Config& config_;
    std::unordered_map<CollectionId, Shown> collections_;
};

// What one of ours gives a collection that they are in.
struct Authorization {
    std::string uri, member, collection;
};
void write_authorization(json::Writer& out, const Authorization& authorization, federation::Place place);

} // namespace collections
