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

// Answers with the hashtags that it had before.
std::vector<std::string> change_mentions_and_tags(db::Tx& tx, const Status& status, const Revision& revision) {
    const auto newly_mentioned = replace_mentions(tx, status.id, revision.mentions);
    auto former_hashtags = hashtags_of(tx, status.id);
    tags::uncount_featured(tx, status.id);
    retag_status(tx, status.id, revision.hashtags);
    tags::count_featured(tx, status.id);
    notify_mentioned(tx, status.author, status.id, newly_mentioned);
    conversations::add_hearers(tx, status, accounts_in(revision.mentions), accounts_in(newly_mentioned));
    return former_hashtags;
}

} // namespace

void revise(db::Tx& tx, const Status& status, const Version& former, const Revision& revision) {
    update(tx, status.id, revision);
    keep_edit(tx, status.id, former);
    const auto former_hashtags = change_mentions_and_tags(tx, status, revision);
    tell_of_edit(tx, status);
    cards::change_link(tx, status.id, revision.content, status.is_local ? cards::Haste::AtOnce : cards::Haste::Spread);
    timelines::fan_out_edit(tx, status.id, former_hashtags);
}

void amend(db::Tx& tx, const Status& status, const Revision& revision) {
    tx.exec("update statuses set language = $2 where id = $1",
            {status.id, revision.language.empty() ? std::nullopt : std::optional(revision.language)});
    timelines::fan_out_edit(tx, status.id, change_mentions_and_tags(tx, status, revision));
}

} // namespace statuses
