#include "jobs/jobs.h"
#include "media/attachments.h"
#include "media/processing.h"
#include "media/store.h"
#include "media/worker.h"
#include "support/builders.h"
#include "support/federation_builders.h"
#include "support/media_builders.h"
#include "support/process.h"
#include "support/raw_server.h"
#include "support/test_db.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>

// A server that ends while it works on films: quickly, and nothing is lost.
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

// Made in a moment, and decoded in many.
std::string long_film(const std::filesystem::path& folder) {
    static std::string made;
    if (!made.empty()) return made;
    const auto second = (folder / "second.mp4").string(), film = (folder / "film.mp4").string();
    const auto make = "ffmpeg -v error -nostdin -y -f lavfi -i testsrc2=s=640x360:r=30:d=1 -c:v mpeg4 " + second;
    const auto repeat = "ffmpeg -v error -nostdin -y -stream_loop 299 -i " + second + " -c copy " + film;
    EXPECT_EQ(std::system(make.c_str()), 0);
    EXPECT_EQ(std::system(repeat.c_str()), 0);
    std::ifstream in(film, std::ios::binary);
    return made = {std::istreambuf_iterator<char>(in), {}};
}

// Of somebody, and waits for a decoder.
MediaId put_film(db::Database& database, const base::Context& context, const std::string& bytes) {
    media::Attachment film;
    film.type = media::Type::Video;
    film.state = media::State::Processing;
    film.file_key = media::new_key(context.random, "incoming", "bin");
    context.media->put(film.file_key, file_with(bytes));
    database.write([&](db::Tx& tx) {
        film.account = make_user(tx).account.id;
        film.id = tx.new_id<MediaId>();
        media::insert(tx, film);
    });
    return film.id;
}

struct Work {
    bool is_leased = false;
    base::Time until;
    std::int64_t attempts = 0;
};
Work work_on(db::Database& database, MediaId id) {
    Work work;
    database.read([&](db::Tx& tx) {
        auto rows = tx.query("select leased_until, attempts from media_attachments where id = $1 and state = 0", {id});
        if (!rows.next()) return;
        work = {.is_leased = !rows.is_null(0),
                .until = rows.is_null(0) ? base::Time{} : rows.time(0),
                .attempts = rows.integer(1)};
    });
    return work;
}

template <typename Condition>
bool comes_true(const Condition& condition) {
    const auto end = steady_clock::now() + 20s;
    while (steady_clock::now() < end) {
        if (condition()) return true;
        std::this_thread::yield();
    }
    return false;
}

class StoppingMedia : public DataFolder {
protected:
    StoppingMedia() {
        world_.config.data = folder_;
        world_.config.database = database().string();
        world_.clock.set(base::SystemClock().now());
        store_ = media::open_store(world_.config);
        world_.context.media = store_.get();
        database_ = *db::open(world_.context, 1);
    }

    TestWorld world_;
    std::unique_ptr<media::Store> store_;
    std::unique_ptr<db::Database> database_;
};

TEST_F(StoppingMedia, WaitsForNoFilmThatIsProcessed) {
    const auto id = put_film(*database_, world_.context, long_film(folder_));
    ServerProcess server(environment_);
    ASSERT_TRUE(comes_true([&] { return work_on(*database_, id).is_leased; }));
    const auto begun = steady_clock::now();

    server.signal(SIGTERM);

    EXPECT_EQ(server.wait(), 0);
    EXPECT_LT(steady_clock::now() - begun, 8s);
    EXPECT_FALSE(work_on(*database_, id).is_leased) << "it is begun again by who comes next";
    EXPECT_EQ(work_on(*database_, id).attempts, 0) << "which was no failure";
}

TEST_F(StoppingMedia, LeavesAFilmToOthersWhenItIsKilled) {
    const auto id = put_film(*database_, world_.context, long_film(folder_));
    ServerProcess server(environment_);
    ASSERT_TRUE(comes_true([&] { return work_on(*database_, id).is_leased; }));

    server.signal(SIGKILL);

    EXPECT_EQ(server.wait(), -1);
    EXPECT_LT(work_on(*database_, id).until, base::SystemClock().now() + 4min);
}

TEST_F(StoppingMedia, WaitsForNoFilmOfAnotherServer) {
    const RawServer slow([](const std::string&, const RawServer::Peer& peer) {
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\nContent-Type: video/mp4\r\n\r\nabc");
        return !peer.is_hung_up();
    });
    database_->write([&](db::Tx& tx) {
        media::Attachment film;
        film.type = media::Type::Video;
        film.state = media::State::Ready;
        film.account = make_remote(tx, {.username = "bob"}).id;
        film.id = tx.new_id<MediaId>();
        media::insert(tx, film);
        tx.exec("update media_attachments set remote_url = $2 where id = $1", {film.id, slow.url("/film.mp4")});
        jobs::enqueue_waiting(tx, "copy_film", {{"id", film.id.value}});
    });
    ServerProcess server(environment_);
    ASSERT_TRUE(comes_true([&] { return !slow.requests().empty(); }));
    const auto begun = steady_clock::now();

    server.signal(SIGTERM);

    EXPECT_EQ(server.wait(), 0);
    EXPECT_LT(steady_clock::now() - begun, 8s);
}

TEST(Processing, SaysThatItIsStillAtIt) {
    TestDatabase database;
    auto& world = database.world();
    std::filesystem::create_directories(world.config.data);
    const auto id = put_film(*database, world.context, long_film(world.config.data));
    media::Processing processing(world.context, *database, 20ms);
    auto worked = std::async(std::launch::async, [&] { return processing.process_one(); });
    ASSERT_TRUE(comes_true([&] { return work_on(*database, id).is_leased; }));
    const auto before = work_on(*database, id).until;

    world.clock.advance(2min);

    EXPECT_TRUE(comes_true([&] { return work_on(*database, id).until == before + 2min; }));
    const media::NoWorkers none;
    EXPECT_TRUE(worked.get());
    EXPECT_EQ(work_on(*database, id).until, world.clock.now() + 1min) << "and is tried again soon";
}

} // namespace
