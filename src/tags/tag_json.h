#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "db/db.h"
#include "tags/featured.h"
#include "tags/tags.h"

#include <span>
#include <string>
#include <string_view>

namespace tags {

// Tag entities in the order of `ids`, with how much they were used on each of the last seven days: in three queries,
// whatever their number. https://docs.joinmastodon.org/entities/Tag/
void write_tags(json::Writer& out, db::Tx& tx, std::span<const TagId> ids, const accounts::Account& viewer);
// One, which may be of no id yet.
void write_tag(json::Writer& out, db::Tx& tx, const Tag& tag, const accounts::Account& viewer);

// Where people find what somebody wrote under a hashtag that they feature.
std::string featured_tag_url(const base::Config& config, std::string_view username, const Tag& tag);

// https://docs.joinmastodon.org/entities/FeaturedTag/
void write_featured_tag(json::Writer& out, const base::Config& config, const accounts::Account& owner,
                        const FeaturedTag& featured);

} // namespace tags
