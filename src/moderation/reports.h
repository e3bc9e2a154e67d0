#pragma once

#include "accounts/account.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "collections/collection.h"
#include "db/db.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// What people tell moderators of others. https://docs.joinmastodon.org/methods/reports/
namespace moderation {

using ReportId = base::Id<struct ReportTag>;

inline constexpr std::size_t kReportCharacters = 1000;
inline constexpr std::size_t kReceivedReportCharacters = 5000; // Other servers let people say more.
inline constexpr std::size_t kMaxReportedStatuses = 100;
inline constexpr std::size_t kMaxReportedCollections = 100;

struct ReportDraft {
    AccountId target;
    std::vector<StatusId> statuses = {};                     // Those of the target that the reporter sees are kept.
    std::vector<collections::CollectionId> collections = {}; // The same.
    std::string comment = {};
    std::string category = {};                               // "spam", "legal", "violation", "other"; empty: other.
    std::vector<std::int64_t> rules = {};                    // Of the site; then it is a violation.
    bool wants_forward = false;                              // That other servers are told, too: the target's, when
    std::optional<std::vector<std::string>> forward_to = {}; // it is among these domains or these are not given, and
                                                             // those among them of whom the posts answer.
};

struct Report {
    ReportId id;
    AccountId from;
    AccountId target;
    std::string category;
    std::string comment;
    std::vector<StatusId> statuses;
    std::vector<collections::CollectionId> collections;
    std::vector<std::int64_t> rules;
    bool is_forwarded = false;
    std::optional<base::Time> action_taken_at;
    base::Time created_at{};
};

// Effects: each of our staff is notified; other servers get a Flag when that is wanted.
// Errors: NotFound when the target is not there; Invalid with what is wrong.
Result<ReportId> report(db::Tx& tx, const accounts::Account& reporter, const ReportDraft& draft);

// Any order; those that are not there are left out. One statement.
std::vector<Report> find_reports(db::Tx& tx, std::span<const ReportId> ids);

} // namespace moderation
