#pragma once

#include "base/context.h"
#include "base/file.h"
#include "base/result.h"
#include "media/cache.h"
#include "media/pictures.h"

#include <chrono>
#include <functional>

// Copies of other servers' pictures: fetched, checked, made anew by the decoders' process, and kept within the budget.
// All of it waits for other machines: not inside a transaction.
namespace media {

// Whether a copy is wanted that is not there: nobody has tried, or enough time has gone by since that failed.
bool wants_copy(db::Tx& tx, const Subject& subject, std::string_view source);

// Where media.remote = "eager": a job makes a copy before anybody asks for one.
void copy_soon(db::Tx& tx, MediaId attachment);

// How long another server may take to send a file: soon, because somebody waits for it; or, for the film that a job
// fetches, long enough for the largest over a line of a megabyte a second, and well within the lease of that job. And
// how long is waited for somebody else who is storing the same file.
struct CopyTimes {
    std::chrono::milliseconds soon{25'000}, film{120'000}, same{5'000};
};
const CopyTimes& copy_times();
// For tests, which have less time. Before anything is copied.
void set_copy_times(const CopyTimes& times);

// Makes a copy of `source` and stores it, however old the last one is. Who asks for the same meanwhile waits for it,
// as long as it may take itself: `patience`.
// Effects: the least recently seen copies go where there is no room.
// Errors: NotFound where it cannot be had, and is not tried again for a day; Unavailable where it may be had later.
Result<> make_copy(const base::Context& context, db::Database& database, const Subject& subject,
                   const std::string& source, std::chrono::milliseconds patience = copy_times().soon);

// The last step of that: stores what was made of `source`.
struct MadeCopy {
    base::File file;
    std::string extension;
    std::optional<PictureReport> cover = {}; // What was found when it stands for sound.
};
Result<> keep_copy(const base::Context& context, db::Database& database, const Subject& subject,
                   const std::string& source, const MadeCopy& made);

// Removes what give_up_… named from the store, and then from the ledger.
void remove_given_up(const base::Context& context, db::Database& database, std::span<const std::string> keys);

} // namespace media
