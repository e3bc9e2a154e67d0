#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace search {

// What a person types is found at the beginning of one of an account's terms. Terms are compared as base::nfkc_casefold
// makes them:
//   - the address, "tokyo_taro@social.example", and again from every part of the username: "taro@social.example";
//   - every word of the display name, and of words in scripts without spaces (Japanese, Chinese, …) every ending:
//   山田太郎,
//     田太郎, 太郎, 郎.
std::vector<std::string> account_terms(std::string_view username, std::string_view domain,
                                       std::string_view display_name);

// The words of a question, in the same form, longest first; at most kMaxQueryWords.
inline constexpr std::size_t kMaxQueryWords = 4;
std::vector<std::string> query_words(std::string_view text);

// Terms are kept in tiers, so that a search comes first to those whom most people follow: 0 is for 65,536 followers and
// more, each following one for a fourth of that, the last for none.
inline constexpr int kTiers = 10;
int tier_of(std::int64_t followers);

// Makes an account's terms what its names say now: called when it is made and when its names change.
void index_account(db::Tx& tx, AccountId id);

// Moves its terms to the tier of so many followers: called when their number changes.
void move_to_tier(db::Tx& tx, AccountId id, std::int64_t followers);

} // namespace search
