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

} // namespace media
