#pragma once

#include "base/ids.h"
#include "db/db.h"
#include "search/account_index.h"
#include "search/account_search.h"

#include <array>
#include <string>
#include <vector>

// How account_terms is walked for a question.
namespace search {

struct Wanted {
    // The ranges of terms that an account must have one of each of. Unused ones are empty: they fit everybody.
    struct Words {
        std::array<std::string, kMaxQueryWords> begin, end;
    };
    // Who is called exactly what was asked for: `name`, and the terms that begin with it and a domain. All empty:
    // nobody.
    struct Exact {
        std::string name, begin, end;
        std::string local_name; // Empty when a domain was asked for.
    };

    Words words;
    Exact exact;
};

// The page of `query`, in the order that find_accounts promises. Pages of one question make one list without gaps.
std::vector<AccountId> walk_names(db::Tx& tx, const Wanted& wanted, const AccountQuery& query);

} // namespace search
