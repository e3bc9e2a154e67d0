#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "db/db.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What somebody does not want to read: posts with certain words, and single posts. Nothing is left out of any list on
// the server: each Status entity says which filters of its reader it meets (filters/matcher.h), and apps act on that in
// the places that the filter is for. https://docs.joinmastodon.org/methods/filters/
namespace filters {

using FilterId = base::Id<struct FilterTag>;
using KeywordId = base::Id<struct FilterKeywordTag>;
using FilteredStatusId = base::Id<struct FilteredStatusTag>;

// Of one person, in all their filters: what a page of posts costs them stays bounded.
inline constexpr std::int64_t kMaxFilters = 200;
inline constexpr std::int64_t kMaxKeywords = 1000;
inline constexpr std::int64_t kMaxStatuses = 1000;
inline constexpr std::size_t kTitleCharacters = 256;
inline constexpr std::size_t kKeywordCharacters = 512;

enum class Action : std::uint8_t { Warn, Hide, Blur };
std::string_view to_string(Action action);

// Where a filter is for, as bits.
using Contexts = std::uint8_t;
// In the order of the documentation: "home", "notifications", "public", "thread", "account".
std::vector<std::string_view> context_names(Contexts contexts);

struct Keyword {
    KeywordId id;
    FilterId filter;
    std::string keyword;
    bool is_whole_word = true;
};

struct FilteredStatus {
    FilteredStatusId id;
    FilterId filter;
    StatusId status;
};

struct Settings {
    std::string title;
    Contexts contexts = 0;
    Action action = Action::Warn;
    std::optional<base::Time> expires_at; // From then on the filter does nothing.
    bool operator==(const Settings&) const = default;
};

struct Filter : Settings {
    FilterId id;
    std::vector<Keyword> keywords; // In the order in which they were added, and so the statuses.
    std::vector<FilteredStatus> statuses;
};

// How long from now on; nullopt: for ever.
using Lifetime = std::optional<std::chrono::seconds>;

// What is absent stays as it is.
struct SettingsChange {
    std::optional<std::string> title;
    std::optional<std::vector<std::string>> contexts;
    std::optional<std::string> action;
    std::optional<Lifetime> lifetime;
};

// Oldest first, those that have run out too. Three statements.
std::vector<Filter> filters_of(db::Tx& tx, AccountId owner);
// NotFound when there is none, or it is another's: here and below.
Result<Filter> find_filter(db::Tx& tx, AccountId owner, FilterId id);

// Effects, here and of every change below: the owner's open streams hear "filters_changed".
// Errors: Invalid with what is wrong, as Mastodon words it.
Result<FilterId> create_filter(db::Tx& tx, AccountId owner, const SettingsChange& wanted);
Result<> change_filter(db::Tx& tx, AccountId owner, FilterId id, const SettingsChange& change);
Result<> delete_filter(db::Tx& tx, AccountId owner, FilterId id);

// `before` with `change`, checked.
Result<Settings> changed(Settings before, const SettingsChange& change, base::Time now);
// NotFound unless it is `owner`'s.
Result<> check_owner(db::Tx& tx, AccountId owner, FilterId id);
void announce_change(db::Tx& tx, AccountId owner);

} // namespace filters
