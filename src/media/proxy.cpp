#include "media/proxy.h"

#include "base/crypto.h"

#include <algorithm>
#include <array>

namespace media {
namespace {

constexpr std::array<std::string_view, 4> kKinds = {"original", "small", "avatar", "header"};
constexpr std::size_t kMarkDigits = 32;

bool is_address(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

std::string profile_source(db::Tx& tx, const Subject& subject) {
    auto rows = tx.query("select avatar, header from accounts where id = $1 and domain <> '' and suspended_at is null",
                         {subject.id});
    if (!rows.next()) return {};
    auto source = rows.string(subject.kind == CopyOf::Avatar ? 0 : 1);
    return is_address(source) ? source : std::string();
}

} // namespace

std::string_view to_string(CopyOf kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::optional<CopyOf> parse_copy_kind(std::string_view text) {
    const auto found = std::ranges::find(kKinds, text);
    return found == kKinds.end() ? std::nullopt : std::optional(static_cast<CopyOf>(found - kKinds.begin()));
}

std::string source_of(const Attachment& attachment, CopyOf kind) {
    const bool is_picture = attachment.type == Type::Image && !attachment.remote_url.empty();
    if (kind == CopyOf::Small && !attachment.remote_preview_url.empty()) return attachment.remote_preview_url;
    return is_picture ? attachment.remote_url : std::string();
}

std::string source_of(db::Tx& tx, const Subject& subject) {
    if (subject.kind == CopyOf::Avatar || subject.kind == CopyOf::Header) return profile_source(tx, subject);
    const auto attachment = find(tx, MediaId{subject.id});
    return attachment ? source_of(*attachment, subject.kind) : std::string();
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
