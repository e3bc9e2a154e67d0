#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"
#include "media/profile_pictures.h"

#include <optional>
#include <string>
#include <vector>

// What our people say of themselves, and how their posts begin.
namespace accounts {

struct ProfileField {
    std::string name;
    std::string text;
};

// What is absent stays as it is.
struct ProfileChanges {
    std::optional<std::string> display_name = {}, note = {};
    std::optional<std::string> avatar_description = {}, header_description = {};
    std::optional<bool> is_locked = {}, is_bot = {}, is_discoverable = {}, is_indexable = {}, hides_collections = {};
    std::optional<bool> shows_media = {}, shows_media_replies = {}, shows_featured = {}; // Tabs of the profile.
    std::optional<std::vector<ProfileField>> fields = {}; // Those without name and text are left out.
    std::optional<std::vector<std::string>> attribution_domains = {};
};

// Effects: note and fields are rendered; search finds the new name; who unlocks their account accepts those who wait,
// in a job; pages in the fields are looked at for links back, in another; other servers get the profile anew.
// Errors: Invalid, naming everything that is too long or not what it should be.
Result<> change_profile(db::Tx& tx, const Account& account, const ProfileChanges& changes);

enum class Picture { Avatar, Header };
// The default picture stands in its place. None to remove is fine. Effects: a job removes its files.
void remove_picture(db::Tx& tx, AccountId account, Picture picture);
// In the place of what was there, whose files a job removes.
void set_picture(db::Tx& tx, AccountId account, Picture picture, const media::ProfilePicture& files);

// How the posts of a user begin.
struct PostingDefaults {
    std::optional<std::string> visibility = {}, quote_policy = {};
    std::optional<bool> is_sensitive = {};
    std::optional<std::string> language = {}; // Empty, or none that we know: as the interface.
};
// Errors: Invalid for words that are no visibility or quote policy.
Result<> change_posting_defaults(db::Tx& tx, const Account& account, const PostingDefaults& changes);

} // namespace accounts
