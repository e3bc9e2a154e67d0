#include "media/meta.h"

namespace media {

void write_details(json::Writer& out, Size size) {
    out.begin_object();
    out.field("width", size.width);
    out.field("height", size.height);
    out.field("size", std::to_string(size.width) + "x" + std::to_string(size.height));
    out.field("aspect", static_cast<double>(size.width) / size.height);
    out.end_object();
}

namespace {

json::Object object_in(std::string_view meta) {
    auto parsed = json::parse(meta);
    return parsed && parsed->is_object() ? std::move(parsed->get_object()) : json::Object();
}

} // namespace

std::string with_preview(std::string_view meta, Size size) {
    std::string details;
    json::Writer out(details);
    write_details(out, size);
    auto object = object_in(meta);
    object["small"] = object_in(details);
    return boost::json::serialize(object);
}

std::string with_preview_of(std::string_view meta, std::string_view other) {
    auto object = object_in(meta);
    const auto others = object_in(other);
    if (const auto* preview = others.if_contains("small")) object["small"] = *preview;
    return boost::json::serialize(object);
}

} // namespace media
