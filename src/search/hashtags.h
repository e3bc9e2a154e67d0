#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "db/db.h"

#include <span>
#include <string_view>
#include <vector>

namespace search {

// Hashtags whose name begins with `text` ("#東京", "tok"), in any case; shorter names first, so that the very name
// leads. Of very many, the first few hundred by name are looked at.
std::vector<TagId> find_tags(db::Tx& tx, std::string_view text, int limit, int offset = 0);

// Tag entities in the order of `ids`, with how much they were used on each of the last seven days (in UTC): in two
// queries, whatever their number. A day with more than kMaxUsesCounted uses counts as that many.
// https://docs.joinmastodon.org/entities/Tag/
inline constexpr int kMaxUsesCounted = 500;
void write_tags(json::Writer& out, db::Tx& tx, std::span<const TagId> ids, const accounts::Account& viewer);

} // namespace search
