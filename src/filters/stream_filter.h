#pragma once

#include "streaming/post_filter.h"

namespace filters {

// A streaming::LoadPostFilter.
std::shared_ptr<const streaming::PostFilter> load_stream_filter(db::Tx& tx, AccountId owner);

} // namespace filters
