#include "federation/collections.h"

namespace federation {

void write_collection(json::Writer& out, const Collection& collection, Place place) {
    out.begin_object();
    write_context(out, place, kPlainContext);
    out.field("id", collection.id);
    out.field("type", collection.order == Order::Newest ? "OrderedCollection" : "Collection");
    if (collection.total_items) out.field("totalItems", *collection.total_items);
    if (!collection.first.empty()) out.field("first", collection.first);
    if (!collection.last.empty()) out.field("last", collection.last);
    out.end_object();
}

} // namespace federation
