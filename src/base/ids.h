#pragma once

#include <charconv>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// A row's number, of one kind of row only: an AccountId is never taken for a StatusId. 0 is nobody's.
template <typename Tag>
struct Id {
    std::int64_t value = 0;

    explicit operator bool() const { return value != 0; }
    auto operator<=>(const Id&) const = default;
};

template <typename Tag>
std::string to_string(Id<Tag> id) {
    return std::to_string(id.value);
}

// Ids travel as decimal strings. Nothing but digits, no sign, no overflow; else nullopt.
inline std::optional<std::int64_t> parse_id(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

} // namespace base

template <typename Tag>
struct std::hash<base::Id<Tag>> {
    std::size_t operator()(base::Id<Tag> id) const noexcept { return std::hash<std::int64_t>()(id.value); }
};

using AccountId = base::Id<struct AccountTag>;
using UserId = base::Id<struct UserTag>;
using StatusId = base::Id<struct StatusTag>;
using TagId = base::Id<struct TagTag>;
using NotificationId = base::Id<struct NotificationTag>;
using ConversationId = base::Id<struct ConversationTag>;
using ApplicationId = base::Id<struct ApplicationTag>;
using TokenId = base::Id<struct TokenTag>;
using PollId = base::Id<struct PollTag>;
using ScheduledStatusId = base::Id<struct ScheduledStatusTag>;
using MediaId = base::Id<struct MediaTag>;
using JobId = base::Id<struct JobTag>;
