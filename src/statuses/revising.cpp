#include "statuses/revising.h"

#include "cards/cards.h"
#include "conversations/conversations.h"
#include "statuses/edit_notices.h"
#include "tags/featured.h"
#include "timelines/fan_out.h"

namespace statuses {

namespace {

void update(db::Tx& tx, StatusId id, const Revision& revision) {
    tx.exec(R"(
        update statuses
        set text = $2, content = $3, spoiler_text = $4, is_sensitive = $5, language = $6, edited_at = $7
        where id = $1)",
            {id, revision.text, revision.content, revision.spoiler_text, revision.is_sensitive,
             revision.language.empty() ? std::nullopt : std::optional(revision.language), revision.edited_at});
}

struct Names {
    std::vector<Mention> newly_mentioned;
    std::vector<std::string> former_hashtags;
};
Names change_names(db::Tx& tx, const Status& status, const Revision& revision) {
    Names names{.newly_mentioned = replace_mentions(tx, status.id, revision.mentions),
                .former_hashtags = hashtags_of(tx, status.id)};
    tags::uncount_featured(tx, status.id);
    retag_status(tx, status.id, revision.hashtags);
    tags::count_featured(tx, status.id);
    notify_mentioned(tx, status.author, status.id, names.newly_mentioned);
    conversations::add_hearers(tx, status, accounts_in(revision.mentions), accounts_in(names.newly_mentioned));
    return names;
}

} // namespace

void revise(db::Tx& tx, const Status& status, const Version& former, const Revision& revision) {
    update(tx, status.id, revision);
    keep_edit(tx, status.id, former);
    const Names names = change_names(tx, status, revision);
    tell_of_edit(tx, status);
    cards::change_link(tx, status.id, revision.content, status.is_local ? cards::Haste::AtOnce : cards::Haste::Spread);
    timelines::fan_out_edit(tx, status.id, names.former_hashtags);
}

std::vector<Mention> amend(db::Tx& tx, const Status& status, const Revision& revision) {
    tx.exec("update statuses set content = $2, language = $3 where id = $1",
            {status.id, revision.content, revision.language.empty() ? std::nullopt : std::optional(revision.language)});
    Names names = change_names(tx, status, revision);
    timelines::fan_out_edit(tx, status.id, names.former_hashtags);
    return std::move(names.newly_mentioned);
}

} // namespace statuses
