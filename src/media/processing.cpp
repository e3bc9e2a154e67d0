#include "media/processing.h"

#include "base/log.h"
#include "base/wakeup.h"
#include "media/attachments.h"
#include "media/films.h"
#include "media/meta.h"
#include "media/store.h"
#include "media/worker.h"

#include <array>
#include <utility>

namespace media {
namespace {

namespace log = base::log;

constexpr std::chrono::milliseconds kPoll{5000}; // For what other processes took in.
constexpr std::chrono::minutes kLease{3};
constexpr int kAttempts = 3;

base::Wakeup& wakeup() {
    static base::Wakeup bell;
    return bell;
}

std::atomic<int>& running() {
    static std::atomic<int> count = 0;
    return count;
}

struct Waiting {
    MediaId id;
    std::string key;
    int attempt = 0;
};

bool has_waiting(db::Database& database) {
    bool found = false;
    database.read([&](db::Tx& tx) { found = tx.query_integer(R"(
            select 1 from media_attachments
            where state = 0 and remote_url = '' and (leased_until is null or leased_until < $1) limit 1)", {tx.now()}).has_value(); });
    return found;
}

std::optional<Waiting> lease(db::Database& database) {
    if (!has_waiting(database)) return std::nullopt;
    std::optional<Waiting> leased;
    database.write([&](db::Tx& tx) {
        leased.reset();
        auto rows = tx.query(R"(
            update media_attachments set leased_until = $2, attempts = attempts + 1
            where id = (select id from media_attachments
                        where state = 0 and remote_url = '' and (leased_until is null or leased_until < $1)
                        order by id limit 1 /*skip_locked*/)
            returning id, file_key, attempts)", {tx.now(), tx.now() + kLease});
        while (rows.next()) leased = Waiting{rows.id<MediaId>(0), rows.string(1), rows.small(2)};
    });
    return leased;
}

Format format_in(const base::File& source) {
    return format_of(base::read_up_to(source, kFirstBytes)).value_or(Format::Mp4);
}

Attachment keep(const base::Context& context, const MadeFilm& made) {
    Attachment attachment;
    attachment.type = made.type;
    attachment.state = State::Ready;
    attachment.file_key = new_key(context.random, "attachments", made.extension);
    attachment.size_bytes = base::size_of(made.file);
    attachment.blurhash = made.blurhash;
    attachment.meta = made.meta;
    context.media->put(attachment.file_key, made.file);
    if (made.preview) {
        attachment.preview_key = small_key(attachment.file_key, made.preview_extension);
        attachment.size_bytes += base::size_of(made.preview);
        context.media->put(attachment.preview_key, made.preview);
    }
    return attachment;
}

// What its owner chose meanwhile stays.
void take_place(db::Tx& tx, const Attachment& before, Attachment attachment) {
    std::array<std::string, 1> unneeded;
    if (before.has_own_preview) {
        unneeded[0] = std::exchange(attachment.preview_key, before.preview_key);
        attachment.has_own_preview = true;
        attachment.blurhash = before.blurhash;
        const auto colours = attachment.type == Type::Audio ? Painted::Too : Painted::Not;
        attachment.meta = with_preview_of(attachment.meta, before.meta, colours);
    }
    update_files(tx, attachment);
    remove_files(tx, unneeded);
}

void finish(db::Database& database, const Waiting& waiting, Attachment attachment) {
    attachment.id = waiting.id;
    database.write([&](db::Tx& tx) {
        const std::array<std::string, 1> incoming = {waiting.key};
        remove_files(tx, incoming);
        if (attachment.state == State::Failed) return mark_failed(tx, waiting.id);
        if (const auto before = find(tx, waiting.id)) return take_place(tx, *before, std::move(attachment));
        const std::array<std::string, 2> unwanted = {attachment.file_key, attachment.preview_key}; // Taken back.
        remove_files(tx, unwanted);
    });
}

// Says now and then that somebody is still at it: a film takes long, and when its process is gone, another begins soon.
class KeptLease {
public:
    KeptLease(db::Database& database, MediaId id, std::chrono::milliseconds every)
        : database_(database), id_(id), every_(every), thread_([this] { keep(); }) {}
    ~KeptLease() {
        is_over_ = true;
        over_.ring();
        thread_.join();
    }
    KeptLease(const KeptLease&) = delete;
    KeptLease& operator=(const KeptLease&) = delete;

private:
    void keep() {
        for (over_.sleep(every_); !is_over_; over_.sleep(every_)) {
            try {
                database_.write([&](db::Tx& tx) {
                    tx.exec("update media_attachments set leased_until = $2 where id = $1", {id_, tx.now() + kLease});
                });
            } catch (const std::exception& fault) {
                log::warning("the lease of an upload cannot be renewed", {{"reason", fault.what()}});
            }
        }
    }

    db::Database& database_;
    MediaId id_;
    std::chrono::milliseconds every_;
    std::atomic<bool> is_over_ = false;
    base::Wakeup over_;
    std::thread thread_; // Last: it uses all of the above.
};

// As if nobody had taken it.
void let_go(db::Database& database, const Waiting& waiting) {
    database.write([&](db::Tx& tx) {
        tx.exec("update media_attachments set leased_until = null, attempts = attempts - 1 where id = $1",
                {waiting.id});
    });
}

void give_back(db::Database& database, const Waiting& waiting) {
    database.write([&](db::Tx& tx) {
        tx.exec("update media_attachments set leased_until = $2 where id = $1",
                {waiting.id, tx.now() + std::chrono::minutes(1)});
    });
}

} // namespace

Processing::Processing(const base::Context& context, db::Database& database, std::chrono::milliseconds renew_every)
    : context_(context), database_(database), renew_every_(renew_every) {}

Processing::~Processing() { stop(); }

void Processing::start() {
    ++running();
    thread_ = std::thread([this] { work(); });
}

void Processing::stop() {
    if (!thread_.joinable()) return;
    is_stopping_ = true;
    const NoWorkers none;
    ring();
    thread_.join();
    --running();
}

void Processing::ring() { wakeup().ring(); }

bool Processing::is_running() { return running() > 0; }

Result<MadeFilm> Processing::make(MediaId id, const base::File& source) {
    const KeptLease kept(database_, id, renew_every_);
    return make_film(context_.config, source, format_in(source));
}

bool Processing::process_one() {
    const auto waiting = lease(database_);
    if (!waiting) return false;
    Attachment attachment;
    attachment.state = State::Failed;
    try {
        const auto source = context_.media->fetch(waiting->key);
        if (source && waiting->attempt <= kAttempts) {
            const auto made = make(waiting->id, source);
            if (!made && is_stopping_) {
                let_go(database_, *waiting);
                return false;
            }
            if (!made && made.error().refusal == base::Refusal::Unavailable && waiting->attempt < kAttempts) {
                give_back(database_, *waiting);
                return true;
            }
            if (made) attachment = keep(context_, *made);
            if (!made)
                log::info("an upload cannot be used", {{"id", waiting->id.value}, {"reason", made.error().message}});
        }
        finish(database_, *waiting, std::move(attachment));
    } catch (const std::exception& fault) {
        log::error("an upload could not be processed, and will be tried again",
                   {{"id", waiting->id.value}, {"attempt", waiting->attempt}, {"reason", fault.what()}});
        give_back(database_, *waiting);
    }
    return true;
}

void Processing::work() {
    while (!is_stopping_) {
        try {
            if (process_one()) continue;
        } catch (const std::exception& fault) {
            log::error("uploads that wait cannot be looked for", {{"reason", fault.what()}});
        }
        wakeup().sleep(kPoll);
    }
}

} // namespace media
