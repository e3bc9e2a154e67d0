#include "media/attachments.h"

#include "media/films.h"
#include "media/store.h"
#include "media/worker.h"
#include "statuses/deletion.h"
#include "statuses/scheduling.h"
#include "statuses/status_json.h"
#include "support/builders.h"
#include "support/media_builders.h"
#include "support/plans.h"
#include "support/process.h"
#include "support/status_builders.h"
#include "support/test_db.h"
#include "timelines/public.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sys/resource.h>

namespace media {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using timelines::Origin;

StatusId post_with(db::Tx& tx, const accounts::Account& author, const std::vector<Attachment>& attachments,
                   const std::string& text = "", statuses::Visibility visibility = statuses::Visibility::Public) {
    statuses::Draft draft;
    draft.text = text;
    draft.visibility = visibility;
    for (const auto& attachment : attachments) draft.media.push_back(attachment.id);
    return make_status(tx, author, draft);
}

// Of this process.
std::int64_t own_peak() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return std::int64_t{usage.ru_maxrss} << 10;
}

std::string refusal(db::Tx& tx, const accounts::Account& author, const std::vector<MediaId>& ids) {
    const auto found = find_attachable(tx, author.id, ids);
    return found ? "" : found.error().message;
}

TEST(Focus, IsRead) {
    EXPECT_EQ(parse_focus("0,0"), (Focus{0, 0}));
    EXPECT_EQ(parse_focus("-0.5,7"), (Focus{-0.5, 1}));
    for (const char* text : {"", "1", "a,b", "1,", ",1", "1,2,3", "nan,0", "inf,0", " 1,0"}) {
        EXPECT_EQ(parse_focus(text), std::nullopt) << text;
    }
}

TEST(Attachments, AreOnesOwnAndFreeAndReady) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    const auto one = make_attachment(tx, alice.id), two = make_attachment(tx, alice.id);
    const auto others = make_attachment(tx, bob.id);
    auto waiting = make_attachment(tx, alice.id);
    waiting.state = State::Processing;
    update_files(tx, waiting);

    EXPECT_EQ(refusal(tx, alice, {one.id, two.id, one.id}), "");
    EXPECT_THAT(refusal(tx, alice, {one.id, others.id}), HasSubstr(to_string(others.id)));
    EXPECT_THAT(refusal(tx, alice, {MediaId{7}}), HasSubstr("Media 7 not found"));
    EXPECT_THAT(refusal(tx, alice, {waiting.id}), HasSubstr("not finished processing"));
    post_with(tx, alice, {one});
    EXPECT_THAT(refusal(tx, alice, {one.id}), HasSubstr("already attached"));
}

TEST(Attachments, AreAsManyAsTheOperatorSays) {
    TestDatabase database;
    database.world().config.media_per_post = 16;
    database->write([](db::Tx& tx) {
        const auto alice = make_person(tx);
        std::vector<Attachment> pictures;
        std::vector<MediaId> ids;
        for (int i = 0; i < 17; ++i) {
            pictures.push_back(make_attachment(tx, alice.id));
            ids.push_back(pictures.back().id);
        }

        EXPECT_EQ(refusal(tx, alice, ids), "Cannot attach more than 16 files");
        pictures.pop_back();
        const auto status = post_with(tx, alice, pictures);
        EXPECT_EQ(attached_to(tx, status).size(), 16u);
    });
}

TEST(Attachments, AreFourPicturesOrOneFilm) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    std::vector<MediaId> ids;
    for (int i = 0; i < 5; ++i) ids.push_back(make_attachment(tx, alice.id).id);

    EXPECT_EQ(refusal(tx, alice, ids), "Cannot attach more than 4 files");
    ids.pop_back();
    EXPECT_EQ(refusal(tx, alice, ids), "");
    for (const auto type : {Type::Video, Type::Gifv, Type::Audio}) {
        const auto film = make_attachment(tx, alice.id, type);
        EXPECT_EQ(refusal(tx, alice, {film.id}), "");
        EXPECT_THAT(refusal(tx, alice, {film.id, ids[0]}), HasSubstr("video or audio"));
    }
}

TEST(Attachments, SpareAPostItsText) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);

    const auto id = post_with(tx, alice, {make_attachment(tx, alice.id)});

    EXPECT_EQ(shown_status(tx, id, alice).at("content"), "");
    EXPECT_FALSE(statuses::check_draft(tx, alice, {}));
}

TEST(Attachments, OfAPageTakeOneQuery) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    std::vector<StatusId> ids;
    for (int i = 0; i < 40; ++i) ids.push_back(post_with(tx, alice, {make_attachment(tx, alice.id)}));
    const auto statements = [&](std::size_t count) {
        return statements_of(tx,
                             [&] { statuses::StatusEntities(tx, std::span(ids).first(count), accounts::anonymous()); });
    };

    EXPECT_EQ(statements(40), statements(1));
    EXPECT_ALL_WALK_INDEXES(tx, [&] { (void)attached_to(tx, ids[0]); });
    EXPECT_THAT(whole_table_steps(tx, [&] { statuses::StatusEntities(tx, ids, accounts::anonymous()); }), IsEmpty());
}

TEST(Attachments, AreLookedForInTimelines) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    make_status(tx, alice, "words #tea");
    const auto picture = post_with(tx, alice, {make_attachment(tx, alice.id), make_attachment(tx, alice.id)}, "#tea");
    const auto private_picture =
        post_with(tx, alice, {make_attachment(tx, alice.id)}, "#tea", statuses::Visibility::Private);
    const auto of_alice = [&](const accounts::Account& viewer, const std::string& tag = "") {
        return timelines::account_page(tx, viewer, alice.id, {.only_media = true, .tagged = tag}, {});
    };

    EXPECT_THAT(timelines::public_page(tx, {}, Origin::Everywhere, {}, true), ElementsAre(picture));
    EXPECT_THAT(timelines::public_page(tx, {}, Origin::Remote, {}, true), IsEmpty());
    EXPECT_THAT(timelines::hashtag_page(tx, {}, {.name = "tea", .only_media = true}, Origin::Local, {}),
                ElementsAre(picture));
    EXPECT_THAT(of_alice(accounts::anonymous()), ElementsAre(picture));
    EXPECT_THAT(of_alice(alice), ElementsAre(private_picture, picture));
    EXPECT_THAT(of_alice(alice, "tea"), ElementsAre(private_picture, picture));
    EXPECT_ALL_WALK_INDEXES(tx, [&] { (void)timelines::public_page(tx, {}, Origin::Everywhere, {}, true); });
    EXPECT_ALL_WALK_INDEXES(tx, [&] { (void)of_alice(alice); });
}

TEST(Attachments, AreHeardOfInStreamsOfMedia) {
    TestDatabase database;
    database.world().events.listen("timeline:public:media");
    database->write([&](db::Tx& tx) {
        const auto author = make_person(tx);
        make_status(tx, author, "words");
        post_with(tx, author, {make_attachment(tx, author.id)});
    });

    const auto events = database.world().events.take();

    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].channel, "timeline:public:media");
}

TEST(Attachments, NobodyPostedGoAfterADay) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto free = make_attachment(tx, alice.id), posted = make_attachment(tx, alice.id),
               scheduled = make_attachment(tx, alice.id);
    post_with(tx, alice, {posted});
    const auto id = tx.new_id<ScheduledStatusId>();
    statuses::Draft draft;
    draft.media = {scheduled.id};
    ASSERT_TRUE(
        statuses::schedule(tx, alice, draft, tx.now() + std::chrono::hours(48), {.id = id, .idempotency_key = ""}));
    const auto tomorrow = tx.now() + std::chrono::milliseconds(1);

    EXPECT_EQ(remove_unposted(tx, tx.now(), 100), 0u);
    EXPECT_EQ(remove_unposted(tx, tomorrow, 100), 1u);

    EXPECT_FALSE(find(tx, free.id));
    EXPECT_TRUE(find(tx, posted.id));
    EXPECT_TRUE(find(tx, scheduled.id));
    EXPECT_THAT(whole_table_steps(tx, [&] { remove_unposted(tx, tomorrow, 100); }), IsEmpty());
}

TEST(Attachments, OfDeletedPostsWaitADay) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto kept = make_attachment(tx, alice.id), removed = make_attachment(tx, alice.id);
    const auto first = post_with(tx, alice, {kept}), second = post_with(tx, alice, {removed});

    ASSERT_TRUE(statuses::delete_status(tx, alice, first));
    ASSERT_TRUE(statuses::delete_status(tx, alice, second, Fate::Removed));

    EXPECT_FALSE(find(tx, kept.id)->status);
    EXPECT_FALSE(find(tx, removed.id));
}

TEST(Keys, Security31_AreOursAlone) {
    SeededRandom random;
    const auto key = new_key(random, "attachments", "jpg");

    EXPECT_TRUE(is_key(key)) << key;
    EXPECT_TRUE(is_key(small_key(key, "png")));
    EXPECT_NE(key, new_key(random, "attachments", "jpg"));
    for (const std::string& other :
         {std::string("../") + key, key + "/", key + ".", "/" + key, key.substr(12),
          std::string("attachments/zz/zz.jpg"), std::string("attachments//"), std::string()}) {
        EXPECT_FALSE(is_key(other)) << other;
    }
}

TEST(LocalStore, KeepsListsAndForgets) {
    TestWorld world;
    std::vector<std::string> keys;
    for (int i = 0; i < 5; ++i) keys.push_back(new_key(world.random, i % 2 ? "avatars" : "attachments", "jpg"));
    for (const auto& key : keys) world.media->put(key, file_with(key));
    std::ranges::sort(keys);

    std::vector<std::string> listed;
    for (std::string after;;) {
        const auto page = world.media->list(after, 2);
        for (const auto& file : page) listed.push_back(file.key);
        if (page.size() < 2) break;
        after = page.back().key;
    }

    EXPECT_EQ(listed, keys);
    EXPECT_EQ(base::read_up_to(world.media->fetch(keys[0]), 1000), keys[0]);
    world.media->remove(keys);
    world.media->remove(keys);
    EXPECT_THAT(world.media->list("", 10), IsEmpty());
    EXPECT_FALSE(world.media->fetch(keys[0]));
}

// What decodes cannot be made to eat the machine.
TEST(MediaWorker, StaysSmall) {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "a sanitizer's own memory is many times that of the program";
#endif
    TestWorld world;
    for (const char* fixture : {"turned.jpg", "transparent.png", "picture.webp", "picture.avif", "picture.heic"}) {
        SCOPED_TRACE(fixture);
        const auto bytes = media_fixture(fixture);
        const auto file = file_with(bytes);
        const auto out = file_with(""), small = file_with("");

        const auto end = run_worker({.arguments = {"picture", "post", std::string(name_of(*format_of(bytes))), "0",
                                                   std::to_string(bytes.size()), "0", "0", std::to_string(kPostPixels)},
                                     .files = {file.descriptor(), out.descriptor(), small.descriptor()}});

        EXPECT_TRUE(end.is_done) << end.log;
        // A process begins with the peak of whoever started it, says the kernel: the tests may be larger than the
        // worker.
        EXPECT_LT(end.memory_bytes, std::max(std::int64_t{150} << 20, own_peak() + (1 << 20)));
    }
}

TEST(MediaWorker, Security32_EndsWhenItsTimeIsUp) {
    TestWorld world;
    const auto file = file_with(media_fixture("picture.heic"));
    const auto end =
        run_worker({.arguments = {"picture", "post", "heif", "0", "5966", "0", "0", std::to_string(kPostPixels)},
                    .files = {file.descriptor()},
                    .deadline = std::chrono::seconds(0)});
    EXPECT_TRUE(end.was_too_slow);
    EXPECT_FALSE(end.is_done);
}

// What phones record: HEVC of ten bits, 3840 by 2160, with as many pictures to compare with as there may be.
TEST(MediaWorker, HasRoomForFilmsOfPhones) {
    TestWorld world;
    const auto file = file_with(media_fixture("large.mov"));

    const auto made = make_film(world.config, file, Format::Mp4);

    ASSERT_TRUE(made) << made.error().message;
    const auto entity = json::parse(made->meta)->at("original");
    EXPECT_EQ(entity.at("width"), 1920);
    EXPECT_EQ(entity.at("height"), 1080);
    EXPECT_NEAR(entity.at("duration").to_number<double>(), 1.6, 0.05);
}

// Some decoders go on without the pictures that they have no room for, and say that all is well.
TEST(MediaWorker, RefusesAFilmThatItHadNoRoomFor) {
    TestWorld world;
    const auto script = world.config.data / "decoder";
    std::filesystem::create_directories(world.config.data);
    std::ofstream(script) << "#!/bin/sh\necho 'Error while decoding: Cannot allocate memory' >&2\n";
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    set_worker_program(script);

    const auto made = make_film(world.config, file_with(media_fixture("film.mp4")), Format::Mp4);

    set_worker_program(akebono_program());
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error().message, HasSubstr("too much memory"));
}

TEST(MediaWorker, EndsWithItsServer) {
    TestWorld world;
    const auto file = file_with(media_fixture("film.webm")), out = file_with("");
    const WorkerTask task{.arguments = {"film", "webm", "convert"}, .files = {file.descriptor(), out.descriptor()}};
    {
        const NoWorkers none;
        const auto end = run_worker(task);
        EXPECT_TRUE(end.was_unwanted);
        EXPECT_FALSE(end.is_done);
    }
    EXPECT_TRUE(run_worker(task).is_done);
}

} // namespace
} // namespace media
