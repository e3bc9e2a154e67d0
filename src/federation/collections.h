#pragma once

#include "base/json.h"
#include "federation/context_json.h"
#include "federation/documents.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Collections, whole and in pages. https://www.w3.org/TR/activitystreams-core/#collections
namespace federation {

enum class Order { None, Newest }; // Collection, OrderedCollection

struct Collection {
    std::string id;
    Order order = Order::Newest;
    std::optional<std::int64_t> total_items = {}; // Empty: not said.
    std::string first = {}, last = {};            // Pages; empty: not said.
};

// Of a collection that is read page by page, or not at all.
void write_collection(json::Writer& out, const Collection& collection, Place place = Place::Alone);

// One that stands whole in its document: `write_items` writes the values. The context says what they are made of.
template <typename WriteItems>
void write_whole_collection(json::Writer& out, const Collection& collection, std::int64_t total_items,
                            std::string_view context, WriteItems&& write_items) {
    const bool is_ordered = collection.order == Order::Newest;
    out.begin_object();
    out.raw_field("@context", context);
    out.field("id", collection.id);
    out.field("type", is_ordered ? "OrderedCollection" : "Collection");
    out.field("totalItems", total_items);
    is_ordered ? out.key("orderedItems") : out.key("items");
    out.begin_array();
    write_items();
    out.end_array();
    out.end_object();
}

struct CollectionPage {
    std::string id;
    std::string part_of;
    Order order = Order::Newest;
    std::string next = {}, prev = {}; // Empty: there is none.
};

template <typename WriteItems>
void write_page(json::Writer& out, const CollectionPage& page, Place place, std::string_view context,
                WriteItems&& write_items) {
    const bool is_ordered = page.order == Order::Newest;
    out.begin_object();
    write_context(out, place, context);
    out.field("id", page.id);
    out.field("type", is_ordered ? "OrderedCollectionPage" : "CollectionPage");
    out.field("partOf", page.part_of);
    if (!page.next.empty()) out.field("next", page.next);
    if (!page.prev.empty()) out.field("prev", page.prev);
    is_ordered ? out.key("orderedItems") : out.key("items");
    out.begin_array();
    write_items();
    out.end_array();
    out.end_object();
}

} // namespace federation
