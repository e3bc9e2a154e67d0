#include "media/proxy.h"

#include "base/crypto.h"

#include <algorithm>
#include <array>

namespace media {
namespace {

constexpr std::array<std::string_view, 7> kKinds = {"original", "small",        "avatar", "header",
                                                    "emoji",    "emoji_static", "card"};
constexpr std::size_t kMarkDigits = 32;

bool is_address(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

std::string profile_source(db::Tx& tx, const Subject& subject) {
    auto rows = tx.query("select avatar, header from accounts where id = $1 and domain <> '' and suspended_at is null",
                         {subject.id});
    if (!rows.next()) return {};
    auto source = rows.string(subject.kind == CopyOf::Avatar ? 0 : 1);
    return is_address(source) ? source : std::string();
}

std::string only_text(db::Rows rows) { return rows.next() ? rows.string(0) : std::string(); }

std::string attachment_source(db::Tx& tx, const Subject& subject) {
    const auto attachment = find(tx, MediaId{subject.id});
    return attachment ? source_of(*attachment, subject.kind) : std::string();
}

} // namespace

std::string_view to_string(CopyOf kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::optional<CopyOf> parse_copy_kind(std::string_view text) {
    const auto found = std::ranges::find(kKinds, text);
    return found == kKinds.end() ? std::nullopt : std::optional(static_cast<CopyOf>(found - kKinds.begin()));
}

bool is_from_film(const Attachment& attachment, CopyOf kind) {
    if (attachment.type == Type::Image || attachment.type == Type::Unknown) return false;
    return kind == CopyOf::Original || attachment.remote_preview_url.empty();
}

std::string source_of(const Attachment& attachment, CopyOf kind) {
    if (kind == CopyOf::Small && !attachment.remote_preview_url.empty()) return attachment.remote_preview_url;
    if (kind == CopyOf::Small && attachment.type == Type::Audio) return {}; // Nothing to look at.
    return attachment.type == Type::Unknown ? std::string() : attachment.remote_url;
}

std::string source_of(db::Tx& tx, const Subject& subject) {
    switch (subject.kind) {
    case CopyOf::Original:
    case CopyOf::Small: return attachment_source(tx, subject);
    case CopyOf::Avatar:
    case CopyOf::Header: return profile_source(tx, subject);
    case CopyOf::Emoji:
    case CopyOf::EmojiStill:
        return only_text(
            tx.query("select url from custom_emojis where id = $1 and domain <> '' and not is_disabled", {subject.id}));
    case CopyOf::Card: return only_text(tx.query("select image_url from preview_cards where id = $1", {subject.id}));
    }
    return {};
}

std::string mark_of(std::string_view source) { return base::sha256_hex(source).substr(0, kMarkDigits); }

std::string shown_url(const base::Config& config, const Subject& subject, std::string_view source) {
    if (config.media_remote == base::RemoteMedia::Never || !is_address(source)) return std::string(source);
    return config.web_url()
        .append("/media_proxy/")
        .append(to_string(subject.kind))
        .append("/")
        .append(std::to_string(subject.id))
        .append("/")
        .append(mark_of(source));
}

} // namespace media
