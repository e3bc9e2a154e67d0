#include "statuses/status_json.h"

#include "accounts/accounts.h"
#include "base/html_text.h"
#include "statuses/hashtags.h"

#include <algorithm>

namespace statuses {

namespace {

std::vector<PollId> polls_of(const StatusPage& page) {
    std::vector<PollId> polls;
    for (const StatusId id : page.originals()) {
        if (const PollId poll = page.row(id)->poll) polls.push_back(poll);
    }
    return polls;
}

// Those that may have a preview.
std::vector<StatusId> with_links(const StatusPage& page) {
    std::vector<StatusId> statuses;
    for (const StatusId id : page.originals()) {
        if (page.row(id)->content.find("<a ") != std::string::npos) statuses.push_back(id);
    }
    return statuses;
}

std::vector<AccountId> shown_accounts(const StatusPage& page, const cards::CardEntities& cards,
                                      std::span<const AccountId> others) {
    auto accounts = page.authors();
    accounts.insert(accounts.end(), others.begin(), others.end());
    accounts.insert(accounts.end(), cards.authors().begin(), cards.authors().end());
    return accounts;
}

} // namespace

StatusEntities::StatusEntities(db::Tx& tx, std::span<const StatusId> ids, const accounts::Account& viewer,
                               std::span<const AccountId> others)
    : config_(tx.config()),
      web_url_(config_.web_url()),
      viewer_(viewer.id),
      page_(tx, ids, viewer),
      cards_(tx, with_links(page_)),
      accounts_(tx, shown_accounts(page_, cards_, others)),
      media_(tx, page_.originals()),
      polls_(tx, polls_of(page_), viewer.id),
      filters_(tx, page_.all_statuses().empty() ? AccountId{} : viewer.id, page_.all_statuses()),
      now_(tx.now()) {
    if (page_.all_statuses().empty()) return;
    load_tags(tx);
    load_emojis(tx);
}

void StatusEntities::load_tags(db::Tx& tx) {
    auto rows = tx.query(R"(
        select st.status_id, t.id, t.name
        from ids($1) l
        join statuses_tags st on st.status_id = l.value
        join tags t on t.id = st.tag_id)", {page_.originals()});
    while (rows.next()) tags_[rows.id<StatusId>(0)].push_back({rows.id<TagId>(1), rows.string(2)});
    for (auto& [status, tags] : tags_) std::ranges::sort(tags, {}, &Tag::id);
}

void StatusEntities::load_emojis(db::Tx& tx) {
    for (const StatusId id : page_.originals()) {
        const StatusRow& row = *page_.row(id);
        emojis_.want(row.author_domain, row.content);
        emojis_.want(row.author_domain, row.spoiler_text);
    }
    polls_.want_emojis(emojis_);
    emojis_.load(tx);
}

void StatusEntities::write(json::Writer& out, StatusId id) const { write_row(out, *page_.row(id), Body::Content); }

void StatusEntities::write_with_source(json::Writer& out, StatusId id) const {
    write_row(out, *page_.row(id), Body::Source);
}

// A boost carries its original's words beside the original itself, as Mastodon's does.
void StatusEntities::write_row(json::Writer& out, const StatusRow& row, Body body, Depth depth) const {
    const StatusRow& original = row.reblog_of ? *page_.row(*row.reblog_of) : row;
    out.begin_object();
    out.field("id", row.id);
    out.field("created_at", row.created_at);
    out.field("in_reply_to_id", row.in_reply_to);
    out.field("in_reply_to_account_id", row.in_reply_to_account);
    out.field("sensitive", original.is_sensitive);
    out.field("spoiler_text", original.spoiler_text);
    out.field("visibility", to_string(row.visibility));
    original.language.empty() ? out.null_field("language") : out.field("language", original.language);
    const std::string activity = row.reblog_of ? "/activity" : "";
    out.field("uri", row.uri.empty() ? local_uri(web_url_, row.author_username, row.id) + activity : row.uri);
    out.field("url", !row.url.empty() ? row.url
                     : row.reblog_of  ? local_uri(web_url_, row.author_username, row.id) + activity
                                      : local_url(web_url_, row.author_username, row.id));
    out.field("replies_count", row.replies_count);
    out.field("reblogs_count", row.reblogs_count);
    out.field("favourites_count", row.favourites_count);
    out.field("quotes_count", row.quotes_count);
    out.field("edited_at", original.edited_at);
    if (viewer_) write_viewer_fields(out, row, original);
    body == Body::Content ? out.field("content", original.content) : out.field("text", original.text);
    out.key("reblog");
    row.reblog_of ? write_row(out, original, Body::Content) : out.null();
    write_application(out, row);
    out.key("account");
    accounts_.write(out, row.author);
    out.key("media_attachments");
    media_.write(out, original.id);
    write_mentions(out, original.id);
    write_tags(out, original.id);
    write_emojis(out, original);
    out.empty_array_field("tagged_collections");
    write_quote(out, original, depth);
    out.key("card");
    cards_.write(out, original.id, accounts_);
    out.key("poll");
    polls_.has(original.poll) ? polls_.write(out, original.poll, emojis_) : out.null();
    out.key("quote_approval");
    write_quote_approval(out, original.quote_policy, page_.quoting_of(original));
    out.end_object();
}

void StatusEntities::write_quote(json::Writer& out, const StatusRow& original, Depth depth) const {
    out.key("quote");
    const auto quote = page_.quote_of(original);
    if (!quote) return out.null();
    out.begin_object();
    out.field("state", quote->state);
    if (depth == Depth::Quoted) {
        quote->quoted ? out.field("quoted_status_id", quote->quoted->id) : out.null_field("quoted_status_id");
    } else {
        out.key("quoted_status");
        quote->quoted ? write_row(out, *quote->quoted, Body::Content, Depth::Quoted) : out.null();
    }
    out.end_object();
}

void StatusEntities::write_viewer_fields(json::Writer& out, const StatusRow& row, const StatusRow& original) const {
    out.field("favourited", original.marks.favourited);
    out.field("reblogged", original.marks.reblogged);
    out.field("muted", original.marks.muted);
    out.field("bookmarked", original.marks.bookmarked);
    const bool can_be_pinned = row.author == viewer_ && !row.reblog_of && row.visibility != Visibility::Direct;
    if (can_be_pinned) out.field("pinned", original.marks.pinned);
    write_filtered(out, row, original);
}

void StatusEntities::write_filtered(json::Writer& out, const StatusRow& row, const StatusRow& original) const {
    if (filters_.is_empty()) return out.empty_array_field("filtered");
    std::string searched;
    if (filters_.looks_at_texts()) {
        const std::string text = original.is_local ? original.text : base::html_to_text(original.content);
        auto more = polls_.titles(original.poll);
        const std::string descriptions = media_.descriptions(original.id);
        more.emplace_back(descriptions);
        searched = filters::folded({.spoiler_text = original.spoiler_text, .text = text, .more = more});
    }
    out.key("filtered");
    filters_.write(out, {.status = row.id, .original = row.reblog_of.value_or(StatusId{}), .folded_text = searched},
                   now_);
}

void StatusEntities::write_application(json::Writer& out, const StatusRow& row) const {
    out.key("application");
    if (row.application_name.empty()) return out.null();
    out.begin_object();
    out.field("name", row.application_name);
    out.field("website", row.application_website);
    out.end_object();
}

void StatusEntities::write_mentions(json::Writer& out, StatusId id) const {
    out.key("mentions");
    out.begin_array();
    for (const MentionRow& mention : page_.mentions(id)) {
        if (mention.is_silent) continue;
        out.begin_object();
        out.field("id", mention.account);
        out.field("username", mention.username);
        out.field("url", mention.url.empty() ? accounts::local_url(config_, mention.username) : mention.url);
        out.field("acct", mention.domain.empty() ? mention.username : mention.username + "@" + mention.domain);
        out.end_object();
    }
    out.end_array();
}

void StatusEntities::write_tags(json::Writer& out, StatusId id) const {
    out.key("tags");
    out.begin_array();
    if (const auto found = tags_.find(id); found != tags_.end()) {
        for (const Tag& tag : found->second) {
            out.begin_object();
            out.field("name", tag.name);
            out.field("url", hashtag_url(web_url_, tag.name));
            out.end_object();
        }
    }
    out.end_array();
}

void StatusEntities::write_emojis(json::Writer& out, const StatusRow& original) const {
    auto texts = polls_.titles(original.poll);
    texts.insert(texts.begin(), {original.spoiler_text, original.content});
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

std::string local_uri(std::string_view web_url, std::string_view username, StatusId id) {
    std::string uri(web_url);
    uri.append("/users/").append(username).append("/statuses/").append(std::to_string(id.value));
    return uri;
}

std::string local_url(std::string_view web_url, std::string_view username, StatusId id) {
    std::string url(web_url);
    url.append("/@").append(username).append("/").append(std::to_string(id.value));
    return url;
}

} // namespace statuses
