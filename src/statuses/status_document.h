#pragma once

#include "base/config.h"
#include "base/json.h"
#include "db/db.h"
#include "federation/documents.h"
#include "instance/emoji_document.h"
#include "media/attachment_json.h"
#include "statuses/poll_document.h"
#include "statuses/quote_policy.h"
#include "statuses/status.h"

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

// Our posts and boosts as other servers get them. Who may have one decides whoever gives it.
namespace statuses {

// The documents of a page. The number of queries does not depend on the number of posts.
class StatusDocuments {
public:
    StatusDocuments(db::Tx& tx, std::span<const StatusId> ids);

    // Whether it is there and ours.
    bool has(StatusId id) const { return posts_.contains(id); }
    // The address of its document.
    const std::string& uri(StatusId id) const { return posts_.at(id).uri; }
    // The address of its author.
    const std::string& actor(StatusId id) const { return posts_.at(id).actor; }
    Visibility visibility(StatusId id) const { return posts_.at(id).visibility; }
    // That of what a boost is of.
    const std::string& original_uri(StatusId id) const { return posts_.at(id).original_uri; }
    // Whether it quotes somebody who has not answered yet whether it may.
    bool awaits_permission(StatusId id) const { return posts_.at(id).awaits_permission; }
    // A Note, or a Question when it has a poll. Must be there, and no boost.
    void write_object(json::Writer& out, StatusId id, federation::Place place = federation::Place::Alone) const;
    // Its Create, or the Announce of a boost. With that of one's own post for followers goes the post itself, which
    // others could not fetch, but not into an Undo or a page, which more people get.
    void write_activity(json::Writer& out, StatusId id, federation::Place place = federation::Place::Alone) const;
    // Whom it is addressed to: "to" and "cc".
    void write_audience(json::Writer& out, StatusId id) const;
    // Collections: the first answers, and how many like and boost it.
    void write_replies(json::Writer& out, StatusId id, federation::Place place = federation::Place::Alone) const;
    void write_likes(json::Writer& out, StatusId id, federation::Place place = federation::Place::Alone) const;
    void write_shares(json::Writer& out, StatusId id, federation::Place place = federation::Place::Alone) const;

private:
    struct Post {
        StatusId id;
        Visibility visibility = Visibility::Public;
        std::string actor, uri, url;
        std::string content, spoiler_text, language;
        bool is_sensitive = false;
        base::Time created_at{};
        std::optional<base::Time> edited_at;
        std::string in_reply_to, conversation, context; // Empty: none.
        StatusId reblog_of;
        std::string original_uri, original_actor; // Of a boost.
        bool is_own_private_original = false;
        PollId poll;
        std::int64_t reblogs_count = 0, favourites_count = 0;
        QuotePolicy quote_policy;
        bool awaits_permission = false;
        std::string quoted, quote_authorization; // Addresses; empty: it quotes nothing, or nobody has said yes yet.
    };
    struct Mention {
        std::string uri, acct;
        bool is_silent = false;
    };
    struct OwnReplies {
        std::vector<std::string> uris;
        StatusId last;
    };

    void load_posts(db::Tx& tx, std::span<const StatusId> ids);
    void load_originals(db::Tx& tx);
    void load_mentions(db::Tx& tx, std::span<const StatusId> ids);
    void load_hashtags(db::Tx& tx, std::span<const StatusId> ids);
    void load_own_replies(db::Tx& tx, std::span<const StatusId> ids);
    void load_emojis(db::Tx& tx);

    Post read_post(const db::Rows& rows) const;
    void write_names(json::Writer& out, const Post& post) const;
    void write_words(json::Writer& out, const Post& post) const;
    void write_tags(json::Writer& out, const Post& post) const;
    void read_quote(Post& post, const db::Rows& rows) const;
    void write_quote(json::Writer& out, const Post& post) const;
    void write_quote_policy(json::Writer& out, const Post& post) const;
    const std::vector<Mention>& mentions(StatusId id) const;

    const base::Config& config_;
    std::string web_url_;
    std::unordered_map<StatusId, Post> posts_;
    std::unordered_map<StatusId, std::vector<Mention>> mentions_;
    std::unordered_map<StatusId, std::vector<std::string>> hashtags_;
    std::unordered_map<StatusId, OwnReplies> own_replies_;
    PollDocuments polls_;
    std::optional<media::AttachmentEntities> media_; // None: there are no posts.
    instance::EmojiDocuments emojis_;
};

} // namespace statuses
