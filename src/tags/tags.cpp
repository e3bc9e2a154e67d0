#include "tags/tags.h"

#include "base/hashtag_name.h"

namespace tags {

Tag named(std::string_view written) {
    if (!base::is_hashtag_name(written)) return {};
    return {.id = {}, .name = base::normalise_hashtag(written), .display_name = base::displayed_hashtag(written)};
}

std::optional<Tag> find_tag(db::Tx& tx, std::string_view name) {
    auto rows = tx.query("select id, name, display_name from tags where name = $1", {name});
    if (!rows.next()) return std::nullopt;
    return Tag{.id = rows.id<TagId>(0), .name = rows.string(1), .display_name = rows.string(2)};
}

Tag ensure_tag(db::Tx& tx, const Tag& wanted) {
    tx.exec(R"(
        insert into tags (id, name, display_name, created_at) values ($1, $2, $3, $4)
        on conflict (name) do nothing)", {tx.new_id(), wanted.name, wanted.display_name, tx.now()});
    return *find_tag(tx, wanted.name);
}

} // namespace tags
