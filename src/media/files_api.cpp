#include "media/files_api.h"

#include "media/formats.h"
#include "media/local_store.h"

#include <charconv>
#include <optional>

namespace media {
namespace {

constexpr std::string_view kImmutable = "public, max-age=31536000, immutable";
// Whatever it really is, no browser runs it: not as a page, not as a plugin, not in a frame of ours.
constexpr std::string_view kPolicy = "default-src 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

struct Range {
    std::int64_t first = 0, last = 0;
};
struct Asked {
    bool is_for_part = false;
    std::optional<Range> part; // Nothing: none of it is there.
};

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value >= 0 ? std::optional(value) : std::nullopt;
}

// "bytes=0-99", "bytes=100-", "bytes=-100". Several ranges, and what is none, get the whole file.
// https://www.rfc-editor.org/rfc/rfc9110#name-range
Asked read_range(std::string_view header, std::int64_t size) {
    constexpr std::string_view kUnit = "bytes=";
    const auto dash = header.find('-');
    if (!header.starts_with(kUnit) || dash == std::string_view::npos) return {};
    const auto from = header.substr(kUnit.size(), dash - kUnit.size()), to = header.substr(dash + 1);
    const auto first = number(from), last = number(to);
    if ((!from.empty() && !first) || (!to.empty() && !last) || (from.empty() && to.empty())) return {};

    Range range{.first = first.value_or(0), .last = size - 1};
    if (from.empty()) {
        range.first = std::max<std::int64_t>(size - *last, 0);
        if (*last == 0) return {.is_for_part = true, .part = {}};
    } else if (last) {
        if (*last < *first) return {};
        range.last = std::min(*last, size - 1);
    }
    if (range.first >= size) return {.is_for_part = true, .part = {}};
    return {.is_for_part = true, .part = range};
}

http::Reply with_headers(http::Reply reply, std::string_view key) {
    return std::move(reply)
        .with_header("Cache-Control", kImmutable)
        .with_header("Content-Security-Policy", kPolicy)
        .with_header("Accept-Ranges", "bytes")
        .with_header("Access-Control-Allow-Origin", "*")
        .with_header("ETag", "\"" + std::string(key) + "\"");
}

http::Reply part_of(base::File file, std::int64_t size, const Asked& asked) {
    http::Reply reply;
    if (asked.is_for_part && !asked.part) {
        reply.status = 416;
        return std::move(reply).with_header("Content-Range", "bytes */" + std::to_string(size));
    }
    const Range range = asked.part.value_or(Range{.first = 0, .last = size - 1});
    reply.file = std::make_shared<http::FileSlice>(
        http::FileSlice{.file = std::move(file), .offset = range.first, .length = range.last - range.first + 1});
    if (!asked.is_for_part) return reply;
    reply.status = 206;
    return std::move(reply).with_header("Content-Range", "bytes " + std::to_string(range.first) + "-"
                                                             + std::to_string(range.last) + "/" + std::to_string(size));
}

} // namespace

// An address that passes is not kept longer than it leads somewhere.
http::Reply lead_to_file(const base::Context& context, const std::string& key) {
    const auto& config = context.config;
    const auto url = config.media_url.empty() ? context.media->passing_url(key) : public_url(config, key);
    return http::redirect(302, url)
        .with_header("Cache-Control", "public, max-age=1800")
        .with_header("Access-Control-Allow-Origin", "*");
}

http::Reply reply_with_file(const http::Request& request, base::File file, const std::string& key) {
    const bool is_known = request.header("if-none-match").find("\"" + key + "\"") != std::string_view::npos;
    if (is_known) {
        http::Reply reply;
        reply.status = 304;
        return with_headers(std::move(reply), key);
    }
    const auto size = base::size_of(file);
    const bool is_changed = !request.header("if-range").empty() && request.header("if-range") != "\"" + key + "\"";
    auto reply = part_of(std::move(file), size, is_changed ? Asked{} : read_range(request.header("range"), size));
    reply.content_type = content_type_of(extension_of(key));
    return with_headers(std::move(reply), key);
}

http::Reply get_file(const http::Request& request, db::Database& database) {
    const auto key = request.text_or("any", "");
    if (!is_key(key) || key.starts_with("incoming/")) return base::not_found();
    const auto& context = database.context();
    if (!context.config.s3_bucket.empty()) return lead_to_file(context, key);
    auto file = LocalStore(local_folder(context.config)).fetch(key);
    if (!file) return base::not_found();
    return reply_with_file(request, std::move(file), key);
}

} // namespace media
