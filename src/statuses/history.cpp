#include "statuses/history.h"

#include "accounts/account_json.h"
#include "instance/custom_emojis.h"
#include "media/attachment_json.h"
#include "statuses/polls.h"

#include <algorithm>

namespace statuses {

namespace {

constexpr int kMaxShown = 1000;

std::string option_array(const std::vector<std::string>& titles) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const std::string& title : titles) {
        out.begin_object();
        out.field("title", title);
        out.end_object();
    }
    out.end_array();
    return text;
}

bool has_versions(db::Tx& tx, StatusId id) {
    return tx.query_integer("select 1 from status_edits where status_id = $1 limit 1", {id}).has_value();
}

void insert_version(db::Tx& tx, StatusId id, const Version& version) {
    tx.exec(R"(
        insert into status_edits (id, status_id, content, spoiler_text, is_sensitive, poll_options, media,
                                  created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8))", {tx.new_id(), id, version.content, version.spoiler_text, version.is_sensitive,
                       version.poll_options, version.media, version.created_at});
}

// What versions of one post show besides their words.
struct Surroundings {
    accounts::AccountEntities accounts;
    media::EverAttached media;
    std::string domain; // Its author's.
    instance::EmojiEntities emojis;
};

void write_version(json::Writer& out, const Version& version, const Surroundings& shown, AccountId author) {
    out.begin_object();
    out.field("content", version.content);
    out.field("spoiler_text", version.spoiler_text);
    out.field("sensitive", version.is_sensitive);
    out.field("created_at", version.created_at);
    out.key("account");
    shown.accounts.write(out, author);
    if (!version.poll_options.empty()) {
        out.key("poll");
        out.begin_object();
        out.raw_field("options", version.poll_options);
        out.end_object();
    }
    out.key("media_attachments");
    shown.media.write(out, version.media);
    out.key("emojis");
    shown.emojis.write(out, shown.domain, {version.spoiler_text, version.content, version.poll_options});
    out.end_object();
}

std::string domain_of(db::Tx& tx, AccountId account) {
    auto rows = tx.query("select domain from accounts where id = $1", {account});
    return rows.next() ? rows.string(0) : std::string();
}

} // namespace

Version version_now(db::Tx& tx, StatusId id) {
    auto rows = tx.query(R"(
        select content, spoiler_text, is_sensitive, coalesce(edited_at, created_at), poll_id
        from statuses where id = $1)", {id});
    if (!rows.next()) throw std::logic_error("the history of a status that is not there");
    const auto poll = rows.id<PollId>(4);
    return {.content = rows.string(0),
            .spoiler_text = rows.string(1),
            .is_sensitive = rows.boolean(2),
            .media = media::described(media::attached_to(tx, id)),
            .poll_options = poll ? option_array(poll_options(tx, poll)) : "",
            .created_at = rows.time(3)};
}

void keep_edit(db::Tx& tx, StatusId id, const Version& former) {
    if (!has_versions(tx, id)) insert_version(tx, id, former);
    insert_version(tx, id, version_now(tx, id));
}

std::vector<Version> versions_of(db::Tx& tx, StatusId id) {
    std::vector<Version> versions;
    auto rows = tx.query(R"(
        select content, spoiler_text, is_sensitive, poll_options, created_at, media from status_edits
        where status_id = $1 order by id desc limit $2)", {id, kMaxShown});
    while (rows.next()) {
        versions.push_back({.content = rows.string(0),
                            .spoiler_text = rows.string(1),
                            .is_sensitive = rows.boolean(2),
                            .media = rows.string(5),
                            .poll_options = rows.string(3),
                            .created_at = rows.time(4)});
    }
    if (versions.empty()) versions.push_back(version_now(tx, id));
    std::reverse(versions.begin(), versions.end());
    return versions;
}

void write_versions(json::Writer& out, db::Tx& tx, const std::vector<Version>& versions, const Status& status) {
    Surroundings shown{.accounts = {tx, std::span(&status.author, 1)},
                       .media = {tx, status.id},
                       .domain = status.is_local ? "" : domain_of(tx, status.author),
                       .emojis = {}};
    for (const Version& version : versions) {
        for (const std::string_view text : {version.spoiler_text, version.content, version.poll_options}) {
            shown.emojis.want(shown.domain, text);
        }
    }
    shown.emojis.load(tx);
    out.begin_array();
    for (const Version& version : versions) write_version(out, version, shown, status.author);
    out.end_array();
}

} // namespace statuses
