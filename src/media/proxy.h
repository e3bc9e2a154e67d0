#pragma once

#include "base/config.h"
#include "media/attachments.h"
#include "media/cache.h"

#include <string>
#include <string_view>

// Where other servers' pictures are shown here.
namespace media {

// What it is fetched from: empty for what is not copied (what is ours or of no known kind, what has none).
std::string source_of(const Attachment& attachment, CopyOf kind);
// Whether that is a film or sound, also where the preview is made of it.
bool is_from_film(const Attachment& attachment, CopyOf kind);
// Of a subject as the database has it. Empty, too, where it is not there or not to be seen.
std::string source_of(db::Tx& tx, const Subject& subject);

// The URL that shows the copy of `source`, and fetches it when there is none. It can be made only by who knows `source`
// already: nobody who does not sees a picture through us, and nothing is fetched but what posts and profiles show. With
// media.remote = "never", it is `source` itself.
std::string shown_url(const base::Config& config, const Subject& subject, std::string_view source);
// Its last part.
std::string mark_of(std::string_view source);

// "small"; and back.
std::string_view to_string(CopyOf kind);
std::optional<CopyOf> parse_copy_kind(std::string_view text);

} // namespace media
