#include "media/words.h"

#include "base/text.h"

namespace media {

Words words_of(const http::Params& params) {
    Words words;
    if (const auto description = params.text("description")) {
        words.description = std::string(base::trim(base::sanitize(*description)));
    }
    if (const auto focus = params.text("focus")) words.focus = parse_focus(*focus);
    return words;
}

} // namespace media
