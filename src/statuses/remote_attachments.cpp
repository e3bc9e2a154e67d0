#include "statuses/remote_attachments.h"

#include "base/ascii.h"
#include "federation/domain_policy.h"
#include "federation/reading.h"
#include "media/caching.h"

#include <algorithm>
#include <charconv>

namespace statuses {

namespace {

using federation::text_in;

constexpr std::size_t kMaxAttachments = 16; // Mastodon sends four, others what they like.
constexpr std::size_t kMaxDescriptionBytes = 10'000;
constexpr std::size_t kMaxBlurhash = 128;
constexpr std::array<std::string_view, 4> kTypes = {"Document", "Image", "Video", "Audio"};

std::string kind_of(std::string_view content_type, const json::Object& attachment) {
    if (content_type.starts_with("image/")) return "image";
    if (content_type.starts_with("video/")) return "video";
    if (content_type.starts_with("audio/")) return "audio";
    if (!content_type.empty()) return "unknown";
    const std::string type = federation::type_of(attachment);
    return type == "Document" ? "unknown" : base::ascii_lower(type);
}

// Of a video with several files the first that is one: not a stream or a torrent of it.
const json::Object* playable_link(const json::Object& object) {
    for (const auto* link : federation::objects_in(object, "url")) {
        const std::string type = text_in(*link, "mediaType");
        if (type.starts_with("video/") || type.starts_with("audio/") || type.starts_with("image/")) return link;
    }
    return nullptr;
}

std::string preview_of(const json::Object& object) {
    for (const auto* icon : federation::objects_in(object, "icon")) {
        if (auto url = federation::url_in(*icon, "url"); !url.empty()) return url;
    }
    return {};
}

void read_focus(RemoteAttachment& read, const json::Object& attachment) {
    const auto* point = attachment.if_contains("focalPoint");
    if (!point || !point->is_array() || point->get_array().size() != 2) return;
    const auto& pair = point->get_array();
    if (!pair[0].is_number() || !pair[1].is_number()) return;
    read.focus_x = std::clamp(pair[0].to_number<double>(), -1.0, 1.0);
    read.focus_y = std::clamp(pair[1].to_number<double>(), -1.0, 1.0);
}

// "PT1M30S": hours, minutes and seconds. 0 for anything else.
double seconds_of(std::string_view text) {
    if (!text.starts_with("PT")) return 0;
    text.remove_prefix(2);
    double seconds = 0;
    while (!text.empty()) {
        double number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        const auto length = static_cast<std::size_t>(end - text.data());
        if (error != std::errc() || length == text.size()) return 0;
        const char unit = text[length];
        if (unit != 'H' && unit != 'M' && unit != 'S') return 0;
        seconds += number * (unit == 'H' ? 3600 : unit == 'M' ? 60 : 1);
        text.remove_prefix(length + 1);
    }
    return std::clamp(seconds, 0.0, 1e7);
}

RemoteAttachment read_one(const json::Object& attachment) {
    RemoteAttachment read;
    read.content_type = base::ascii_lower(text_in(attachment, "mediaType", 128));
    read.url = federation::url_in(attachment, "url");
    if (read.url.empty()) read.url = federation::url_in(attachment, "href");
    if (const auto* link = playable_link(attachment)) {
        read.url = federation::url_in(*link, "href");
        read.content_type = base::ascii_lower(text_in(*link, "mediaType", 128));
    }
    read.type = kind_of(read.content_type, attachment);
    read.preview_url = preview_of(attachment);
    read.description = text_in(attachment, "name", kMaxDescriptionBytes);
    if (read.description.empty()) read.description = text_in(attachment, "summary", kMaxDescriptionBytes);
    read.blurhash = text_in(attachment, "blurhash", kMaxBlurhash);
    read.width = federation::count_in(attachment, "width").value_or(0);
    read.height = federation::count_in(attachment, "height").value_or(0);
    read.duration_seconds = seconds_of(text_in(attachment, "duration", 32));
    read_focus(read, attachment);
    return read;
}

// {"original":{"width":…,"height":…,"size":"4x3","aspect":1.33}}, as clients lay pictures out by.
std::string meta_of(const RemoteAttachment& attachment) {
    std::string meta;
    json::Writer out(meta);
    out.begin_object();
    if (attachment.width > 0 && attachment.height > 0) {
        out.key("original");
        out.begin_object();
        out.field("width", attachment.width);
        out.field("height", attachment.height);
        out.field("size", std::to_string(attachment.width) + "x" + std::to_string(attachment.height));
        out.field("aspect", static_cast<double>(attachment.width) / static_cast<double>(attachment.height));
        if (attachment.duration_seconds > 0) out.field("duration", attachment.duration_seconds);
        out.end_object();
    }
    out.end_object();
    return meta;
}

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

void insert(db::Tx& tx, AccountId author, StatusId status, const RemoteAttachment& attachment, int position) {
    const auto id = tx.new_id<MediaId>();
    tx.exec(R"(
        insert into media_attachments (id, account_id, status_id, position, type, state, content_type, remote_url,
                                       remote_preview_url, description, focus_x, focus_y, blurhash, meta, created_at)
        values ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $10, $11, $12, $13, $14))", {id, author, status, position, attachment.type, attachment.content_type, attachment.url,
                       attachment.preview_url, unless_empty(attachment.description), attachment.focus_x,
                       attachment.focus_y, unless_empty(attachment.blurhash), meta_of(attachment), tx.now()});
    if (attachment.type == "image") media::copy_soon(tx, id);
}

bool is_rejected(db::Tx& tx, AccountId author) {
    auto rows = tx.query("select domain from accounts where id = $1", {author});
    return rows.next() && federation::rejects_media_of(tx, rows.string(0));
}

// Where it is, for who wants to go there, and nothing to look at here.
RemoteAttachment as_link(RemoteAttachment attachment) {
    attachment.type = "unknown";
    attachment.preview_url.clear();
    attachment.blurhash.clear();
    return attachment;
}

// What tells one from another is where it is.
struct Kept {
    MediaId id;
    std::string url, description;
};
std::vector<Kept> kept_attachments(db::Tx& tx, StatusId status) {
    std::vector<Kept> kept;
    auto rows = tx.query(R"(
        select id, remote_url, coalesce(description, '') from media_attachments where status_id = $1
        order by position)", {status});
    while (rows.next()) {
        kept.push_back({.id = rows.id<MediaId>(0), .url = rows.string(1), .description = rows.string(2)});
    }
    return kept;
}

// What is fetched of it stays.
void update_words(db::Tx& tx, MediaId id, const RemoteAttachment& attachment, int position) {
    tx.exec("update media_attachments set position = $2, description = $3, focus_x = $4, focus_y = $5 where id = $1",
            {id, position, unless_empty(attachment.description), attachment.focus_x, attachment.focus_y});
}

} // namespace

std::vector<RemoteAttachment> read_attachments(const json::Object& document) {
    std::vector<RemoteAttachment> read;
    const std::string type = federation::type_of(document);
    if (type == "Video" || type == "Audio" || type == "Image") {
        if (auto itself = read_one(document); !itself.url.empty()) {
            itself.description.clear(); // Its name is the title.
            read.push_back(std::move(itself));
        }
    }
    for (const auto* attachment : federation::objects_in(document, "attachment", 64)) {
        if (read.size() == kMaxAttachments) break;
        if (!federation::is_a(*attachment, kTypes)) continue;
        if (auto one = read_one(*attachment); !one.url.empty()) read.push_back(std::move(one));
    }
    return read;
}

void add_attachments(db::Tx& tx, AccountId author, StatusId status, const std::vector<RemoteAttachment>& attachments) {
    const bool are_links = !attachments.empty() && is_rejected(tx, author);
    for (std::size_t i = 0; i < attachments.size(); ++i) {
        insert(tx, author, status, are_links ? as_link(attachments[i]) : attachments[i], static_cast<int>(i));
    }
}

bool keep_attachments(db::Tx& tx, AccountId author, StatusId status, const std::vector<RemoteAttachment>& attachments) {
    const auto kept = kept_attachments(tx, status);
    const bool is_same = std::ranges::equal(kept, attachments, [](const auto& old, const RemoteAttachment& now) {
        return old.url == now.url && old.description == now.description;
    });
    if (is_same) return false;
    const bool are_links = !attachments.empty() && is_rejected(tx, author);
    auto gone = kept;
    for (std::size_t i = 0; i < attachments.size(); ++i) {
        const auto old = std::ranges::find(gone, attachments[i].url, &Kept::url);
        if (old == gone.end()) {
            insert(tx, author, status, are_links ? as_link(attachments[i]) : attachments[i], static_cast<int>(i));
        } else {
            update_words(tx, old->id, attachments[i], static_cast<int>(i));
            gone.erase(old);
        }
    }
    for (const Kept& old : gone) tx.exec("delete from media_attachments where id = $1", {old.id});
    return true;
}

} // namespace statuses
