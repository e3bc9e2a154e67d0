#include "support/api_server.h"
#include "support/builders.h"
#include "support/media_builders.h"
#include "support/process.h"
#include "support/s3.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

#include <csignal>

// The program with its files in a bucket that nobody else may read.
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ServerWithS3 : public testing::Test {
protected:
    void SetUp() override {
        if (!has_s3()) GTEST_SKIP() << "AKEBONO_TEST_S3 is not set: scripts/with-s3 runs an S3 server";
        bucket_ = make_bucket();
        environment_ = {{"AKEBONO_DATABASE", database_.world().config.database},
                        {"AKEBONO_DATA", testing::TempDir() + "akebono-s3-data"},
                        {"AKEBONO_S3_BUCKET", bucket_},
                        {"AKEBONO_S3_ENDPOINT", s3_endpoint()},
                        {"AKEBONO_S3_ACCESS_KEY_ID", s3_access_key()},
                        {"AKEBONO_S3_SECRET_ACCESS_KEY", s3_secret_key()}};
        database_->write([&](db::Tx& tx) { token_ = make_token(tx, make_user(tx).id); });
    }
    std::vector<std::string> stored() {
        std::vector<std::string> keys;
        for (const auto& object : open_test_bucket({.bucket = bucket_})->list("", "", 1000).objects) {
            keys.push_back(object.key);
        }
        return keys;
    }

    TestDatabase database_;
    Environment environment_;
    std::string bucket_, token_;
};

TEST_F(ServerWithS3, ShowsWhatWasUploadedThroughAddressesThatPass) {
    ServerProcess server(environment_);
    HttpClient client(server.port());
    client.token = token_;

    const auto made =
        send_form(client, "POST", "/api/v2/media", {{.field = "file", .bytes = media_fixture("picture.webp")}});
    ASSERT_EQ(made.status, 200) << made.body << server.log();
    const auto entity = made.json();
    const std::string url(entity.at("url").as_string());
    const auto led = client.get(url.substr(url.find("/system/")));

    EXPECT_EQ(led.status, 302);
    EXPECT_THAT(led.header("location"), StartsWith(s3_endpoint() + "/" + bucket_ + "/attachments/"));
    const auto file = get_url(led.header("location"));
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.header("content-type"), "image/webp");
    EXPECT_EQ(stored().size(), 2U) << "the picture and its preview";
}

TEST_F(ServerWithS3, LeadsToTheContentNetworkThatStandsBefore) {
    environment_["AKEBONO_MEDIA_URL"] = "https://files.example";
    ServerProcess server(environment_);
    HttpClient client(server.port());
    client.token = token_;

    const auto entity =
        send_form(client, "POST", "/api/v2/media", {{.field = "file", .bytes = media_fixture("picture.webp")}}).json();

    EXPECT_THAT(std::string(entity.at("url").as_string()), StartsWith("https://files.example/attachments/"));
}

TEST_F(ServerWithS3, CountsAndLooksUpFiles) {
    std::string url;
    {
        ServerProcess server(environment_);
        HttpClient client(server.port());
        client.token = token_;
        const auto entity =
            send_form(client, "POST", "/api/v2/media", {{.field = "file", .bytes = media_fixture("picture.webp")}})
                .json();
        url = std::string(entity.at("url").as_string());
    }

    const auto usage = run_akebono({"media", "usage"}, environment_);
    const auto lookup = run_akebono({"media", "lookup", url}, environment_);
    const auto orphans = run_akebono({"media", "remove-orphans"}, environment_);
    const auto removed = run_akebono({"media", "remove", "--days", "0"}, environment_);
    const auto unknown = run_akebono({"media", "lookup", "https://elsewhere.test/x.jpg"}, environment_);

    EXPECT_THAT(usage.output, HasSubstr("uploads of this server")) << usage.errors;
    EXPECT_THAT(lookup.output, HasSubstr("attachment ")) << lookup.errors;
    EXPECT_THAT(lookup.output, HasSubstr("in no post"));
    EXPECT_EQ(orphans.output, "Removed 0 of 2 files, 0 bytes.\n") << orphans.errors;
    EXPECT_EQ(removed.output, "Removed 0 copies, 0 bytes.\n") << removed.errors;
    EXPECT_EQ(unknown.exit_code, 1);
    EXPECT_EQ(stored().size(), 2U);
}

TEST_F(ServerWithS3, SaysClearlyThatTheBucketIsNotThere) {
    environment_["AKEBONO_S3_BUCKET"] = "not-there";
    ServerProcess server(environment_);
    HttpClient client(server.port());
    client.token = token_;

    const auto made =
        send_form(client, "POST", "/api/v2/media", {{.field = "file", .bytes = media_fixture("picture.webp")}});
    server.signal(SIGTERM);
    server.wait();

    EXPECT_EQ(made.status, 500);
    EXPECT_THAT(server.log(), HasSubstr("NoSuchBucket"));
    EXPECT_THAT(server.log(), testing::Not(HasSubstr(s3_secret_key())));
}

} // namespace
