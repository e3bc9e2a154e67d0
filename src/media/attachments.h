#pragma once

#include "base/result.h"
#include "db/db.h"
#include "media/formats.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// What hangs on posts.
namespace media {

struct Colours; // colours.h

enum class State { Processing = 0, Ready = 1, Failed = 2 };

struct Focus {
    double x = 0, y = 0; // -1 left to 1 right, -1 bottom to 1 top.
    bool operator==(const Focus&) const = default;
};

// A row of media_attachments.
struct Attachment {
    MediaId id;
    AccountId account;
    StatusId status; // 0: not posted.
    Type type = Type::Unknown;
    State state = State::Processing;
    std::string file_key, preview_key;
    std::int64_t size_bytes = 0;
    std::string remote_url, remote_preview_url;
    std::optional<std::string> description;
    std::optional<Focus> focus;
    std::string blurhash;
    std::string meta = "{}";
    bool has_own_preview = false; // Its owner chose it.
};

// What its owner says of it. Nothing: as it was.
struct Words {
    std::optional<std::string> description = {};
    std::optional<Focus> focus = {};
};

// "0.5,-0.25", each brought between -1 and 1; nullopt for anything else.
std::optional<Focus> parse_focus(std::string_view text);
// Invalid for a description that is too long.
Result<> check_words(const Words& words);

void insert(db::Tx& tx, const Attachment& attachment);
// What decoding made of it.
void update_files(db::Tx& tx, const Attachment& attachment);
void mark_failed(db::Tx& tx, MediaId id);
// Of one that has none.
void add_blurhash(db::Tx& tx, MediaId id, std::string_view blurhash);
void add_colours(db::Tx& tx, MediaId id, const Colours& colours);
void change_words(db::Tx& tx, MediaId id, const Words& words);

std::optional<Attachment> find(db::Tx& tx, MediaId id);
// One of `account`'s own: NotFound for others'.
Result<Attachment> find_own(db::Tx& tx, AccountId account, MediaId id);
// The same, as long as it is in no post.
Result<Attachment> find_unposted(db::Tx& tx, AccountId account, MediaId id);

// Forgets one that is not posted. Effects: a job removes its files.
void remove(db::Tx& tx, const Attachment& attachment);
// Those that were uploaded, or let go, before `before`, up to `limit`: how many.
std::size_t remove_unposted(db::Tx& tx, base::Time before, int limit);
// Those of `account`, whenever they were: up to `limit`.
std::size_t remove_unposted_of(db::Tx& tx, AccountId account, int limit);
// Effects: a job removes these files once the transaction is committed. Empty keys are none.
void remove_files(db::Tx& tx, std::span<const std::string> keys);

// ── with posts ──

// Those that `author` may attach to a new post, or to `status` that has some of them already, or to the scheduled post
// `scheduled`; in the order of `ids`.
// Errors: Invalid for too many, for a film or sound that is not alone, for one that is not there, somebody else's, in
// another post, or not ready.
struct Place {
    StatusId status = {};
    ScheduledStatusId scheduled = {};
};
Result<std::vector<Attachment>> find_attachable(db::Tx& tx, AccountId author, std::span<const MediaId> ids,
                                                const Place& place = {});
void attach(db::Tx& tx, StatusId status, const std::vector<Attachment>& attachments);
bool has_any(db::Tx& tx, StatusId status);
// Those of `status` that are shown, in order.
std::vector<Attachment> attached_to(db::Tx& tx, StatusId status);
// Puts `attachments` in the place of those that are there: these are kept for its history, and shown no more.
void replace(db::Tx& tx, StatusId status, const std::vector<Attachment>& attachments);
void reserve(db::Tx& tx, ScheduledStatusId scheduled, const std::vector<Attachment>& attachments);

// Before a status is deleted. Kept: they can be posted again for a day.
enum class Fate { Kept, Removed };
void let_go(db::Tx& tx, StatusId status, Fate fate);

} // namespace media
