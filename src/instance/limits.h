#pragma once

#include <cstddef>
#include <cstdint>

// What the site allows: the rules keep to it, and the instance's description tells clients.
namespace instance::limits {

// Posts.
inline constexpr int kStatusCharacters = 500; // Graphemes, content warning included.
inline constexpr int kCharactersPerUrl = 23;
inline constexpr int kPinnedStatuses = 5;
inline constexpr int kScheduledStatuses = 300;  // Of one author, in all
inline constexpr int kScheduledPerDay = 25;     // and for one day of UTC;
inline constexpr int kScheduleMinSeconds = 300; // not sooner than that.

// Polls.
inline constexpr int kPollOptions = 4;
inline constexpr int kPollOptionCharacters = 50;
inline constexpr std::int64_t kPollMinSeconds = 300;
inline constexpr std::int64_t kPollMaxSeconds = 2'629'746; // A month.

// Profiles.
inline constexpr int kDisplayNameCharacters = 40;
inline constexpr int kNoteCharacters = 500; // URLs count as in posts.
inline constexpr int kProfileFields = 4;
inline constexpr int kFieldCharacters = 255; // Of the name, and of the value.
inline constexpr int kFeaturedTags = 10;
inline constexpr int kPictureDescriptionCharacters = 150;
inline constexpr int kAttributionDomains = 100;

// What people remember of each other.
inline constexpr int kPrivateNoteCharacters = 2000;

// Follows: as many as kFollows, or kFollowsPerFollower times one's followers where that is more.
inline constexpr std::int64_t kFollows = 7500;
inline constexpr double kFollowsPerFollower = 1.1;

// Lists of people.
inline constexpr int kLists = 50;
inline constexpr int kListTitleCharacters = 256;

// Collections of people: our own, and what is kept of those of other servers.
inline constexpr int kCollections = 10;
inline constexpr int kCollectionItems = 25;
inline constexpr int kCollectionNameCharacters = 40;
inline constexpr int kCollectionDescriptionCharacters = 100;
inline constexpr int kRemoteCollectionItems = 150;
inline constexpr std::size_t kRemoteCollectionNameBytes = 256;
inline constexpr std::size_t kRemoteCollectionDescriptionBytes = 2048;

// The site's rules.
inline constexpr int kRuleCharacters = 300;

// What moderators write of other servers.
inline constexpr int kDomainCommentCharacters = 10'000;

// Media.
inline constexpr int kMediaDescriptionCharacters = 10'000;
inline constexpr std::int64_t kImageBytes = 16 << 20;
inline constexpr std::int64_t kProfilePictureBytes = 8 << 20;
inline constexpr std::int64_t kImagePixels = 33'177'600;
inline constexpr std::int64_t kGifPixels = 921'600; // Of those that move.
inline constexpr std::int64_t kVideoBytes = 99 << 20;
inline constexpr std::int64_t kVideoPixels = 8'294'400;
inline constexpr int kVideoFramesPerSecond = 120;

} // namespace instance::limits
