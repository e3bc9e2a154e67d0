#pragma once

#include "base/json.h"
#include "db/db.h"
#include "statuses/status.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Pictures, sound and video that hang on posts of other servers: we keep where they are.
namespace statuses {

struct RemoteAttachment {
    std::string type; // image, gifv, video, audio, unknown
    std::string content_type, url, preview_url;
    std::string description; // Empty: none.
    std::string blurhash;
    std::optional<double> focus_x, focus_y;
    std::int64_t width = 0, height = 0; // 0: not said.
    double duration_seconds = 0;

    bool operator==(const RemoteAttachment&) const = default;
};

// The first sixteen that a post shows, with addresses of http or https.
std::vector<RemoteAttachment> read_attachments(const json::Object& document);

// What hangs on a new post.
void add_attachments(db::Tx& tx, AccountId author, StatusId status, const std::vector<RemoteAttachment>& attachments);

// What hangs on it from now on. Whether that is something else than before.
bool keep_attachments(db::Tx& tx, AccountId author, StatusId status, const std::vector<RemoteAttachment>& attachments);

} // namespace statuses
