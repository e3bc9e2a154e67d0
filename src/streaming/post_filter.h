#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <memory>
#include <string>
#include <string_view>

namespace streaming {

// What is looked through in a post.
struct SearchedPost {
    StatusId status;
    std::string text; // In the form for comparing.
};

// The keyword filters of one listener, for the streams that are open to all: there, one rendering is for everybody.
class PostFilter {
public:
    virtual ~PostFilter() = default;
    // What all filters look at in a Status entity.
    virtual SearchedPost read(std::string_view status_json) const = 0;
    // The member `filtered` of the Status, a JSON array; empty when no filter fits.
    virtual std::string results(const SearchedPost& post) const = 0;
};

// Null when the account has no filters. The feature that knows them lies above streaming/, so app/ brings it here.
using LoadPostFilter = std::shared_ptr<const PostFilter> (*)(db::Tx&, AccountId);

} // namespace streaming
