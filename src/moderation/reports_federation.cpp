#include "moderation/reports_federation.h"

#include "accounts/remote_accounts.h"
#include "base/unicode.h"
#include "federation/domain_policy.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "moderation/reports.h"
#include "statuses/lookup.h"

namespace moderation {

namespace {

// What other servers send may be longer than what is typed here; what does not fit is left out.
std::string comment_of(const federation::Activity& flag) {
    std::string comment = federation::text_in(flag.document, "content", 5000);
    while (base::code_point_count(comment) > kReportCharacters) {
        std::size_t end = comment.size();
        base::previous_code_point(comment, end);
        comment.resize(end);
    }
    return comment;
}

} // namespace

Result<> receive_flag(db::Tx& tx, const federation::Activity& flag) {
    if (federation::rejects_reports_of(tx, federation::host_of(flag.actor_uri))) return base::forbidden();
    std::vector<accounts::Account> targets;
    std::vector<StatusId> statuses;
    for (const auto& uri : federation::ids_in(flag.document, "object", kMaxReportedStatuses)) {
        if (const auto account = accounts::find_by_uri(tx, uri)) {
            if (account->is_local()) targets.push_back(*account);
        } else if (const auto status = statuses::find_by_uri(tx, uri)) {
            statuses.push_back(*status);
        }
    }
    if (targets.empty()) return base::not_found();
    for (const auto& target : targets) {
        TRY(report(tx, flag.actor, {.target = target.id, .statuses = statuses, .comment = comment_of(flag)}));
    }
    return {};
}

} // namespace moderation
