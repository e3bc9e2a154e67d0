#include "moderation/report_json.h"

namespace moderation {

ReportEntities::ReportEntities(db::Tx& tx, std::span<const ReportId> ids) : ReportEntities(tx, find_reports(tx, ids)) {}

ReportEntities::ReportEntities(db::Tx& tx, std::vector<Report> reports) : targets_(tx, targets(reports)) {
    for (Report& one : reports) reports_.emplace(one.id, std::move(one));
}

std::vector<AccountId> ReportEntities::targets(std::span<const Report> reports) {
    std::vector<AccountId> ids;
    for (const Report& one : reports) ids.push_back(one.target);
    return ids;
}

bool ReportEntities::has(ReportId id) const {
    const auto found = reports_.find(id);
    return found != reports_.end() && targets_.has(found->second.target);
}

void ReportEntities::write(json::Writer& out, ReportId id) const {
    const Report& report = reports_.at(id);
    out.begin_object();
    out.field("id", report.id);
    out.field("action_taken", report.action_taken_at.has_value());
    out.field("action_taken_at", report.action_taken_at);
    out.field("category", report.category);
    out.field("comment", report.comment);
    out.field("forwarded", report.is_forwarded);
    out.field("created_at", report.created_at);
    out.key("status_ids");
    out.begin_array();
    for (const StatusId status : report.statuses) out.value(status);
    out.end_array();
    out.key("rule_ids");
    out.begin_array();
    for (const std::int64_t rule : report.rules) out.value(std::to_string(rule));
    out.end_array();
    out.key("collection_ids");
    out.begin_array();
    for (const auto collection : report.collections) out.value(collection);
    out.end_array();
    out.key("target_account");
    targets_.write(out, report.target);
    out.end_object();
}

} // namespace moderation
