#pragma once

#include "db/db.h"
#include "media/attachments.h"
#include "media/worker.h"

namespace media {

// A file as it came, and what its sender says of it.
struct NewUpload {
    AccountId account;
    Upload file;
    Words words;
};

// Takes a file into the store, and makes an attachment of it that is in no post yet.
// Waits for decoders: not inside a transaction.
// Errors: Invalid for what is no media, too large, damaged, or described at too much length; Unavailable where it
// cannot be decoded now.
Result<MediaId> receive(const base::Context& context, db::Database& database, const NewUpload& upload);

// What handlers that have no transaction need of the world.
const base::Context& context_of(db::Database& database);

// What the sniffed bytes of an upload are. Invalid for what this server does not take, and for what is too large.
Result<Format> format_of_upload(const Upload& upload);

} // namespace media
