#include "statuses/status_document.h"

#include "accounts/accounts.h"
#include "accounts/actors.h"
#include "base/network.h"
#include "federation/addresses.h"
#include "federation/collections.h"
#include "federation/context_json.h"
#include "statuses/hashtags.h"
#include "statuses/outgoing_quotes.h"
#include "statuses/quotes.h"
#include "statuses/replies.h"
#include "statuses/status_json.h"
#include "statuses/threads.h"

#include <algorithm>

namespace statuses {

namespace {

using federation::Place;

constexpr std::size_t kOwnReplies = 5; // Of an author to themselves, within the document.
constexpr int kMaxOwnReplies = 1000;   // Looked at for a whole page.

// As OStatus named conversations, which is what others compare.
std::string conversation_uri(const base::Config& config, StatusId first) {
    return "tag:" + config.domain + "," + base::iso_date(base::time_of_id(first.value))
           + ":objectId=" + std::to_string(first.value) + ":objectType=Conversation";
}

// Whoever reads it must be named, also who is not mentioned any more.
bool is_for_some(Visibility visibility) {
    return visibility == Visibility::Private || visibility == Visibility::Direct;
}

// How many there are, and not who.
void write_count(json::Writer& out, const std::string& id, std::int64_t count, Place place) {
    federation::write_collection(out, {.id = id, .order = federation::Order::None, .total_items = count}, place);
}

// One language, for those who can tell them apart.
void write_in_language(json::Writer& out, json::Name name, const std::string& language, const std::string& text) {
    if (language.empty()) return;
    out.key(name);
    out.begin_object();
    out.key(language);
    out.value(text);
    out.end_object();
}

} // namespace

StatusDocuments::StatusDocuments(db::Tx& tx, std::span<const StatusId> ids)
    : config_(tx.config()), web_url_(config_.web_url()) {
    if (ids.empty()) return;
    load_posts(tx, ids);
    load_originals(tx);
    std::vector<StatusId> all;
    std::vector<PollId> polls;
    for (const auto& [id, post] : posts_) {
        all.push_back(id);
        if (post.poll) polls.push_back(post.poll);
    }
    if (all.empty()) return;
    std::sort(all.begin(), all.end());
    load_mentions(tx, all);
    load_hashtags(tx, all);
    load_own_replies(tx, all);
    polls_.load(tx, polls);
    media_.emplace(tx, all);
    load_emojis(tx);
}

StatusDocuments::Post StatusDocuments::read_post(const db::Rows& rows) const {
    const auto author = rows.string(1);
    Post post;
    post.id = rows.id<StatusId>(0);
    post.actor = accounts::local_uri(config_, author);
    post.uri = local_uri(web_url_, author, post.id);
    post.url = local_url(web_url_, author, post.id);
    post.visibility = static_cast<Visibility>(rows.small(2));
    post.content = rows.text(3);
    post.spoiler_text = rows.text(4);
    post.is_sensitive = rows.boolean(5);
    post.language = rows.text(6);
    post.created_at = rows.time(7);
    post.edited_at = rows.maybe_time(8);
    post.poll = rows.id<PollId>(9);
    post.reblogs_count = rows.integer(10);
    post.favourites_count = rows.integer(11);
    if (rows.boolean(12)) post.conversation = conversation_uri(config_, rows.id<StatusId>(13));
    if (!rows.is_null(15)) {
        post.in_reply_to =
            rows.is_null(14) ? local_uri(web_url_, rows.text(16), rows.id<StatusId>(15)) : rows.string(14);
    }
    post.reblog_of = rows.id<StatusId>(17);
    if (post.reblog_of) {
        post.original_uri = rows.is_null(18) ? local_uri(web_url_, rows.text(19), post.reblog_of) : rows.string(18);
        post.original_actor = accounts::actor_uri(config_, rows.text(19), rows.text(20));
        post.is_own_private_original = rows.boolean(21);
    }
    post.quote_policy = QuotePolicy(rows.integer(22));
    if (!rows.is_null(23)) read_quote(post, rows);
    if (!rows.is_null(28)) post.context = thread_uri(web_url_, rows.id<AccountId>(28), rows.id<StatusId>(13));
    return post;
}

// What is quoted, whatever its author says; that they agree, only while they do.
void StatusDocuments::read_quote(Post& post, const db::Rows& rows) const {
    const auto state = static_cast<QuoteState>(rows.small(23));
    const bool is_ours = rows.text(24).empty();
    post.awaits_permission = state == QuoteState::Pending;
    if (is_ours && rows.is_null(26)) return; // Deleted.
    post.quoted = is_ours ? local_uri(web_url_, rows.text(27), rows.id<StatusId>(26)) : rows.string(24);
    if (state == QuoteState::Accepted) {
        post.quote_authorization =
            is_ours ? quote_authorization_uri(web_url_, rows.text(27), post.id) : rows.string(25);
    }
}

// The columns: of the post, whether and which conversation began here, what it answers, what it boosts, what it quotes,
// and who began the conversation, where that is for everybody.
void StatusDocuments::load_posts(db::Tx& tx, std::span<const StatusId> ids) {
    auto rows = tx.query(R"(
        select s.id, a.username, s.visibility, s.content, s.spoiler_text, s.is_sensitive, s.language, s.created_at,
               s.edited_at, s.poll_id, t.reblogs_count, t.favourites_count,
               coalesce(c.is_local, false), s.conversation_id,
               p.uri, p.id, pa.username,
               o.id, o.uri, oa.username, oa.uri, o.visibility = 2 and o.account_id = s.account_id,
               s.quote_policy, q.state, q.quoted_uri, q.approval_uri, q.quoted_status_id, qa.username,
               case when c.is_local and c.visibility < 2 then c.account_id end
        from ids($1) l
        join statuses s on s.id = l.value
        join accounts a on a.id = s.account_id
        left join status_stats t on t.status_id = s.id
        left join statuses c on c.id = s.conversation_id
        left join statuses p on p.id = s.in_reply_to_id
        left join accounts pa on pa.id = p.account_id
        left join statuses o on o.id = s.reblog_of_id
        left join accounts oa on oa.id = o.account_id
        left join quotes q on q.status_id = s.id
        left join accounts qa on qa.id = q.quoted_account_id
        where s.is_local)", {ids});
    while (rows.next()) {
        Post post = read_post(rows);
        posts_.insert_or_assign(post.id, std::move(post));
    }
}

// Who boosts a post of their own that is for followers gives it to them whole: nobody else may fetch it.
void StatusDocuments::load_originals(db::Tx& tx) {
    std::vector<StatusId> missing;
    for (const auto& [id, post] : posts_) {
        if (post.is_own_private_original && !posts_.contains(post.reblog_of)) missing.push_back(post.reblog_of);
    }
    if (!missing.empty()) load_posts(tx, missing);
}

void StatusDocuments::load_mentions(db::Tx& tx, std::span<const StatusId> ids) {
    auto rows = tx.query(R"(
        select m.status_id, a.username, a.domain, a.uri, m.is_silent, m.account_id
        from ids($1) l
        join mentions m on m.status_id = l.value
        join accounts a on a.id = m.account_id)", {ids});
    std::vector<std::tuple<StatusId, std::int64_t, Mention>> found;
    while (rows.next()) {
        const std::string domain = rows.text(2).empty() ? config_.domain : base::readable_domain(rows.text(2));
        found.emplace_back(rows.id<StatusId>(0), rows.integer(5),
                           Mention{.uri = accounts::actor_uri(config_, rows.text(1), rows.text(3)),
                                   .acct = rows.string(1) + "@" + domain,
                                   .is_silent = rows.boolean(4)});
    }
    std::ranges::sort(found, {}, [](const auto& one) { return std::get<1>(one); });
    for (auto& [status, account, mention] : found) mentions_[status].push_back(std::move(mention));
}

void StatusDocuments::load_hashtags(db::Tx& tx, std::span<const StatusId> ids) {
    auto rows = tx.query(R"(
        select st.status_id, t.name from ids($1) l
        join statuses_tags st on st.status_id = l.value
        join tags t on t.id = st.tag_id)", {ids});
    while (rows.next()) hashtags_[rows.id<StatusId>(0)].push_back(rows.string(1));
    for (auto& [status, names] : hashtags_) std::sort(names.begin(), names.end());
}

void StatusDocuments::load_own_replies(db::Tx& tx, std::span<const StatusId> ids) {
    auto rows = tx.query(R"(
        select s.id, r.id from ids($1) l
        join statuses s on s.id = l.value
        join statuses r on r.in_reply_to_id = s.id and r.account_id = s.account_id
        where r.visibility < 2
        limit $2)", {ids, kMaxOwnReplies});
    std::vector<std::pair<StatusId, StatusId>> found;
    while (rows.next()) found.emplace_back(rows.id<StatusId>(1), rows.id<StatusId>(0));
    std::sort(found.begin(), found.end());
    for (const auto& [reply, status] : found) {
        const std::string& uri = posts_.at(status).uri; // The same author's.
        auto& replies = own_replies_[status];
        if (replies.uris.size() == kOwnReplies) continue;
        replies.uris.push_back(uri.substr(0, uri.rfind('/') + 1) + std::to_string(reply.value));
        replies.last = reply;
    }
}

void StatusDocuments::load_emojis(db::Tx& tx) {
    for (const auto& [id, post] : posts_) {
        emojis_.want(post.content);
        emojis_.want(post.spoiler_text);
        for (const auto title : polls_.titles(post.poll)) emojis_.want(title);
    }
    emojis_.load(tx);
}

const std::vector<StatusDocuments::Mention>& StatusDocuments::mentions(StatusId id) const {
    static const std::vector<Mention> kNone;
    const auto found = mentions_.find(id);
    return found == mentions_.end() ? kNone : found->second;
}

void StatusDocuments::write_audience(json::Writer& out, StatusId id) const {
    const Post& post = posts_.at(id);
    std::vector<std::string> to, cc;
    auto& mentioned = post.visibility == Visibility::Direct ? to : cc;
    if (post.reblog_of) cc.push_back(post.original_actor);
    if (post.visibility == Visibility::Public) to.emplace_back(federation::kPublic);
    if (post.visibility == Visibility::Public) cc.push_back(federation::followers_url(post.actor));
    if (post.visibility == Visibility::Unlisted || post.visibility == Visibility::Private) {
        to.push_back(federation::followers_url(post.actor));
    }
    if (post.visibility == Visibility::Unlisted) cc.emplace_back(federation::kPublic);
    for (const Mention& mention : mentions(id)) {
        if (!mention.is_silent || is_for_some(post.visibility)) mentioned.push_back(mention.uri);
    }

    const auto write = [&](json::Name name, const std::vector<std::string>& uris) {
        out.key(name);
        out.begin_array();
        for (const auto& uri : uris) out.value(uri);
        out.end_array();
    };
    write("to", to);
    write("cc", cc);
}

void StatusDocuments::write_names(json::Writer& out, const Post& post) const {
    const auto or_null = [&](json::Name name, const std::string& text) {
        text.empty() ? out.null_field(name) : out.field(name, text);
    };
    out.field("id", post.uri);
    out.field("type", polls_.has(post.poll) ? "Question" : "Note");
    or_null("inReplyTo", post.in_reply_to);
    out.field("published", post.created_at);
    if (post.edited_at) out.field("updated", *post.edited_at);
    out.field("url", post.url);
    out.field("attributedTo", post.actor);
    write_audience(out, post.id);
    out.field("atomUri", post.uri);
    or_null("inReplyToAtomUri", post.in_reply_to);
    if (!post.conversation.empty()) out.field("conversation", post.conversation);
    if (!post.context.empty()) out.field("context", post.context);
}

void StatusDocuments::write_words(json::Writer& out, const Post& post) const {
    post.spoiler_text.empty() ? out.null_field("summary") : out.field("summary", post.spoiler_text);
    out.field("sensitive", post.is_sensitive);
    out.field("content", post.content);
    write_in_language(out, "contentMap", post.language, post.content);
    if (!post.spoiler_text.empty()) write_in_language(out, "summaryMap", post.language, post.spoiler_text);
}

void StatusDocuments::write_tags(json::Writer& out, const Post& post) const {
    out.key("tag");
    out.begin_array();
    for (const Mention& mention : mentions(post.id)) {
        if (mention.is_silent) continue;
        out.begin_object();
        out.field("type", "Mention");
        out.field("href", mention.uri);
        out.field("name", "@" + mention.acct);
        out.end_object();
    }
    if (const auto found = hashtags_.find(post.id); found != hashtags_.end()) {
        for (const auto& name : found->second) federation::write_hashtag(out, name, hashtag_url(web_url_, name));
    }
    auto texts = polls_.titles(post.poll);
    texts.insert(texts.begin(), {post.content, post.spoiler_text});
    emojis_.write(out, texts);
    out.end_array();
}

void StatusDocuments::write_replies(json::Writer& out, StatusId id, Place place) const {
    const auto found = own_replies_.find(id);
    const bool has_own = found != own_replies_.end();
    const std::string collection = uri(id) + "/replies";
    out.begin_object();
    federation::write_context(out, place, federation::kPlainContext);
    out.field("id", collection);
    out.field("type", "Collection");
    out.key("first");
    federation::write_page(out,
                           {.id = collection + "?page=true",
                            .part_of = collection,
                            .order = federation::Order::None,
                            .next = replies_page_id(collection, has_own ? Repliers::Author : Repliers::Others,
                                                    has_own ? found->second.last : StatusId{})},
                           Place::Inside, "", [&] {
                               if (!has_own) return;
                               for (const auto& reply : found->second.uris) out.value(reply);
                           });
    out.end_object();
}

void StatusDocuments::write_likes(json::Writer& out, StatusId id, Place place) const {
    write_count(out, uri(id) + "/likes", posts_.at(id).favourites_count, place);
}

void StatusDocuments::write_shares(json::Writer& out, StatusId id, Place place) const {
    write_count(out, uri(id) + "/shares", posts_.at(id).reblogs_count, place);
}

// As Mastodon has it, and as Fedibird and Misskey had it before.
void StatusDocuments::write_quote(json::Writer& out, const Post& post) const {
    if (post.quoted.empty()) return;
    out.field("quote", post.quoted);
    out.field("_misskey_quote", post.quoted);
    out.field("quoteUri", post.quoted);
    if (!post.quote_authorization.empty()) out.field("quoteAuthorization", post.quote_authorization);
}

void StatusDocuments::write_quote_policy(json::Writer& out, const Post& post) const {
    out.key("interactionPolicy");
    out.begin_object();
    out.key("canQuote");
    out.begin_object();
    out.key("automaticApproval");
    out.begin_array();
    const bool is_open = post.quote_policy.accepts(QuotePolicy::Public);
    if (is_open) out.value(federation::kPublic);
    if (post.quote_policy.accepts(QuotePolicy::Followers)) out.value(federation::followers_url(post.actor));
    if (!is_open && !post.quote_policy.accepts(QuotePolicy::Followers)) out.value(post.actor);
    out.end_array();
    out.end_object();
    out.end_object();
}

void StatusDocuments::write_object(json::Writer& out, StatusId id, Place place) const {
    const Post& post = posts_.at(id);
    out.begin_object();
    federation::write_context(out, place, federation::kStatusContext);
    write_names(out, post);
    write_words(out, post);
    out.key("attachment");
    media_->write_documents(out, id);
    write_tags(out, post);
    out.key("replies");
    write_replies(out, id, Place::Inside);
    out.key("likes");
    write_likes(out, id, Place::Inside);
    out.key("shares");
    write_shares(out, id, Place::Inside);
    write_quote(out, post);
    write_quote_policy(out, post);
    if (polls_.has(post.poll)) polls_.write_members(out, post.poll);
    out.end_object();
}

void StatusDocuments::write_activity(json::Writer& out, StatusId id, Place place) const {
    const Post& post = posts_.at(id);
    out.begin_object();
    federation::write_context(out, place, federation::kStatusContext);
    out.field("id", post.uri + "/activity");
    out.field("type", post.reblog_of ? "Announce" : "Create");
    out.field("actor", post.actor);
    out.field("published", post.created_at);
    write_audience(out, id);
    out.key("object");
    if (!post.reblog_of) {
        write_object(out, id, Place::Inside);
    } else if (post.is_own_private_original && place == Place::Alone) {
        write_object(out, post.reblog_of, Place::Inside);
    } else {
        out.value(post.original_uri);
    }
    out.end_object();
}

} // namespace statuses
