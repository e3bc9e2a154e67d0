#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "relationships/relationships.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace statuses {

// What the viewer has done with a post that is no boost.
struct Marks {
    bool favourited = false, reblogged = false, bookmarked = false, muted = false, pinned = false;
};

// What is between a viewer and a post.
struct Standing {
    Marks marks;
    bool is_mentioned = false;
    relationships::Relation author; // The viewer's, to who wrote it.
};

// What was last read of them: as long as standings.revision of the viewer, which changes with all of it
// (migration 0076), is the same, it need not be read again. Thread-safe. Memory: 230 KB, however many people read.
class Standings {
public:
    struct Key {
        AccountId viewer;
        std::int64_t revision; // Of the viewer's standings.
        StatusId status;

        bool operator==(const Key&) const = default;
    };

    // nullopt when it is not here, or not as of this revision.
    std::optional<Standing> find(const Key& key, base::Time now);
    // `until`: when it changes by itself. Only from transactions that write nothing, as in base/renderings.h.
    void keep(const Key& key, const Standing& standing, base::Time until);

private:
    struct Slot {
        Key key{};
        base::Time until;
        std::uint32_t used = 0; // When it was last asked for, in searches.
        Standing standing;
    };
    // A few slots for each place that a viewer and a post fall on, of which the one that waited longest makes room:
    // nothing is allocated, and all posts of a page stay here together.
    static constexpr std::size_t kSets = 512;
    static constexpr std::size_t kSlots = 8;
    using Set = std::array<Slot, kSlots>;

    static std::size_t place_of(const Key& key);

    std::mutex mutex_;
    std::uint32_t searches_ = 0;
    std::vector<Set> sets_{kSets};
};

} // namespace statuses
