#include "search/hashtags.h"

#include "base/hashtag_name.h"
#include "base/text.h"
#include "search/prefix.h"

#include <string>

namespace search {

namespace {

constexpr int kMaxScanned = 500;

} // namespace

std::vector<TagId> find_tags(db::Tx& tx, std::string_view text, int limit, int offset) {
    text = base::trim(text);
    for (const std::string_view sign : {"#", "＃"}) {
        if (text.starts_with(sign)) text.remove_prefix(sign.size());
    }
    const std::string name = base::normalise_hashtag(text);
    if (name.empty()) return {};
    return tx.query_ids<TagId>(R"(
        select id from (select id, name from tags where name >= $1 and name < $2 order by name limit $3) found
        order by length(name), name limit $4 offset $5)", {name, end_of_prefix(name), kMaxScanned, limit, offset});
}

} // namespace search
