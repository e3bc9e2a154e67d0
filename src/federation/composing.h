#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "federation/context_json.h"
#include "federation/documents.h"

#include <string>
#include <string_view>
#include <utility>

// Activities as we send them.
namespace federation {

struct Heading {
    std::string id;
    std::string_view type;
    std::string_view actor;
    std::string_view context = kPlainContext; // Of the words that stand in it.
};

// `write_rest` adds members: at least "object".
template <typename WriteRest>
void write_activity(json::Writer& out, const Heading& heading, Place place, WriteRest&& write_rest) {
    out.begin_object();
    write_context(out, place, heading.context);
    out.field("id", heading.id);
    out.field("type", heading.type);
    out.field("actor", heading.actor);
    write_rest(out);
    out.end_object();
}

// The finished text.
template <typename WriteRest>
std::string compose(const Heading& heading, WriteRest&& write_rest) {
    std::string document;
    json::Writer out(document);
    write_activity(out, heading, Place::Alone, std::forward<WriteRest>(write_rest));
    return document;
}

// "to", for everybody.
inline void write_to_public(json::Writer& out) {
    out.key("to");
    out.begin_array();
    out.value(kPublic);
    out.end_array();
}

// What tells one change of an object from the next.
inline std::string update_id(std::string_view object, base::Time time) {
    return std::string(object) + "#updates/" + std::to_string(time.time_since_epoch().count());
}

} // namespace federation
