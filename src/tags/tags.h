#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <optional>
#include <string>
#include <string_view>

// Hashtags: one for all spellings of a name, as base/hashtag_name.h makes them alike.
namespace tags {

struct Tag {
    TagId id; // 0: nobody has used it yet.
    std::string name;
    std::string display_name; // As it was first written.
};

// What `written`, without the #, would be called. Its name is empty when it can be no hashtag.
Tag named(std::string_view written);

// By its name.
std::optional<Tag> find_tag(db::Tx& tx, std::string_view name);

// The tag of that name as it is there; it is made if it is new.
Tag ensure_tag(db::Tx& tx, const Tag& wanted);

} // namespace tags
