#include "collections/paged_items.h"

#include "federation/fetch.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "instance/limits.h"

#include <algorithm>
#include <optional>

namespace collections {

namespace {

constexpr int kMaxItemPages = 10;
constexpr std::size_t kMaxItems = instance::limits::kRemoteCollectionItems;

// Null when it has none.
const json::Array* list_in(const json::Object& page) {
    for (const char* name : {"orderedItems", "items"}) {
        const auto* list = page.if_contains(name);
        if (list && list->is_array()) return &list->get_array();
    }
    return nullptr;
}

bool is_passing(const base::Error& error) {
    return error.refusal != base::Refusal::NotFound && error.refusal != base::Refusal::Gone;
}

// What is gathered of one collection; false from any of these: it is not whole.
class Gathering {
public:
    Gathering(federation::Errand& errand, std::string home) : errand_(errand), home_(std::move(home)) {}

    bool take(const json::Object& page) {
        const auto* list = list_in(page);
        if (!list) return true;
        return std::ranges::all_of(*list, [&](const json::Value& item) { return is_full() || take_item(item); });
    }

    // The page, and those behind it.
    bool take_pages(json::Object page) {
        for (int pages = 1; take(page); ++pages) {
            const std::string next = federation::id_in(page, "next");
            if (next.empty() || is_full() || pages == kMaxItemPages) return true;
            auto fetched = fetch(next);
            if (!fetched) return false;
            page = *std::move(fetched);
        }
        return false;
    }

    std::optional<json::Object> fetch(const std::string& id) {
        if (!federation::is_same_host(id, home_)) return std::nullopt;
        auto document = federation::fetch_document(errand_, id);
        return document ? std::optional(*std::move(document)) : std::nullopt;
    }

    json::Array items() && { return std::move(items_); }

private:
    bool is_full() const { return items_.size() >= kMaxItems; }

    // What is on another host, or gone, is no item of it.
    bool take_item(const json::Value& item) {
        const std::string id = federation::id_of(item);
        if (!federation::is_same_host(id, home_)) return true;
        if (item.is_object()) {
            items_.push_back(item);
            return true;
        }
        auto document = federation::fetch_document(errand_, id);
        if (!document) return !is_passing(document.error());
        items_.push_back(*std::move(document));
        return true;
    }

    federation::Errand& errand_;
    std::string home_;
    json::Array items_;
};

bool gather(Gathering& gathering, const json::Object& collection) {
    if (!gathering.take(collection)) return false;
    if (const auto* first = federation::object_in(collection, "first")) return gathering.take_pages(*first);
    const std::string first = federation::id_in(collection, "first");
    if (first.empty()) return true;
    auto page = gathering.fetch(first);
    return page && gathering.take_pages(*std::move(page));
}

} // namespace

bool has_items_elsewhere(const json::Object& collection) {
    const auto* list = list_in(collection);
    if (!list || list->empty()) return !federation::id_in(collection, "first").empty() || collection.contains("first");
    return std::ranges::any_of(*list, [](const json::Value& item) { return item.is_string(); });
}

void gather_items(federation::Errand& errand, json::Object& collection) {
    if (!has_items_elsewhere(collection)) return;
    Gathering gathering(errand, federation::id_of(collection));
    const bool is_whole = gather(gathering, collection);
    for (const char* name : {"items", "orderedItems", "first"}) collection.erase(name);
    if (is_whole) collection["orderedItems"] = std::move(gathering).items();
}

} // namespace collections
