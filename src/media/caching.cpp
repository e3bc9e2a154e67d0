#include "media/caching.h"

#include "base/crypto.h"
#include "base/digests.h"
#include "base/log.h"
#include "base/url.h"
#include "federation/domain_policy.h"
#include "http/client.h"
#include "instance/limits.h"
#include "jobs/jobs.h"
#include "media/attachments.h"
#include "media/emoji_pictures.h"
#include "media/films.h"
#include "media/profile_pictures.h"
#include "media/proxy.h"
#include "media/store.h"
#include "media/uploads.h"
#include "media/worker.h"

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace media {
namespace {

constexpr std::chrono::seconds kStall{15};
constexpr std::chrono::hours kGoneFor{24}; // What is no picture, or not there, is not asked for before that.
constexpr std::chrono::minutes kFirstRetry{1};
constexpr int kFilmsShare = 10; // Of the budget, none may take more.
constexpr std::chrono::milliseconds kFirstLook{5}, kLaterLooks{250};
constexpr int kRounds = 20; // Of making room: others may take it as soon as it is there.

// Who makes which copy in this process.
class UnderWay {
public:
    UnderWay(const Subject& subject, std::chrono::milliseconds patience)
        : name_(static_cast<int>(subject.kind), subject.id) {
        std::unique_lock lock(mutex());
        if (names().insert(name_).second) {
            is_first_ = true;
            return;
        }
        ended().wait_for(lock, patience, [&] { return !names().contains(name_); });
    }
    ~UnderWay() {
        if (!is_first_) return;
        const std::scoped_lock lock(mutex());
        names().erase(name_);
        ended().notify_all();
    }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;

    bool is_first() const { return is_first_; }

private:
    using Name = std::pair<int, std::int64_t>;
    static std::mutex& mutex() {
        static std::mutex one;
        return one;
    }
    static std::condition_variable& ended() {
        static std::condition_variable one;
        return one;
    }
    static std::set<Name>& names() {
        static std::set<Name> all;
        return all;
    }

    Name name_;
    bool is_first_ = false;
};

CopyTimes& times() {
    static CopyTimes the_times;
    return the_times;
}

base::Unexpected gone(std::string why) { return base::refuse(base::Refusal::NotFound, std::move(why)); }

base::Unexpected gone_if_damaged(const base::Error& error) {
    return error.refusal == base::Refusal::Invalid ? gone(error.message) : base::Unexpected(error);
}

Result<> check_source(db::Database& database, const std::string& source) {
    const auto url = base::Url::parse(source);
    bool may = url.has_value();
    if (url) {
        database.read([&](db::Tx& tx) {
            may = !federation::is_kept_away(tx, url->host) && !federation::rejects_media_of(tx, url->host);
        });
    }
    return may ? Result<>() : gone("nothing is fetched from there");
}

struct Wish {
    const std::string& source;
    std::string_view accept;
    std::int64_t most_bytes;
    std::chrono::milliseconds patience;
};

// The bytes, on disk: sixteen megabytes each would be too much for memory.
Result<base::File> fetch(const base::Context& context, db::Database& database, const Wish& wish) {
    TRY(check_source(database, wish.source));
    if (!context.client) return base::refuse(base::Refusal::Unavailable, "nothing may go out from here");
    auto file = base::temporary_file(context.config.data / "tmp");
    const auto answer = context.client->fetch({.url = wish.source,
                                               .headers = {{"Accept", std::string(wish.accept)}},
                                               .deadline = wish.patience,
                                               .stall = kStall,
                                               .max_bytes = static_cast<std::size_t>(wish.most_bytes),
                                               .into = &file},
                                              [&](const std::string& next) { return check_source(database, next); });
    if (!answer) {
        const auto refusal = answer.error().refusal;
        return refusal == base::Refusal::Unavailable ? base::refuse(refusal, answer.error().message)
                                                     : gone(answer.error().message);
    }
    if (answer->status == 200) return file;
    const auto why = "it answered " + std::to_string(answer->status);
    const bool may_change = answer->status >= 500 || answer->status == 429 || answer->status == 408;
    return may_change ? base::refuse(base::Refusal::Unavailable, why) : gone(why);
}

PictureTask task_for(CopyOf kind, Format format) {
    switch (kind) {
    case CopyOf::Original: return {.use = PictureTask::Use::Copy, .format = format, .pixels = kPostPixels};
    case CopyOf::Small:
    case CopyOf::Emoji:
    case CopyOf::EmojiStill:
    case CopyOf::Card: return {.use = PictureTask::Use::Copy, .format = format, .pixels = kPreviewPixels};
    case CopyOf::Avatar:
    case CopyOf::Header: break;
    }
    const auto& shape = kind == CopyOf::Avatar ? kAvatar : kHeader;
    return {.use = PictureTask::Use::FirstOf, .format = format, .width = shape.size.width, .height = shape.size.height};
}

std::optional<Attachment> find_attachment(db::Database& database, const Subject& subject) {
    if (subject.kind != CopyOf::Original && subject.kind != CopyOf::Small) return std::nullopt;
    std::optional<Attachment> found;
    database.read([&](db::Tx& tx) { found = find(tx, MediaId{subject.id}); });
    return found;
}

// For a preview somebody waits, and has no use for a whole film.
std::int64_t most_film_bytes(const base::Config& config, CopyOf kind) {
    const auto most = kind == CopyOf::Small ? instance::limits::kImageBytes : instance::limits::kVideoBytes;
    return std::min<std::int64_t>(most, config.media_remote_budget_bytes / kFilmsShare);
}

// Named after what is in it, so that the same picture is kept once, wherever it comes from.
std::string key_for(const base::File& file, const std::string& extension) {
    const auto name = base::sha256_hex_of(file, 0, base::size_of(file)).substr(0, 32);
    return "cache/" + name.substr(0, 2) + "/" + name + "." + extension;
}

std::int64_t most_bytes_of(CopyOf kind) {
    const bool is_emoji = kind == CopyOf::Emoji || kind == CopyOf::EmojiStill;
    return is_emoji ? kOthersEmojiBytes : std::int64_t{instance::limits::kImageBytes};
}

Result<MadeCopy> make(const base::Context& context, db::Database& database, const Subject& subject,
                      const std::string& source, std::chrono::milliseconds patience, bool is_cover) {
    auto fetched = TRY(fetch(
        context, database,
        {.source = source, .accept = "image/*", .most_bytes = most_bytes_of(subject.kind), .patience = patience}));
    const Upload upload{.file = &fetched, .offset = 0, .length = base::size_of(fetched)};
    const auto format = format_of_upload(upload);
    if (!format || !is_picture(*format)) return gone("it is no picture");
    auto task = task_for(subject.kind, *format);
    if (is_cover) task.use = PictureTask::Use::Cover;
    auto pictures = make_pictures(context.config, upload, task);
    if (!pictures) return gone_if_damaged(pictures.error());
    // It can be decoded, and may go on moving.
    if (subject.kind == CopyOf::Emoji && moves_as_emoji(fetched, *format)) {
        return MadeCopy{.file = std::move(fetched), .extension = std::string(extension_of_emoji(*format))};
    }
    MadeCopy made{.file = std::move(pictures->original), .extension = pictures->report.extension};
    if (is_cover) made.cover = std::move(pictures->report);
    return made;
}

// A little more than is wanted, so that not every copy after it has to make room again.
bool make_room(const base::Context& context, db::Database& database, std::int64_t bytes) {
    std::vector<std::string> keys;
    database.write([&](db::Tx& tx) {
        const auto budget = context.config.media_remote_budget_bytes;
        keys = give_up_oldest(tx, cached_bytes(tx) + bytes - budget + budget / 20);
    });
    remove_given_up(context, database, keys);
    return !keys.empty();
}

Reserved reserve(const base::Context& context, db::Database& database, const std::string& key, std::int64_t bytes) {
    auto reserved = Reserved::NoRoom;
    for (int round = 0; round < kRounds; ++round) {
        database.write([&](db::Tx& tx) { reserved = reserve_file(tx, key, bytes); });
        if (reserved != Reserved::NoRoom || !make_room(context, database, bytes)) break;
    }
    return reserved;
}

// Whoever is storing the same file, in this process or in another, has soon done so; or has removed it, and there is a
// place for ours.
Reserved reserve_or_wait(const base::Context& context, db::Database& database, const std::string& key,
                         std::int64_t bytes) {
    const auto until = std::chrono::steady_clock::now() + copy_times().same;
    auto reserved = reserve(context, database, key, bytes);
    for (auto pause = kFirstLook; reserved == Reserved::OnItsWay && std::chrono::steady_clock::now() < until;
         pause = std::min(2 * pause, kLaterLooks)) {
        std::this_thread::sleep_for(pause);
        reserved = reserve(context, database, key, bytes);
    }
    return reserved;
}

void note(db::Database& database, const Subject& subject, const std::string& source, bool is_gone) {
    database.write([&](db::Tx& tx) {
        const auto before = find_copy(tx, subject);
        const int failures = before && before->source == source ? before->failures + 1 : 1;
        const auto pause = is_gone ? std::chrono::minutes(kGoneFor) : kFirstRetry * (1 << std::min(failures - 1, 10));
        note_failure(tx, subject, source, failures, tx.now() + pause);
    });
}

// The film and, unless another picture stands for it, its preview: they are there together, whichever was asked for.
Result<> copy_film_of(const base::Context& context, db::Database& database, const Subject& subject,
                      const Attachment& attachment, const std::string& source, std::chrono::milliseconds patience) {
    auto fetched = TRY(fetch(context, database,
                             {.source = source,
                              .accept = "video/*, audio/*;q=0.9",
                              .most_bytes = most_film_bytes(context.config, subject.kind),
                              .patience = patience}));
    const auto format = format_of_upload({.file = &fetched, .offset = 0, .length = base::size_of(fetched)});
    if (!format || is_picture(*format)) return gone("it is no film or sound");
    auto made = copy_film(context.config, std::move(fetched), *format);
    if (!made) return gone_if_damaged(made.error());

    TRY(keep_copy(context, database, {.kind = CopyOf::Original, .id = subject.id}, source,
                  {.file = std::move(made->file), .extension = made->extension}));
    const bool needs_preview = is_from_film(attachment, CopyOf::Small);
    if (!made->preview)
        return needs_preview && subject.kind == CopyOf::Small ? gone("there is nothing to see") : Result<>();
    if (!needs_preview) return {};
    database.write([&](db::Tx& tx) { add_blurhash(tx, MediaId{subject.id}, made->blurhash); });
    return keep_copy(context, database, {.kind = CopyOf::Small, .id = subject.id}, source,
                     {.file = std::move(made->preview), .extension = made->preview_extension});
}

Result<> try_to_make(const base::Context& context, db::Database& database, const Subject& subject,
                     const std::string& source, std::chrono::milliseconds patience) {
    const auto attachment = find_attachment(database, subject);
    if (attachment && is_from_film(*attachment, subject.kind)) {
        return copy_film_of(context, database, subject, *attachment, source, patience);
    }
    const bool is_cover = attachment && attachment->type == Type::Audio;
    const auto made = TRY(make(context, database, subject, source, patience, is_cover));
    if (made.cover) {
        database.write([&](db::Tx& tx) {
            add_blurhash(tx, MediaId{subject.id}, made.cover->blurhash);
            add_colours(tx, MediaId{subject.id}, made.cover->colours);
        });
    }
    return keep_copy(context, database, subject, source, made);
}

} // namespace

const CopyTimes& copy_times() { return times(); }

void set_copy_times(const CopyTimes& shorter) { times() = shorter; }

bool wants_copy(db::Tx& tx, const Subject& subject, std::string_view source) {
    if (source.empty()) return false;
    const auto copy = find_copy(tx, subject);
    if (!copy || copy->source != source) return true;
    return copy->key.empty() && copy->retry_at <= tx.now();
}

Result<> keep_copy(const base::Context& context, db::Database& database, const Subject& subject,
                   const std::string& source, const MadeCopy& made) {
    const auto bytes = base::size_of(made.file);
    if (bytes > context.config.media_remote_budget_bytes) return gone("it is larger than the budget");
    const auto key = key_for(made.file, made.extension);
    const auto reserved = reserve_or_wait(context, database, key, bytes);
    if (reserved == Reserved::Yes) context.media->put(key, made.file);
    bool is_linked = false;
    database.write([&](db::Tx& tx) {
        if (reserved == Reserved::Yes) settle_file(tx, key);
        is_linked = link_copy(tx, subject, source, key);
    });
    if (is_linked) return {};
    return base::refuse(base::Refusal::Unavailable, reserved == Reserved::OnItsWay ? "another copy of it is on its way"
                                                                                   : "there is no room for it now");
}

void copy_soon(db::Tx& tx, MediaId attachment) {
    if (tx.config().media_remote != base::RemoteMedia::Eager) return;
    jobs::enqueue_waiting(tx, "copy_picture", {{"id", attachment.value}});
}

Result<> make_copy(const base::Context& context, db::Database& database, const Subject& subject,
                   const std::string& source, std::chrono::milliseconds patience) {
    const UnderWay under_way(subject, patience);
    if (!under_way.is_first()) return {}; // What came of it stands in the ledger.
    Result<> done;
    try {
        done = try_to_make(context, database, subject, source, patience);
    } catch (const StoreFault& fault) {
        base::log::error("a copy of another server's file could not be stored", {{"reason", fault.what()}});
        done = base::refuse(base::Refusal::Unavailable, "the media store does not answer");
    }
    if (done) return done;
    base::log::info("a file of another server could not be copied",
                    {{"kind", to_string(subject.kind)}, {"id", subject.id}, {"reason", done.error().message}});
    note(database, subject, source, done.error().refusal == base::Refusal::NotFound);
    return done;
}

void remove_given_up(const base::Context& context, db::Database& database, std::span<const std::string> keys) {
    if (keys.empty()) return;
    context.media->remove(keys);
    database.write([&](db::Tx& tx) { forget_files(tx, keys); });
}

} // namespace media
