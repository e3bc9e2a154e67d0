#include "http/request.h"
#include "media/attachment_json.h"
#include "media/store.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace media {
namespace {

// https://www.w3.org/TR/xmlschema-2/#duration
void write_duration(json::Writer& out, double seconds) {
    if (!(seconds > 0 && seconds < 1e9)) return;
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), seconds, std::chars_format::fixed, 3).ptr;
    out.field("duration", "PT" + std::string(text.data(), end) + "S");
}

// How long it lasts, and how large it is.
void write_size(json::Writer& out, std::string_view meta) {
    const auto parsed = json::parse(meta);
    const auto* object = parsed ? parsed->if_object() : nullptr;
    const auto* original = object ? http::Params(*object).object("original") : nullptr;
    if (!original) return;
    const http::Params size(*original);
    if (const auto* duration = size.param("duration"); duration && duration->is_number()) {
        write_duration(out, duration->to_number<double>());
    }
    if (const auto width = size.integer("width")) out.field("width", *width);
    if (const auto height = size.integer("height")) out.field("height", *height);
}

// With so few digits everybody reads the same number, whoever signs and checks it.
double short_number(double number) {
    constexpr double kParts = 10'000;
    return std::round(number * kParts) / kParts;
}

void write_focal_point(json::Writer& out, const Focus& focus) {
    out.key("focalPoint");
    out.begin_array();
    out.value(short_number(focus.x));
    out.value(short_number(focus.y));
    out.end_array();
}

// Of what moves or sounds, a picture to show before it does.
void write_icon(json::Writer& out, const base::Config& config, const Attachment& it) {
    if (it.type == Type::Image || it.preview_key.empty()) return;
    out.key("icon");
    out.begin_object();
    out.field("type", "Image");
    out.field("mediaType", content_type_of(extension_of(it.preview_key)));
    out.field("url", public_url(config, it.preview_key));
    out.end_object();
}

void write_document(json::Writer& out, const base::Config& config, const Attachment& it) {
    out.begin_object();
    out.field("type", "Document");
    out.field("mediaType", content_type_of(extension_of(it.file_key)));
    out.field("url", public_url(config, it.file_key));
    out.field("name", it.description);
    if (!it.blurhash.empty()) out.field("blurhash", it.blurhash);
    if (it.focus) write_focal_point(out, *it.focus);
    write_size(out, it.meta);
    write_icon(out, config, it);
    out.end_object();
}

} // namespace

void AttachmentEntities::write_documents(json::Writer& out, StatusId status) const {
    out.begin_array();
    if (const auto found = attachments_.find(status); found != attachments_.end()) {
        for (const auto& attachment : found->second) {
            if (!attachment.file_key.empty()) write_document(out, config_, attachment);
        }
    }
    out.end_array();
}

} // namespace media
