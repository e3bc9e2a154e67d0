#include "media/cache_jobs.h"

#include "media/caching.h"
#include "media/proxy.h"
#include "media/store.h"

#include <semaphore>

namespace media {
namespace {

constexpr int kAtOnce = 1000; // As many as S3 deletes in one call.
constexpr int kRounds = 100;
constexpr std::chrono::hours kLongestWay{1};
constexpr std::chrono::days kFailuresKept{30};

const base::Context& context_with_store(db::Database& database) {
    const auto& context = database.context();
    if (!context.media) throw StoreFault("there is no media store in this process");
    return context;
}

// Of the few threads that wait for other machines, long films leave some to what is short.
constexpr int kFilmsAtOnce = 2;
constexpr std::chrono::seconds kNextTurn{20};

class FilmTurn {
public:
    FilmTurn() : is_mine_(turns().try_acquire()) {}
    ~FilmTurn() {
        if (is_mine_) turns().release();
    }
    FilmTurn(const FilmTurn&) = delete;
    FilmTurn& operator=(const FilmTurn&) = delete;

    explicit operator bool() const { return is_mine_; }

private:
    static std::counting_semaphore<kFilmsAtOnce>& turns() {
        static std::counting_semaphore<kFilmsAtOnce> semaphore(kFilmsAtOnce);
        return semaphore;
    }

    bool is_mine_;
};

void enqueue_film(db::Tx& tx, std::int64_t id, std::optional<base::Time> at) {
    jobs::enqueue_waiting(tx, "copy_film", {{"id", id}}, at, "copy_film:" + std::to_string(id));
}

void copy(db::Database& database, const Subject& subject, std::chrono::milliseconds patience) {
    std::string source;
    bool is_wanted = false;
    database.read([&](db::Tx& tx) {
        source = source_of(tx, subject);
        is_wanted = wants_copy(tx, subject, source);
    });
    if (!is_wanted) return;
    // When it fails, whoever looks at it tries again.
    const auto made = make_copy(context_with_store(database), database, subject, source, patience);
    static_cast<void>(made);
}

} // namespace

void copy_picture(const jobs::Arguments& arguments, db::Database& database) {
    copy(database, {.kind = CopyOf::Small, .id = arguments.integer("id")}, copy_times().soon);
}

void copy_film_soon(db::Tx& tx, MediaId attachment) { enqueue_film(tx, attachment.value, {}); }

void copy_film_job(const jobs::Arguments& arguments, db::Database& database) {
    const FilmTurn turn;
    if (turn) copy(database, {.kind = CopyOf::Original, .id = arguments.integer("id")}, copy_times().film);
}

void copy_film_again(const jobs::Arguments& arguments, db::Tx& tx) {
    const Subject film{.kind = CopyOf::Original, .id = arguments.integer("id")};
    if (wants_copy(tx, film, source_of(tx, film))) enqueue_film(tx, film.id, tx.now() + kNextTurn);
}

void remove_unseen_copies(const jobs::Arguments&, db::Database& database) {
    const auto& context = context_with_store(database);
    const std::chrono::days days(context.config.media_remote_days);
    if (days.count() == 0) return;
    std::vector<std::string> keys;
    for (int round = 0; round < kRounds; ++round) {
        database.write([&](db::Tx& tx) { keys = give_up_unseen(tx, tx.now() - days, Profiles::Too, kAtOnce); });
        if (keys.empty()) return;
        remove_given_up(context, database, keys);
    }
    database.write([](db::Tx& tx) { jobs::enqueue(tx, "remove_unseen_copies"); });
}

void tidy_copies(const jobs::Arguments&, db::Database& database) {
    const auto& context = context_with_store(database);
    std::vector<std::string> keys;
    for (int round = 0; round < kRounds; ++round) {
        database.write([&](db::Tx& tx) {
            keys = stranded_files(tx, tx.now() - kLongestWay, kAtOnce);
            forget_failures(tx, tx.now() - kFailuresKept, kAtOnce);
        });
        if (keys.empty()) return;
        remove_given_up(context, database, keys);
    }
}

} // namespace media
