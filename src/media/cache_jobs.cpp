#include "media/cache_jobs.h"

#include "media/caching.h"
#include "media/proxy.h"
#include "media/store.h"

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

void copy(db::Database& database, const Subject& subject) {
    std::string source;
    bool is_wanted = false;
    database.read([&](db::Tx& tx) {
        source = source_of(tx, subject);
        is_wanted = wants_copy(tx, subject, source);
    });
    if (!is_wanted) return;
    // When it fails, whoever looks at it tries again.
    const auto made = make_copy(context_with_store(database), database, subject, source);
    static_cast<void>(made);
}

} // namespace

void copy_picture(const jobs::Arguments& arguments, db::Database& database) {
    copy(database, {.kind = CopyOf::Small, .id = arguments.integer("id")});
}

void copy_film_job(const jobs::Arguments& arguments, db::Database& database) {
    copy(database, {.kind = CopyOf::Original, .id = arguments.integer("id")});
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
