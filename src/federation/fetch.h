#pragma once

#include "base/json.h"
#include "base/result.h"
#include "federation/activity.h"
#include "federation/errand.h"

#include <string>
#include <string_view>

namespace federation {

// The document whose id is `id`, from the server that this id belongs to. One that says that it has another id is
// fetched from there, once. It is JSON of ActivityStreams, declared as such, and came from the host of its id, wherever
// redirects led.
// Errors: those of Errand::get; Invalid for everything that is not so.
Result<json::Object> fetch_document(Errand& errand, std::string_view id);

// The same from the host of `id` and nobody else's, wherever that one leads: for what speaks for its host.
Result<json::Object> fetch_own_document(Errand& errand, std::string_view id);

// Whether an activity gives but the id of its object, which is on the host of its actor; and puts the document in the
// place of the id, when that can be had. For app/receivers.cpp.
bool must_fetch_object(db::Tx& tx, const Activity& activity);
void fetch_object(Errand& errand, Activity& activity);

// The same for an address that somebody typed or clicked, which may be that of a page for people: then of the document
// that the page or its headers name as the alternative.
Result<json::Object> discover_document(Errand& errand, std::string_view url);

// Whether a content type is one that documents of ActivityPub come as.
bool is_activity_type(std::string_view content_type);

} // namespace federation
