#include "moderation/reports.h"

#include "accounts/accounts.h"
#include "base/json.h"
#include "base/text.h"
#include "collections/collections.h"
#include "instance/rules.h"
#include "moderation/outgoing.h"
#include "notifications/notifications.h"
#include "statuses/visibility.h"

#include <algorithm>
#include <array>

namespace moderation {

namespace {

constexpr std::array<std::string_view, 4> kCategories = {"spam", "legal", "violation", "other"};

Result<> check_rules(db::Tx& tx, const std::vector<std::int64_t>& wanted) {
    if (wanted.empty()) return {};
    const auto rules = instance::rules(tx);
    for (const std::int64_t id : wanted) {
        if (std::ranges::find(rules, id, &instance::Rule::id) == rules.end()) {
            return base::invalid("Validation failed: Rules does not reference valid rules");
        }
    }
    return {};
}

Result<std::string> checked_category(const ReportDraft& draft) {
    if (!draft.rules.empty()) return std::string("violation");
    if (draft.category.empty()) return std::string("other");
    if (std::ranges::find(kCategories, draft.category) != kCategories.end()) return draft.category;
    return base::invalid("Validation failed: Category is not included in the list");
}

Result<std::string> checked_comment(const accounts::Account& reporter, const std::string& comment) {
    const std::size_t limit = reporter.is_local() ? kReportCharacters : kReceivedReportCharacters;
    std::string kept = base::sanitize(comment);
    if (base::code_point_count(kept) <= limit) return kept;
    return base::invalid("Validation failed: Comment is too long (maximum is " + std::to_string(limit)
                         + " characters)");
}

// Nobody shows moderators a post that they do not see themselves, or somebody else's.
std::vector<StatusId> visible_statuses(db::Tx& tx, const accounts::Account& reporter, const ReportDraft& draft) {
    std::vector<StatusId> kept;
    for (const StatusId id : draft.statuses) {
        const auto status = statuses::find_visible(tx, id, reporter);
        if (status && status->author == draft.target) kept.push_back(id);
    }
    return kept;
}

std::vector<collections::CollectionId> visible_collections(db::Tx& tx, const accounts::Account& reporter,
                                                           const ReportDraft& draft) {
    std::vector<collections::CollectionId> kept;
    for (const auto id : draft.collections) {
        const auto collection = collections::find_seen(tx, id, reporter);
        if (collection && collection->owner == draft.target) kept.push_back(id);
    }
    return kept;
}

template <typename IdType>
std::string to_json(const std::vector<IdType>& ids) {
    json::Array array;
    for (const IdType id : ids) array.emplace_back(id.value);
    return boost::json::serialize(array);
}

template <typename IdType>
std::vector<IdType> parse_ids(std::string_view text) {
    std::vector<IdType> ids;
    const auto parsed = json::parse(text);
    for (const auto& value : parsed->as_array()) ids.push_back(IdType{value.as_int64()});
    return ids;
}

} // namespace

Result<ReportId> report(db::Tx& tx, const accounts::Account& reporter, const ReportDraft& draft) {
    const auto target = TRY(accounts::find_shown(tx, draft.target));
    TRY(check_rules(tx, draft.rules));
    const std::string category = TRY(checked_category(draft));
    const std::string comment = TRY(checked_comment(reporter, draft.comment));
    const auto statuses = visible_statuses(tx, reporter, draft);
    const auto collections = visible_collections(tx, reporter, draft);
    const bool is_forwarded = draft.wants_forward && !target.is_local() && reporter.is_local();
    const auto id = tx.new_id<ReportId>();
    tx.exec(R"(
        insert into reports (id, account_id, target_account_id, category, comment, status_ids, rule_ids, wants_forward,
                             created_at, collection_ids)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))", {id, reporter.id, target.id, category, comment, to_json(statuses),
                       boost::json::serialize(json::Array(draft.rules.begin(), draft.rules.end())), is_forwarded,
                       tx.now(), to_json(collections)});
    if (is_forwarded) {
        send_report(tx, {.target = target.id, .statuses = statuses, .collections = collections, .comment = comment},
                    draft.forward_to);
    }
    notifications::notify_staff(
        tx, {.to = {}, .kind = notifications::Kind::AdminReport, .from = reporter.id, .report = id.value});
    return id;
}

std::vector<Report> find_reports(db::Tx& tx, std::span<const ReportId> ids) {
    std::vector<Report> reports;
    if (ids.empty()) return reports;
    auto rows = tx.query(R"(
        select id, account_id, target_account_id, category, comment, status_ids, rule_ids, action_taken_at, created_at,
               wants_forward, collection_ids
        from reports where id in (select value from ids($1)))", {ids});
    while (rows.next()) {
        reports.push_back({.id = rows.id<ReportId>(0),
                           .from = rows.id<AccountId>(1),
                           .target = rows.id<AccountId>(2),
                           .category = rows.string(3),
                           .comment = rows.string(4),
                           .statuses = parse_ids<StatusId>(rows.text(5)),
                           .collections = parse_ids<collections::CollectionId>(rows.text(10)),
                           .rules = parse_ids<std::int64_t>(rows.text(6)),
                           .is_forwarded = rows.boolean(9),
                           .action_taken_at = rows.maybe_time(7),
                           .created_at = rows.time(8)});
    }
    return reports;
}

} // namespace moderation
