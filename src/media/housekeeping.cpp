#include "media/housekeeping.h"

#include "base/crypto.h"
#include "media/proxy.h"
#include "media/store.h"

#include <cstring>
#include <fmt/core.h>

namespace media {
namespace {

Total total(db::Tx& tx, std::string_view sql) {
    auto rows = tx.query(sql);
    return rows.next() ? Total{.files = rows.integer(0), .bytes = rows.integer(1)} : Total{};
}

// The key in one of our URLs.
std::string_view key_in(const base::Config& config, std::string_view url) {
    const auto at = url.find(kLocalPath);
    if (!config.media_url.empty() && url.starts_with(config.media_url)) {
        url.remove_prefix(std::min(config.media_url.size() + 1, url.size()));
    } else if (at != std::string_view::npos) {
        url.remove_prefix(at + kLocalPath.size());
    }
    return is_key(url) ? url : std::string_view();
}

// ".../media_proxy/KIND/ID/MARK"
std::optional<Subject> subject_in(std::string_view url) {
    constexpr std::string_view kPath = "/media_proxy/";
    const auto at = url.find(kPath);
    if (at == std::string_view::npos) return std::nullopt;
    url.remove_prefix(at + kPath.size());
    const auto slash = url.find('/');
    const auto kind = parse_copy_kind(url.substr(0, slash));
    if (!kind || slash == std::string_view::npos) return std::nullopt;
    url.remove_prefix(slash + 1);
    const auto id = base::parse_id(url.substr(0, url.find('/')));
    return id ? std::optional(Subject{.kind = *kind, .id = *id}) : std::nullopt;
}

std::string describe_attachment(db::Tx& tx, std::string_view condition, const db::Param& value) {
    const std::string sql = R"(
        select m.id, m.type, a.username, a.domain, s.uri, s.id, m.size_bytes, m.remote_url
        from media_attachments m join accounts a on a.id = m.account_id left join statuses s on s.id = m.status_id
        where )" + std::string(condition) + " limit 1";
    auto rows = tx.query(sql, {value});
    if (!rows.next()) return {};
    const auto domain = rows.string(3);
    auto text = fmt::format("attachment {} ({}) of @{}{}", rows.integer(0), rows.text(1), rows.text(2),
                            domain.empty() ? "" : "@" + domain);
    text += rows.is_null(5) ? "\nin no post" : fmt::format("\nin post {} {}", rows.integer(5), rows.text(4));
    if (!rows.text(7).empty()) text.append("\nfrom ").append(rows.text(7));
    return text;
}

std::string describe_profile(db::Tx& tx, std::string_view condition, const db::Param& value) {
    const std::string sql = "select id, username, domain from accounts where " + std::string(condition) + " limit 1";
    auto rows = tx.query(sql, {value});
    if (!rows.next()) return {};
    const auto domain = rows.string(2);
    return fmt::format("a picture on the profile of @{}{} ({})", rows.text(1), domain.empty() ? "" : "@" + domain,
                       rows.integer(0));
}

std::string describe_emoji(db::Tx& tx, std::int64_t id) {
    auto rows = tx.query("select shortcode, domain, url from custom_emojis where id = $1", {id});
    if (!rows.next()) return {};
    return fmt::format("the emoji :{}: of {}\nfrom {}", rows.text(0), rows.text(1), rows.text(2));
}

std::string describe_card(db::Tx& tx, std::int64_t id) {
    auto rows = tx.query("select url, image_url from preview_cards where id = $1", {id});
    return rows.next() ? fmt::format("the preview of {}\nfrom {}", rows.text(0), rows.text(1)) : "";
}

std::string describe(db::Tx& tx, const Subject& subject) {
    switch (subject.kind) {
    case CopyOf::Original:
    case CopyOf::Small: return describe_attachment(tx, "m.id = $1", subject.id);
    case CopyOf::Avatar:
    case CopyOf::Header: return describe_profile(tx, "id = $1", subject.id);
    case CopyOf::Emoji:
    case CopyOf::EmojiStill: return describe_emoji(tx, subject.id);
    case CopyOf::Card: return describe_card(tx, subject.id);
    }
    return {};
}

std::string describe_subject(db::Tx& tx, const Subject& subject) {
    auto text = describe(tx, subject);
    if (const auto copy = text.empty() ? std::nullopt : find_copy(tx, subject)) {
        text += copy->key.empty()
                    ? fmt::format("\nno copy: it failed {} times", copy->failures)
                    : fmt::format("\ncopied to {}, last seen {}", copy->key, base::iso8601(copy->seen_at));
    }
    return text;
}

std::string describe_cached(db::Tx& tx, std::string_view key) {
    std::vector<Subject> subjects;
    auto rows =
        tx.query("select kind, subject_id from cached_media where key = $1 order by kind, subject_id limit 10", {key});
    while (rows.next()) subjects.push_back({.kind = static_cast<CopyOf>(rows.small(0)), .id = rows.integer(1)});
    std::string text;
    for (const auto& subject : subjects) {
        text += text.empty() ? "" : "\n";
        text += fmt::format("a copy ({}) of ", to_string(subject.kind)) + describe_subject(tx, subject);
    }
    return text;
}

} // namespace

Usage usage(db::Tx& tx) {
    return {.uploads = total(tx, R"(
                select count(*), coalesce(sum(size_bytes), 0) from media_attachments
                where remote_url = '' and file_key <> '')"),
            .copies = total(tx, "select count(*), coalesce(sum(size_bytes), 0) from cached_files")};
}

std::uint64_t KnownFiles::hash(std::string_view key) {
    const auto digest = base::sha256(key);
    std::uint64_t number = 0;
    std::memcpy(&number, digest.data(), sizeof number);
    return number;
}

void KnownFiles::add_all(db::Rows rows) {
    while (rows.next()) {
        auto key = rows.text(0);
        if (key.starts_with(kLocalPath)) key.remove_prefix(kLocalPath.size());
        if (is_key(key)) hashes_.insert(hash(key));
    }
}

KnownFiles::KnownFiles(db::Tx& tx) {
    add_all(tx.query("select file_key from media_attachments where file_key <> ''"));
    add_all(tx.query("select preview_key from media_attachments where preview_key <> ''"));
    add_all(tx.query("select key from cached_files"));
    for (const auto* sql :
         {"select avatar from accounts where domain = ''", "select header from accounts where domain = ''",
          "select avatar_static from accounts where domain = ''",
          "select header_static from accounts where domain = ''"}) {
        add_all(tx.query(sql));
    }
    add_all(tx.query("select url from custom_emojis"));
    add_all(tx.query("select static_url from custom_emojis"));
}

std::vector<RemotePicture> remote_pictures(db::Tx& tx, const Wanted& wanted, std::int64_t after, int limit) {
    std::vector<RemotePicture> pictures;
    auto rows = tx.query(R"(
        select m.id, case when m.remote_preview_url <> '' then m.remote_preview_url else m.remote_url end
        from media_attachments m join accounts a on a.id = m.account_id
        where m.id > $1 and m.remote_url <> '' and (m.type = 'image' or m.remote_preview_url <> '')
          and m.created_at >= $2 and ($3 = '' or a.domain = $3)
        order by m.id limit $4)", {after, wanted.since, wanted.domain, limit});
    while (rows.next()) pictures.push_back({.id = rows.integer(0), .source = rows.string(1)});
    return pictures;
}

std::string describe_file(db::Tx& tx, std::string_view url) {
    if (const auto subject = subject_in(url)) return describe_subject(tx, *subject);
    const std::string key(key_in(tx.config(), url));
    if (key.empty()) return describe_attachment(tx, "m.remote_url = $1", url);
    if (key.starts_with("cache/")) return describe_cached(tx, key);
    const auto path = std::string(kLocalPath) + key;
    auto text = describe_attachment(tx, "m.file_key = $1 or m.preview_key = $1", key);
    return text.empty()
               ? describe_profile(tx, "avatar = $1 or header = $1 or avatar_static = $1 or header_static = $1", path)
               : text;
}

} // namespace media
