#include "search/hashtags.h"

#include "base/hashtag_name.h"
#include "base/text.h"
#include "search/prefix.h"

#include <string>

namespace search {

namespace {

// A look into tags_by_length for each length that it tells apart. It begins as the index's own text does.
constexpr const char* kFind = R"(
    select id from tags
    where case when length(name) < 32 then length(name) else 32 end
          in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
              17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32)
      and name >= $1 and name < $2
    order by case when length(name) < 32 then length(name) else 32 end, name limit $3 offset $4)";

} // namespace

std::optional<db::Rows> ask_for_tags(db::Tx& tx, std::string_view text, int limit, int offset) {
    text = base::trim(text);
    for (const std::string_view sign : {"#", "＃"}) {
        if (text.starts_with(sign)) text.remove_prefix(sign.size());
    }
    const std::string name = base::normalise_hashtag(text);
    if (name.empty()) return std::nullopt;
    return tx.query_ahead(kFind, {name, end_of_prefix(name), limit, offset});
}

std::vector<TagId> ids_of_tags(std::optional<db::Rows> rows) {
    std::vector<TagId> ids;
    while (rows && rows->next()) ids.push_back(rows->id<TagId>(0));
    return ids;
}

} // namespace search
