#include "auth/tokens_jobs.h"

#include "auth/tokens.h"

namespace auth {

void cut_streams(const jobs::Arguments& arguments, db::Tx& tx) {
    cut_streams(tx, arguments.id<AccountId>("account_id"));
}

} // namespace auth
