#include "relationships/domain_blocks_jobs.h"

#include "accounts/accounts.h"
#include "relationships/domain_blocks.h"

namespace relationships {

namespace {

// So many in one transaction that others wait little for their turn to write.
constexpr int kBatch = 500;

} // namespace

void part_from_domain_job(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto account = accounts::find(tx, arguments.id<AccountId>("account_id"));
    const std::string domain = arguments.text("domain");
    if (!account || !is_domain_blocked(tx, account->id, domain)) return;
    const auto may_go_on = part_from_domain(tx, *account, domain, kBatch);
    if (may_go_on && *may_go_on) {
        jobs::enqueue(tx, "part_from_domain", {{"account_id", account->id.value}, {"domain", domain}});
    }
}

} // namespace relationships
