#include "statuses/edits.h"

#include "instance/languages.h"
#include "statuses/hashtags.h"
#include "statuses/late_mentions.h"
#include "statuses/lookup.h"
#include "statuses/mentions.h"
#include "statuses/outgoing.h"
#include "statuses/poll_changes.h"
#include "statuses/quotes.h"
#include "statuses/revising.h"
#include "statuses/wording.h"

#include <algorithm>

namespace statuses {

namespace {

// What an edit can change, but for the poll.
struct Said {
    Wording wording;
    bool is_sensitive = false;
    std::string language;

    bool operator==(const Said&) const = default;
};

struct Current {
    Status status; // Who wrote it, for whom, and where it belongs.
    Said said;
    PollId poll;
    bool is_quote = false;
    StatusId quoted = {}; // Of what is quoted; 0: it is gone.
};

// Held until the edit is done, so that each of two edits at once finds what the other wrote.
std::optional<Current> find_and_hold(db::Tx& tx, StatusId id, AccountId author) {
    auto rows = tx.query(R"(
        select text, spoiler_text, is_sensitive, language, poll_id, visibility, conversation_id from statuses
        where id = $1 and account_id = $2 and is_local and reblog_of_id is null /*for_update*/)", {id, author});
    if (!rows.next()) return std::nullopt;
    Status status;
    status.id = id;
    status.author = author;
    status.visibility = static_cast<Visibility>(rows.small(5));
    status.conversation = rows.id<StatusId>(6);
    Current current{.status = status,
                    .said = {.wording = {.text = rows.string(0), .spoiler_text = rows.string(1)},
                             .is_sensitive = rows.boolean(2),
                             .language = rows.string(3)},
                    .poll = rows.id<PollId>(4)};
    if (const auto quote = find_quote(tx, id)) {
        current.is_quote = true;
        current.quoted = quote->quoted;
    }
    return current;
}

Said settle(const Edit& edit, const Current& now) {
    const Said& current = now.said;
    const bool has_language = edit.language && instance::is_language(*edit.language);
    return {.wording = wording_of(edit.text, edit.spoiler_text, now.is_quote),
            .is_sensitive = edit.is_sensitive || !edit.spoiler_text.empty(),
            .language = has_language ? *edit.language : current.language};
}

// A poll that is there already need not say again when it ends.
Result<> check_poll_of(const Edit& edit, const Current& current) {
    if (!edit.poll) return {};
    const bool keeps_end = current.poll && edit.poll->expires_in.count() == 0;
    return keeps_end ? check_poll_options(*edit.poll) : check_poll(*edit.poll);
}

Result<> check_media_words(const Edit& edit) {
    for (const auto& [id, words] : edit.media_words) TRY(media::check_words(words));
    return {};
}

// What is said of those that stay or come. True when that makes a difference.
bool change_media_words(db::Tx& tx, const std::vector<media::Attachment>& media, const Edit& edit) {
    bool is_changed = false;
    for (const auto& [id, words] : edit.media_words) {
        const auto found = std::ranges::find(media, id, &media::Attachment::id);
        if (found == media.end()) continue;
        const bool says_other = (words.description && words.description != found->description)
                                || (words.focus && words.focus != found->focus);
        if (says_other) media::change_words(tx, id, words);
        is_changed = is_changed || says_other;
    }
    return is_changed;
}

// True when that makes a difference.
bool change_media(db::Tx& tx, StatusId id, const std::vector<media::Attachment>& media, const Edit& edit) {
    const bool says_other = change_media_words(tx, media, edit);
    const auto before = media::attached_to(tx, id);
    if (std::ranges::equal(before, media, {}, &media::Attachment::id, &media::Attachment::id)) return says_other;
    media::replace(tx, id, media);
    return true;
}

bool are_mentioned(db::Tx& tx, StatusId id, const std::vector<Mention>& mentions) {
    return tx.query_integer(R"(
        select count(*) from mentions
        where status_id = $1 and not is_silent and account_id in (select value from ids($2)))", {id, accounts_in(mentions)}) == static_cast<std::int64_t>(mentions.size());
}

} // namespace

Result<> edit(db::Tx& tx, const accounts::Account& author, StatusId id, const Edit& edit) {
    const auto current = find_and_hold(tx, id, author.id);
    if (!current) return base::not_found();
    const Said said = settle(edit, *current);
    const auto media = TRY(media::find_attachable(tx, author.id, edit.media, {.status = id}));
    TRY(check_wording(said.wording, !media.empty() || current->is_quote));
    TRY(check_poll_of(edit, *current));
    TRY(check_media_words(edit));

    const Version former = version_now(tx, id);
    const bool changes_poll = replace_poll(tx, id, current->poll, edit.poll);
    const bool changes_media = change_media(tx, id, media, edit);
    const bool changes_policy = !edit.quote_policy.empty() && TRY(set_quote_policy(tx, author, id, edit.quote_policy));
    if (!changes_poll && !changes_media && said == current->said) {
        if (changes_policy) send_update(tx, author.id, id);
        return {};
    }

    const auto mentions = without_blocked(tx, author.id, find_mentions(tx, said.wording.text));
    revise(tx, current->status, former,
           {.text = said.wording.text,
            .content =
                render(tx.config(), said.wording.text, mentions, current->quoted ? url_of(tx, current->quoted) : ""),
            .spoiler_text = said.wording.spoiler_text,
            .is_sensitive = said.is_sensitive,
            .language = said.language,
            .mentions = mentions,
            .hashtags = find_hashtags(said.wording.text),
            .edited_at = tx.now()});
    send_update(tx, author.id, id);
    look_again_for_mentioned(tx, id, said.wording.text, mentions);
    return {};
}

void mention_found(db::Tx& tx, StatusId id) {
    const auto author = tx.query_integer("select account_id from statuses where id = $1 and is_local", {id});
    const auto current = author ? find_and_hold(tx, id, AccountId{*author}) : std::nullopt;
    if (!current) return;
    const Said& said = current->said;
    const auto mentions = without_blocked(tx, current->status.author, find_mentions(tx, said.wording.text));
    if (are_mentioned(tx, id, mentions)) return;
    const auto added = amend(tx, current->status,
                             {.content = render(tx.config(), said.wording.text, mentions,
                                                current->quoted ? url_of(tx, current->quoted) : ""),
                              .language = said.language,
                              .mentions = mentions,
                              .hashtags = find_hashtags(said.wording.text)});
    send_to_mentioned(tx, current->status.author, id, accounts_in(added));
}

} // namespace statuses
