#pragma once

#include "db/db.h"
#include "media/attachments.h"
#include "media/worker.h"

#include <optional>

namespace media {

// A file as it came, and what its sender says of it.
struct NewUpload {
    AccountId account;
    Upload file;
    Words words;
    std::optional<Upload> thumbnail = {}; // Instead of a preview that is made of the file.
};

// Takes a file into the store, and makes an attachment of it that is in no post yet.
// Waits for decoders: not inside a transaction.
// Errors: Invalid for what is no media, too large, damaged, or described at too much length; Unavailable where it
// cannot be decoded now.
Result<MediaId> receive(const base::Context& context, db::Database& database, const NewUpload& upload);

// Puts `thumbnail` in the place of the preview of one that is in no post yet. Errors: as of receive(), and NotFound.
Result<> change_thumbnail(const base::Context& context, db::Database& database, AccountId account, MediaId id,
                          const Upload& thumbnail);

// What the sniffed bytes of an upload are. Invalid for what this server does not take, and for what is too large.
Result<Format> format_of_upload(const Upload& upload);

} // namespace media
