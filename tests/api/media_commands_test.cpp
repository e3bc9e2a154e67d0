#include "media/attachments.h"
#include "media/store.h"
#include "support/federation_builders.h"
#include "support/media_builders.h"
#include "support/process.h"
#include "support/raw_server.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

// `akebono media …` beside a folder of files, and a server that has a picture.
namespace {

using testing::HasSubstr;

class MediaCommands : public DataFolder {
protected:
    MediaCommands() {
        write([&](db::Tx& tx) {
            const auto picture = make_attachment(tx, make_remote(tx, {.username = "bob"}).id);
            tx.exec("update media_attachments set remote_url = $2 where id = $1", {picture.id, source_});
        });
    }

    void write(const std::function<void(db::Tx&)>& work) {
        TestWorld world;
        world.config.database = database().string();
        world.clock.set(base::SystemClock().now());
        (*db::open(world.context, 1))->write(work);
    }
    CommandResult run(std::vector<std::string> words) {
        words.insert(words.begin(), "media");
        return run_akebono(words, environment_);
    }

    const RawServer server_{[](const std::string&, const RawServer::Peer& peer) {
        return peer.send(raw_answer("200 OK", media_fixture("picture.webp"), "Content-Type: image/webp\r\n"));
    }};
    const std::string source_ = server_.url("/picture.webp");
};

TEST_F(MediaCommands, FetchFindAndRemoveCopies) {
    EXPECT_EQ(run({"refresh"}).exit_code, 2);
    EXPECT_EQ(run({"refresh", "--domain", "other.test"}).output, "Copied 0 pictures; 0 could not be had.\n");
    EXPECT_EQ(run({"refresh", "--domain", "remote.test"}).output, "Copied 1 pictures; 0 could not be had.\n");
    EXPECT_EQ(run({"refresh", "--all"}).output, "Copied 0 pictures; 0 could not be had.\n") << "it is here already";
    EXPECT_EQ(run({"refresh", "--days", "1", "--force"}).output, "Copied 1 pictures; 0 could not be had.\n");
    EXPECT_EQ(server_.requests().size(), 2u);

    EXPECT_THAT(run({"usage", "--json"}).output, HasSubstr(R"("copies":{"files":1,)"));
    EXPECT_THAT(run({"lookup", source_}).output, HasSubstr("of @bob@remote.test"));
    EXPECT_THAT(run({"remove", "--days", "1"}).output, HasSubstr("Removed 0 copies"));
    EXPECT_THAT(run({"remove", "--days", "0", "--dry-run"}).output, HasSubstr("Would remove 1 copies"));
    EXPECT_THAT(run({"remove", "--days", "0"}).output, HasSubstr("Removed 1 copies"));
    EXPECT_THAT(run({"usage", "--json"}).output, HasSubstr(R"("copies":{"files":0,"bytes":0})"));
    EXPECT_EQ(run({"refresh", "--all"}).output, "Copied 1 pictures; 0 could not be had.\n");
}

TEST_F(MediaCommands, RemoveWhatNobodyKnowsOf) {
    run({"refresh", "--all"});
    const auto orphan = folder_ / "media/attachments/3f" / ("3f" + std::string(30, 'a') + ".jpg");
    const auto fresh = folder_ / "media/attachments/3f" / ("3f" + std::string(30, 'b') + ".jpg");
    std::filesystem::create_directories(orphan.parent_path());
    std::ofstream(orphan) << "old";
    std::ofstream(fresh) << "new";
    std::filesystem::last_write_time(orphan, std::filesystem::file_time_type::clock::now() - std::chrono::hours(48));

    EXPECT_EQ(run({"remove-orphans", "--dry-run"}).output, "Would remove 1 of 3 files, 3 bytes.\n");
    EXPECT_TRUE(std::filesystem::exists(orphan));
    EXPECT_EQ(run({"remove-orphans"}).output, "Removed 1 of 3 files, 3 bytes.\n");
    EXPECT_FALSE(std::filesystem::exists(orphan));
    EXPECT_TRUE(std::filesystem::exists(fresh)) << "somebody may be uploading it";
}

} // namespace
