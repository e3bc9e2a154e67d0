#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "db/db.h"
#include "tags/tags.h"

#include <cstdint>
#include <optional>
#include <vector>

// The hashtags that people show on their profiles.
namespace tags {

using FeaturedTagId = base::Id<struct FeaturedTagTag>;

struct FeaturedTag {
    FeaturedTagId id;
    Tag tag;
    std::int64_t statuses_count = 0; // Public and unlisted ones of theirs that carry it.
    std::optional<base::Time> last_status_at = {};
};

// Those that somebody shows, the most used first.
std::vector<FeaturedTag> featured_tags(db::Tx& tx, AccountId account);

// Followers elsewhere hear of these changes. Doing it again changes nothing. Errors: Invalid for one too many.
Result<FeaturedTag> feature_tag(db::Tx& tx, AccountId account, const Tag& tag);
// One that is not shown changes nothing.
void unfeature_tag(db::Tx& tx, AccountId account, TagId tag);
// NotFound when it is not there, or somebody else's.
Result<> delete_featured_tag(db::Tx& tx, AccountId account, FeaturedTagId id);

// What somebody used most in their last thousand posts and does not show yet, at most 10.
std::vector<TagId> suggested_tags(db::Tx& tx, AccountId account);

// A public or unlisted status carries its tags from now on; or will not any more, and is still there.
void count_featured(db::Tx& tx, StatusId status);
void uncount_featured(db::Tx& tx, StatusId status);

} // namespace tags
