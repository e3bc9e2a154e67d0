#include "media/s3_store.h"

#include "support/media_builders.h"
#include "support/s3.h"

#include <gmock/gmock.h>

namespace media {
namespace {

using testing::HasSubstr;

const std::string kKey = "attachments/3f/3fa9c0de3fa9c0de3fa9c0de3fa9c0de.jpg";
const std::string kIncoming = "incoming/3f/3fa9c0de3fa9c0de3fa9c0de3fa9c0de.bin";

class S3StoreTest : public testing::Test {
protected:
    void SetUp() override {
        if (!has_s3()) GTEST_SKIP() << "AKEBONO_TEST_S3 is not set: scripts/with-s3 runs an S3 server";
        world_.config.s3_bucket = make_bucket();
        world_.config.s3_endpoint = s3_endpoint();
        world_.config.s3_path_style = true;
        world_.config.s3_prefix = "site/";
        world_.config.s3_access_key_id = s3_access_key();
        world_.config.s3_secret_access_key = s3_secret_key();
        store_ = open_store(world_.config);
    }

    TestWorld world_;
    std::unique_ptr<Store> store_;
};

TEST_F(S3StoreTest, KeepsFilesUnderItsPrefix) {
    store_->put(kKey, file_with("a picture"));

    EXPECT_EQ(base::read_up_to(store_->fetch(kKey), 100), "a picture");
    EXPECT_EQ(store_->size_of(kKey), 9);
    const auto files = store_->list("", 10);
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files[0].key, kKey);
    const auto names = open_test_bucket({.bucket = world_.config.s3_bucket})->list("", "", 10).objects;
    ASSERT_EQ(names.size(), 1U);
    EXPECT_EQ(names[0].key, "site/" + kKey);
}

TEST_F(S3StoreTest, ForgetsWhatIsRemoved) {
    store_->put(kKey, file_with("a picture"));
    const std::vector<std::string> keys = {kKey, kIncoming};

    store_->remove(keys);

    EXPECT_FALSE(store_->fetch(kKey));
    EXPECT_EQ(store_->size_of(kKey), std::nullopt);
}

TEST_F(S3StoreTest, SaysWhatAFileIsToWhoSeesIt) {
    store_->put(kKey, file_with("a picture"));

    const auto answer = get_url(store_->passing_url(kKey));

    EXPECT_EQ(answer.body, "a picture");
    EXPECT_EQ(answer.header("content-type"), "image/jpeg");
    EXPECT_THAT(std::string(answer.header("cache-control")), HasSubstr("immutable"));
}

TEST_F(S3StoreTest, ShowsEverybodyWhatIsPublicButForWhatIsNotDecodedYet) {
    world_.config.s3_acl = base::S3Acl::PublicRead;
    store_->put(kKey, file_with("a picture"));
    store_->put(kIncoming, file_with("a film with a place in it"));

    const auto url_of = [&](const std::string& key) {
        const auto url = store_->passing_url(key);
        return url.substr(0, url.find('?'));
    };
    EXPECT_EQ(get_url(url_of(kKey)).body, "a picture");
    EXPECT_EQ(get_url(url_of(kIncoming)).status, 403);
}

TEST_F(S3StoreTest, SaysWhatWentWrong) {
    world_.config.s3_bucket = "not-there";
    auto store = open_store(world_.config);

    EXPECT_THROW(store->put(kKey, file_with("x")), StoreFault);
}

TEST(PublicUrl, BeginsAsTheOperatorSays) {
    base::Config config;
    config.domain = "akebono.test";
    config.https = true;
    EXPECT_EQ(public_url(config, kKey), "https://akebono.test/system/" + kKey);

    config.media_url = "https://files.akebono.test";
    EXPECT_EQ(public_url(config, kKey), "https://files.akebono.test/" + kKey);
}

} // namespace
} // namespace media
