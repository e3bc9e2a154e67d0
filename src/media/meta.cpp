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

void write_colours(json::Writer& out, const Colours& colours) {
    out.begin_object();
    out.field("background", colours.background);
    out.field("foreground", colours.foreground);
    out.field("accent", colours.accent);
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

std::string with_colours(std::string_view meta, const Colours& colours) {
    std::string written;
    json::Writer out(written);
    write_colours(out, colours);
    auto object = object_in(meta);
    object["colors"] = object_in(written);
    return boost::json::serialize(object);
}

std::string with_preview_of(std::string_view meta, std::string_view other, Painted painted) {
    auto object = object_in(meta);
    const auto others = object_in(other);
    const auto take = [&](const char* name) {
        if (const auto* value = others.if_contains(name)) object[name] = *value;
    };
    take("small");
    if (painted == Painted::Too) take("colors");
    return boost::json::serialize(object);
}

} // namespace media
