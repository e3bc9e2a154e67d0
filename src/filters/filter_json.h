#pragma once

#include "base/json.h"
#include "filters/filters.h"
#include "filters/v1.h"

namespace filters {

// https://docs.joinmastodon.org/entities/Filter/
void write_filter(json::Writer& out, const Filter& filter);
// The members of a Filter without what it looks for, as a FilterResult has it; the caller opens and closes the object.
void write_settings(json::Writer& out, FilterId id, const Settings& settings);
// https://docs.joinmastodon.org/entities/FilterKeyword/
void write_keyword(json::Writer& out, const Keyword& keyword);
// https://docs.joinmastodon.org/entities/FilterStatus/
void write_filtered_status(json::Writer& out, const FilteredStatus& status);
// https://docs.joinmastodon.org/entities/V1_Filter/
void write_phrase(json::Writer& out, const v1::Phrase& phrase);

} // namespace filters
