#include "moderation/reports_api.h"

#include "moderation/report_json.h"

namespace moderation {

namespace {

// Absent when it is not said: then it is for the target's server alone.
std::optional<std::vector<std::string>> domains_of(const http::Request& request) {
    if (!request.has("forward_to_domains")) return std::nullopt;
    return request.texts("forward_to_domains");
}

// What is no id names a rule that there is not.
std::vector<std::int64_t> rules_of(const http::Request& request) {
    std::vector<std::int64_t> ids;
    for (const std::string& text : request.texts("rule_ids")) ids.push_back(base::parse_id(text).value_or(0));
    return ids;
}

} // namespace

// https://docs.joinmastodon.org/methods/reports/#post
http::Reply post_report(const http::Request& request, db::Tx& tx) {
    const ReportDraft draft{.target = TRY(request.id<AccountId>("account_id")),
                            .statuses = request.ids<StatusId>("status_ids", kMaxReportedStatuses),
                            .collections =
                                request.ids<collections::CollectionId>("collection_ids", kMaxReportedCollections),
                            .comment = request.text_or("comment", ""),
                            .category = request.text_or("category", ""),
                            .rules = rules_of(request),
                            .wants_forward = request.flag("forward"),
                            .forward_to = domains_of(request)};
    const auto id = TRY(report(tx, request.account(), draft));
    return http::json([&](json::Writer& out) { ReportEntities(tx, std::span(&id, 1)).write(out, id); });
}

} // namespace moderation
