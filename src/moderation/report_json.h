#pragma once

#include "accounts/account_json.h"
#include "base/json.h"
#include "moderation/reports.h"

#include <unordered_map>

namespace moderation {

// The Report entities of a page. A fixed number of statements, none for no reports.
// https://docs.joinmastodon.org/entities/Report/
class ReportEntities {
public:
    ReportEntities(db::Tx& tx, std::span<const ReportId> ids);

    // Whether it is there, and the account that it is about.
    bool has(ReportId id) const;
    void write(json::Writer& out, ReportId id) const;

private:
    explicit ReportEntities(db::Tx& tx, std::vector<Report> reports);
    static std::vector<AccountId> targets(std::span<const Report> reports);

    accounts::AccountEntities targets_;
    std::unordered_map<ReportId, Report> reports_;
};

} // namespace moderation
