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
// not moved away. Who is called exactly that comes first, then whom the viewer follows, then who has more followers.
// The address of an account that we know finds that account.
// Of a text that fits very many, the first two hundred by name are looked at, and the five hundred whom the viewer
// followed last.
std::vector<AccountId> find_accounts(db::Tx& tx, const AccountQuery& query);

} // namespace search
