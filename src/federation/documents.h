#pragma once

#include "base/json.h"
#include "http/reply.h"
#include "http/request.h"

#include <chrono>
#include <string_view>

// What all documents for other servers have in common.
namespace federation {

// Everybody, as an audience.
inline constexpr std::string_view kPublic = "https://www.w3.org/ns/activitystreams#Public";
inline constexpr std::string_view kActivityJson = "application/activity+json";

// Whether an object is a document of its own, which says what its words mean, or stands inside another.
enum class Place { Alone, Inside };
inline void write_context(json::Writer& out, Place place, std::string_view context) {
    if (place == Place::Alone) out.raw_field("@context", context);
}

// Whether a server asks for the document that is behind an address for people: Accept names application/activity+json,
// or application/ld+json with the ActivityStreams profile, and does not rather want HTML.
bool is_activity_request(const http::Request& request);

// {"type":"Hashtag","href":…,"name":"#…"}, in documents whose context knows the word.
void write_hashtag(json::Writer& out, std::string_view name, std::string_view url);

// How long anybody may keep what they were given.
inline constexpr std::chrono::seconds kKept{180};
inline constexpr std::chrono::seconds kKeptLong{600};

// Declares a reply to be a document that everybody may keep for so long.
http::Reply as_document(http::Reply reply, std::chrono::seconds kept = kKept);
// Names a header of the request that the reply depends on.
http::Reply varying_with(http::Reply reply, std::string_view header);
// As what stands at an address that answers people something else.
http::Reply as_negotiated(http::Reply reply);

template <typename Write>
http::Reply document(Write&& write, std::chrono::seconds kept = kKept) {
    return as_document(http::json(std::forward<Write>(write)), kept);
}

} // namespace federation
