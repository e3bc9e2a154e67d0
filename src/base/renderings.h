#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/memo.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace filters {
class Matcher;
} // namespace filters

namespace base {

// What was last written of rows that have a revision: a column that rises with all that is shown of them (migration
// 0075). Whoever has read a row's revision need not read the rest when it is here. Thread-safe.
//
// At most `max_bytes`: what was not asked for of late goes first. After kLifetime it is written anew, because the
// address of a mentioned account's page, say, changes without a revision.
template <typename Rendering>
class RenderingsOf {
public:
    using Found = std::shared_ptr<const Rendering>;
    static constexpr std::chrono::minutes kLifetime{10};

    explicit RenderingsOf(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    // Null when it is not here, or not as of this revision.
    Found find(std::int64_t id, std::int64_t revision, Time now) {
        Entries gone; // After the lock.
        const std::scoped_lock lock(mutex_);
        const auto is_wanted = [&](const Entry& entry) {
            return entry.revision == revision && now >= entry.since && now - entry.since < kLifetime;
        };
        if (const auto young = young_.find(id); young != young_.end()) {
            return is_wanted(young->second) ? young->second.rendering : nullptr;
        }
        const auto old = old_.find(id);
        if (old == old_.end() || !is_wanted(old->second)) return nullptr;
        gone = insert(id, Entry(old->second));
        return young_.at(id).rendering;
    }
    // Only from transactions that write nothing: others see rows that nobody else may ever see. What is larger than
    // half of `max_bytes` is not kept.
    void keep(std::int64_t id, std::int64_t revision, Time now, Found rendering) {
        Entries gone;
        const std::scoped_lock lock(mutex_);
        if (rendering->bytes() + kOverhead > max_bytes_ / 2) return;
        gone = insert(id, {.revision = revision, .since = now, .rendering = std::move(rendering)});
    }

private:
    struct Entry {
        std::int64_t revision;
        Time since;
        Found rendering;
    };
    using Entries = std::unordered_map<std::int64_t, Entry>;
    static constexpr std::size_t kOverhead = 128; // Of an entry: nodes, control blocks.

    // What has to go for it.
    Entries insert(std::int64_t id, Entry entry) {
        const std::size_t size = entry.rendering->bytes() + kOverhead;
        Entries gone;
        if (young_bytes_ + size > max_bytes_ / 2) {
            gone = std::exchange(old_, std::exchange(young_, {}));
            young_bytes_ = 0;
        }
        young_bytes_ += size;
        young_.insert_or_assign(id, std::move(entry));
        return gone;
    }

    std::size_t max_bytes_;
    std::mutex mutex_;
    std::size_t young_bytes_ = 0;
    Entries young_; // Once it is full it becomes the old one, and the old one goes.
    Entries old_;
};

// The members of an Account entity that are the same for all who look, and seldom change.
struct AccountRendering {
    std::string members;             // JSON, without braces.
    std::string domain;              // Where its emojis come from.
    std::string emojis;              // The shortcodes that it uses, as text: ":blobcat: :tea:".
    std::int64_t feature_policy = 0; // accounts/feature_policy.h.

    std::size_t bytes() const { return sizeof *this + members.capacity() + domain.capacity() + emojis.capacity(); }
};

// The same of a Status entity.
struct StatusRendering {
    std::string own;      // JSON members; those that a boost does not show as its own,
    std::string words;    // those that it does,
    std::string content;  // and the content.
    std::string card;     // One JSON value.
    std::string emojis;   // As in AccountRendering.
    std::string searched; // What keywords of filters are looked for in: filters::folded().

    std::size_t bytes() const {
        return sizeof *this + own.capacity() + words.capacity() + content.capacity() + card.capacity()
               + emojis.capacity() + searched.capacity();
    }
};

// What a post boosts or quotes, which is read with it then. That it may be out of date does not matter: the row itself
// says what it is.
struct Companion {
    StatusId id;

    static std::size_t bytes() { return sizeof(Companion); }
};

// The same people and posts stand in page after page.
struct Renderings {
    RenderingsOf<AccountRendering> accounts{512 << 10};
    RenderingsOf<StatusRendering> statuses{768 << 10};
    RenderingsOf<Companion> companions{64 << 10};
    RenderingsOf<filters::Matcher> matchers{128 << 10}; // filters/matcher.h, of readers.
    MemoOf<std::string> emojis{128};                    // instance/custom_emojis.h.
};

} // namespace base
