#include "statuses/status_json.h"

namespace statuses {

namespace {

std::vector<PollId> polls_of(const StatusPage& page) {
    std::vector<PollId> polls;
    for (const StatusId id : page.originals()) {
        if (const PollId poll = page.row(id)->poll) polls.push_back(poll);
    }
    return polls;
}

std::vector<AccountId> together(std::span<const AccountId> some, std::span<const AccountId> others) {
    std::vector<AccountId> all(some.begin(), some.end());
    all.insert(all.end(), others.begin(), others.end());
    return all;
}

} // namespace

StatusEntities::StatusEntities(db::Tx& tx, std::span<const StatusId> ids, const accounts::Account& viewer,
                               std::span<const AccountId> others, filters::ComingMatcher filters)
    : web_url_(tx.config().web_url()),
      viewer_(viewer.id),
      page_(tx, ids, viewer),
      renderings_(tx, page_),
      accounts_(tx, together(others, renderings_.card_authors()), page_.authors(), accounts::Moved::Shown, viewer.id,
                page_.acquaintances()),
      polls_(tx, polls_of(page_), viewer.id),
      filters_(filters.take(tx)),
      now_(tx.now()) {
    if (!page_.all_statuses().empty()) load_emojis(tx);
}

// On PostgreSQL, what one statement found may be deleted before the next looks for the rest.
bool StatusEntities::is_complete(const StatusRow& row) const {
    return accounts_.has(row.author) && (row.reblog_of || renderings_.has(row.id));
}

bool StatusEntities::shows(StatusId id, Wish wish) const {
    if (!page_.shows(id, wish)) return false;
    const StatusRow& row = *page_.row(id);
    return is_complete(row) && (!row.reblog_of || is_complete(*page_.row(*row.reblog_of)));
}

void StatusEntities::load_emojis(db::Tx& tx) {
    for (const StatusId id : page_.originals()) {
        if (renderings_.has(id)) emojis_.want(page_.row(id)->author_domain, renderings_.of(id).emojis);
    }
    polls_.want_emojis(emojis_);
    emojis_.load(tx, page_.authors().begin()->second->emojis_revision);
}

void StatusEntities::write(json::Writer& out, StatusId id) const { write_row(out, *page_.row(id)); }

void StatusEntities::write_with_source(json::Writer& out, StatusId id, const Source& source) const {
    write_row(out, *page_.row(id), &source);
}

// A boost carries its original's words beside the original itself, as Mastodon's does.
void StatusEntities::write_row(json::Writer& out, const StatusRow& row, const Source* source, Depth depth) const {
    const StatusRow& original = row.reblog_of ? *page_.row(*row.reblog_of) : row;
    const base::StatusRendering& rendering = renderings_.of(original.id);
    out.begin_object();
    out.field("id", row.id);
    out.field("created_at", row.created_at);
    out.field("in_reply_to_id", row.in_reply_to);
    out.field("in_reply_to_account_id", row.in_reply_to_account);
    out.field("visibility", to_string(row.visibility));
    original.language.empty() ? out.null_field("language") : out.field("language", original.language);
    row.reblog_of ? write_boost(out, row) : out.raw(rendering.own);
    out.field("replies_count", row.replies_count);
    out.field("reblogs_count", row.reblogs_count);
    out.field("favourites_count", row.favourites_count);
    out.field("quotes_count", row.quotes_count);
    if (viewer_) write_viewer_fields(out, row, original);
    source ? out.field("text", source->text) : out.raw(rendering.content);
    out.raw(rendering.words);
    out.key("reblog");
    row.reblog_of ? write_row(out, original) : out.null();
    out.key("account");
    accounts_.write(out, row.author);
    write_emojis(out, original, rendering);
    write_quote(out, original, depth);
    out.key("card");
    renderings_.write_card(out, original.id, accounts_);
    out.key("poll");
    polls_.has(original.poll) ? polls_.write(out, original.poll, emojis_) : out.null();
    out.key("quote_approval");
    accounts::write_approval(out, original.quote_policy, page_.quoting_of(original));
    out.end_object();
}

void StatusEntities::write_boost(json::Writer& out, const StatusRow& row) const {
    const std::string uri =
        row.boost_uri.empty() ? local_uri(web_url_, row.author_username, row.id) + "/activity" : row.boost_uri;
    out.field("uri", uri);
    out.field("url", row.boost_url.empty() ? uri : row.boost_url);
    out.null_field("application");
}

void StatusEntities::write_quote(json::Writer& out, const StatusRow& original, Depth depth) const {
    out.key("quote");
    const auto quote = page_.quote_of(original);
    if (!quote) return out.null();
    out.begin_object();
    const bool is_gone = quote->quoted && !is_complete(*quote->quoted);
    out.field("state", is_gone ? "deleted" : quote->state);
    const StatusRow* quoted = is_gone ? nullptr : quote->quoted;
    if (depth == Depth::Quoted) {
        quoted ? out.field("quoted_status_id", quoted->id) : out.null_field("quoted_status_id");
    } else {
        out.key("quoted_status");
        quoted ? write_row(out, *quoted, nullptr, Depth::Quoted) : out.null();
    }
    out.end_object();
}

void StatusEntities::write_viewer_fields(json::Writer& out, const StatusRow& row, const StatusRow& original) const {
    out.field("favourited", original.standing.marks.favourited);
    out.field("reblogged", original.standing.marks.reblogged);
    out.field("muted", original.standing.marks.muted);
    out.field("bookmarked", original.standing.marks.bookmarked);
    const bool can_be_pinned = row.author == viewer_ && !row.reblog_of && row.visibility != Visibility::Direct;
    if (can_be_pinned) out.field("pinned", original.standing.marks.pinned);
    write_filtered(out, row, original);
}

void StatusEntities::write_filtered(json::Writer& out, const StatusRow& row, const StatusRow& original) const {
    if (filters_->is_empty()) return out.empty_array_field("filtered");
    std::string searched;
    if (filters_->looks_at_texts()) {
        searched = renderings_.of(original.id).searched;
        if (polls_.has(original.poll))
            searched += filters::folded({.spoiler_text = {}, .text = {}, .more = polls_.titles(original.poll)});
    }
    out.key("filtered");
    filters_->write(out, {.status = row.id, .original = row.reblog_of.value_or(StatusId{}), .folded_text = searched},
                    now_);
}

void StatusEntities::write_emojis(json::Writer& out, const StatusRow& original,
                                  const base::StatusRendering& rendering) const {
    auto texts = polls_.titles(original.poll);
    texts.insert(texts.begin(), rendering.emojis);
    out.key("emojis");
    emojis_.write(out, original.author_domain, texts);
}

void write_statuses(json::Writer& out, db::Tx& tx, std::span<const StatusId> ids, const accounts::Account& viewer,
                    Wish wish) {
    const StatusEntities entities(tx, ids, viewer);
    out.begin_array();
    for (const StatusId id : ids) {
        if (entities.shows(id, wish)) entities.write(out, id);
    }
    out.end_array();
}

void write_status(json::Writer& out, db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    StatusEntities(tx, std::span(&id, 1), viewer).write(out, id);
}

} // namespace statuses
