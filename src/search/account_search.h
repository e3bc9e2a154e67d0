#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <string>
#include <vector>

namespace search {

struct AccountQuery {
    std::string text;      // "ali", "@alice@remote.test", "山田", "yamada taro".
    AccountId viewer = {}; // 0: nobody is signed in.
    enum class Among { Everybody, Followed } among = Among::Everybody;
    int limit = 40;
    int offset = 0;
};

// Those whose address or display name begins with the text, or has words that begin with its words; not suspended and
// not moved away. Who is called exactly that comes first, one of ours before all; then whom the viewer follows; then
// those whose names begin so: each time by the tier of their followers (account_index.h), and in a tier by name.
// The address of an account that we know finds that account.
// Of a text that fits very many, the first five hundred names in that order are looked at, and the five hundred people
// whom the viewer followed last; among the followed, the five thousand, and the viewer.
std::vector<AccountId> find_accounts(db::Tx& tx, const AccountQuery& query);

} // namespace search
