#pragma once

#include "accounts/account.h"
#include "db/db.h"
#include "http/request.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The timelines of what everybody may see, and those of one hashtag or one account. All pages are newest first.
namespace timelines {

enum class Origin : std::uint8_t { Everywhere, Local, Remote };

// Public originals that are no answers to others, without limited authors (but for oneself).
std::vector<StatusId> public_page(db::Tx& tx, const accounts::Account& viewer, Origin origin, const http::Page& page,
                                  bool only_media = false);

// Names of hashtags in their normalised form.
struct HashtagFilter {
    std::string name;
    std::vector<std::string> any = {};  // What has one of these instead of `name` belongs to it, too.
    std::vector<std::string> all = {};  // What lacks one of these does not.
    std::vector<std::string> none = {}; // Nor does what has one of these.
    bool only_media = false;
};
// Public statuses with hashtags. One query, and one each for `all` and `none`.
std::vector<StatusId> hashtag_page(db::Tx& tx, const accounts::Account& viewer, const HashtagFilter& filter,
                                   Origin origin, const http::Page& page);

// Public statuses that link to a page, by people who want to be discovered; nullopt when the page is not among those
// that are talked about now.
std::optional<std::vector<StatusId>> link_page(db::Tx& tx, AccountId viewer, std::string_view url,
                                               const http::Page& page);

struct AccountFilter {
    bool exclude_replies = false; // Answers to oneself stay.
    bool exclude_reblogs = false;
    bool exclude_direct = false;
    bool only_media = false;  // Then there are no boosts.
    bool only_pinned = false; // The newest pin first.
    std::string tagged;       // Normalised; empty: any.
};
// What `author` posted and boosted, as far as `viewer` may see it.
std::vector<StatusId> account_page(db::Tx& tx, const accounts::Account& viewer, AccountId author,
                                   const AccountFilter& filter, const http::Page& page);

} // namespace timelines
