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

template <typename Write>
std::string with_member(std::string_view meta, std::string_view name, const Write& write) {
    std::string member;
    json::Writer out(member);
    write(out);
    auto object = object_in(meta);
    object[name] = object_in(member);
    return boost::json::serialize(object);
}

} // namespace

std::string with_preview(std::string_view meta, Size size) {
    return with_member(meta, "small", [&](json::Writer& out) { write_details(out, size); });
}

std::string with_colours(std::string_view meta, const Colours& colours) {
    return with_member(meta, "colors", [&](json::Writer& out) { write_colours(out, colours); });
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
