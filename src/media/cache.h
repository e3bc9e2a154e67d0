#pragma once

#include "db/db.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// The ledger of copies of other servers' pictures. Files are in it before they are in the store, and until they are
// out of it: what the store has below cache/ is never more than what stands here, whenever a process ends.
namespace media {

enum class CopyOf { Original = 0, Small = 1, Avatar = 2, Header = 3, Emoji = 4, EmojiStill = 5, Card = 6 };
struct Subject {
    CopyOf kind;
    std::int64_t id; // The attachment's, account's, emoji's or card's.
};

struct Copy {
    std::string source;
    std::string key; // Empty: it could not be had.
    base::Time seen_at;
    int failures = 0;
    base::Time retry_at; // After a failure: not before.
};

// What there is of it, or why not. nullopt: nobody has tried.
std::optional<Copy> find_copy(db::Tx& tx, const Subject& subject);
// From now on `key` is its copy, if that is stored. Whether it is.
bool link_copy(db::Tx& tx, const Subject& subject, std::string_view source, std::string_view key);
// It could not be had, and is not tried again before `retry_at`.
void note_failure(db::Tx& tx, const Subject& subject, std::string_view source, int failures, base::Time retry_at);
inline constexpr std::chrono::hours kSeenEvery{1}; // More would be a write with every look.
void mark_seen(db::Tx& tx, std::string_view key);

// ── files ──

enum class Reserved {
    Yes,    // Put it into the store, and settle() it.
    Stored, // It is there already.
    OnItsWay,
    NoRoom,
};
// Room for a file that is about to be put into the store, if the budget has any.
Reserved reserve_file(db::Tx& tx, std::string_view key, std::int64_t size_bytes);
void settle_file(db::Tx& tx, std::string_view key);

// Copies that nobody has seen for the longest time, enough to free `bytes`, up to a thousand: from now on they are
// copies of nothing, to be removed from the store and then forgotten.
std::vector<std::string> give_up_oldest(db::Tx& tx, std::int64_t bytes);
// The same for all that nobody has seen since `before`; without those that are avatars and headers, or with them, too.
enum class Profiles { Kept, Too };
std::vector<std::string> give_up_unseen(db::Tx& tx, base::Time before, Profiles profiles, int limit);
struct Total {
    std::int64_t files = 0, bytes = 0;
};
// What that would be.
Total unseen(db::Tx& tx, base::Time before, Profiles profiles);
// On their way since before `before`: whoever moved them is gone.
std::vector<std::string> stranded_files(db::Tx& tx, base::Time before, int limit);
void forget_files(db::Tx& tx, std::span<const std::string> keys);

void forget_failures(db::Tx& tx, base::Time before, int limit);

std::int64_t cached_bytes(db::Tx& tx);

} // namespace media
