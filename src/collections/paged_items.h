#pragma once

#include "base/json.h"
#include "federation/errand.h"

// The items of a collection of another server, where they do not stand in its document.
namespace collections {

// Whether they are somewhere else: on pages, or named by their ids alone.
bool has_items_elsewhere(const json::Object& collection);

// Puts them into the document: as many as a collection may have, from ten pages at most, all on its own host. Where one
// of them cannot be had just now the document lists none, so that nobody is taken out for it.
void gather_items(federation::Errand& errand, json::Object& collection);

} // namespace collections
