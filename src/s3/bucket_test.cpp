#include "s3/bucket.h"

#include "support/media_builders.h"
#include "support/s3.h"

#include <gmock/gmock.h>

// Against a real S3 server, and one that fails as S3 does.
namespace s3 {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string fault_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Fault& fault) {
        return fault.what();
    }
    return "";
}

std::string content_of(Bucket& bucket, const std::string& key) {
    const auto file = file_with("");
    return bucket.get(key, file) ? base::read_up_to(file, 64 << 20) : "nothing";
}

std::vector<std::string> keys_of(const Listing& listing) {
    std::vector<std::string> keys;
    for (const auto& object : listing.objects) keys.push_back(object.key);
    return keys;
}

class RealBucket : public testing::Test {
protected:
    void SetUp() override {
        if (!has_s3()) GTEST_SKIP() << "AKEBONO_TEST_S3 is not set: scripts/with-s3 runs an S3 server";
        name_ = make_bucket();
    }
    TestBucket open(TestBucketParts parts = {}) {
        parts.bucket = name_;
        return open_test_bucket(std::move(parts));
    }

    std::string name_;
};

TEST_F(RealBucket, KeepsWhatIsPut) {
    auto bucket = open();

    bucket->put("a/b c+&ü.txt", file_with("hello"), {{"Content-Type", "text/plain"}});

    EXPECT_EQ(content_of(*bucket, "a/b c+&ü.txt"), "hello");
    EXPECT_EQ(bucket->size_of("a/b c+&ü.txt"), 5);
    EXPECT_EQ(content_of(*bucket, "a/other.txt"), "nothing");
    EXPECT_EQ(bucket->size_of("a/other.txt"), std::nullopt);
}

TEST_F(RealBucket, TakesAnEmptyFile) {
    auto bucket = open();

    bucket->put("empty", file_with(""), {});

    EXPECT_EQ(bucket->size_of("empty"), 0);
}

TEST_F(RealBucket, ListsInOrderAndInPages) {
    auto bucket = open();
    for (const char* key : {"p/3", "p/1", "q/1", "p/2 <&>"}) bucket->put(key, file_with("x"), {});

    EXPECT_THAT(keys_of(bucket->list("p/", "", 2)), ElementsAre("p/1", "p/2 <&>"));
    EXPECT_TRUE(bucket->list("p/", "", 2).has_more);
    const auto rest = bucket->list("p/", "p/2 <&>", 2);
    EXPECT_THAT(keys_of(rest), ElementsAre("p/3"));
    EXPECT_FALSE(rest.has_more);
    EXPECT_EQ(rest.objects[0].size_bytes, 1);
    EXPECT_GT(rest.objects[0].changed_at, kTestTime);
}

TEST_F(RealBucket, RemovesManyAtOnceAndWhatIsNotThere) {
    auto bucket = open();
    for (const char* key : {"1", "2", "3 & <4>"}) bucket->put(key, file_with("x"), {});
    const std::vector<std::string> keys = {"1", "3 & <4>", "never"};

    bucket->remove(keys);

    EXPECT_THAT(keys_of(bucket->list("", "", 10)), ElementsAre("2"));
}

TEST_F(RealBucket, SendsLargeFilesInParts) {
    auto bucket = open({.part_bytes = 5 << 20});
    std::string large((11 << 20) + 7, 'x');
    for (std::size_t i = 0; i < large.size(); i += 4096) large[i] = static_cast<char>(i / 4096);

    bucket->put("large", file_with(large), {{"Content-Type", "video/mp4"}});

    EXPECT_EQ(bucket->size_of("large"), std::ssize(large));
    EXPECT_TRUE(content_of(*bucket, "large") == large);
}

TEST_F(RealBucket, OpensForWhoHasASignedAddress) {
    auto bucket = open();
    bucket->put("private.txt", file_with("secret"), {});

    const auto url = bucket->presign("private.txt", std::chrono::minutes(5));

    EXPECT_EQ(get_url(url).body, "secret");
    EXPECT_EQ(get_url(url.substr(0, url.find('?'))).status, 403);
    EXPECT_EQ(get_url(url + "0").status, 403);
}

TEST_F(RealBucket, LetsEverybodyReadWhatIsPublic) {
    auto bucket = open();
    bucket->put("public.txt", file_with("hello"), {{"x-amz-acl", "public-read"}, {"Content-Type", "text/plain"}});

    const auto url = bucket->presign("public.txt", std::chrono::minutes(5));
    const auto answer = get_url(url.substr(0, url.find('?')));

    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.header("content-type"), "text/plain");
}

TEST_F(RealBucket, IsShutToWhoHasNoKey) {
    auto wrong = open({.secret_key = "wrong"});
    auto unknown = open({.access_key = "nobody"});

    EXPECT_THAT(fault_of([&] { wrong->put("a", file_with("x"), {}); }), HasSubstr("it answered 403"));
    EXPECT_THAT(fault_of([&] { unknown->put("a", file_with("x"), {}); }), HasSubstr("it answered 403"));
    EXPECT_THAT(keys_of(open()->list("", "", 10)), IsEmpty());
}

// ── with a proxy in between that fails as it is told ──

TEST_F(RealBucket, TriesAgainWhatFailsForNow) {
    FaultyProxy proxy;
    auto bucket = open({.endpoint = proxy.url()});
    for (const auto fault :
         {ProxyFault::SlowDown, ProxyFault::InternalError, ProxyFault::TooMany, ProxyFault::HangUp}) {
        proxy.fail_next({fault, fault});

        bucket->put("file", file_with("hello"), {});

        EXPECT_EQ(content_of(*bucket, "file"), "hello") << static_cast<int>(fault);
    }
    EXPECT_THAT(keys_of(bucket->list("", "", 10)), ElementsAre("file"));
}

TEST_F(RealBucket, StoresOnceWhatWasStoredWithoutAnAnswer) {
    FaultyProxy proxy;
    auto bucket = open({.endpoint = proxy.url(), .part_bytes = 5 << 20});
    const std::string large(11 << 20, 'y');

    // Each request is done, and its answer lost: beginning, three parts, the end.
    proxy.fail_next({ProxyFault::None, ProxyFault::LoseAnswer, ProxyFault::None, ProxyFault::None, ProxyFault::None,
                     ProxyFault::LoseAnswer});
    bucket->put("large", file_with(large), {});

    EXPECT_TRUE(content_of(*bucket, "large") == large);
    EXPECT_THAT(keys_of(bucket->list("", "", 10)), ElementsAre("large"));
}

TEST_F(RealBucket, GivesUpAfterFiveAttemptsAndLeavesNoParts) {
    FaultyProxy proxy;
    auto bucket = open({.endpoint = proxy.url(), .part_bytes = 5 << 20});
    const std::string large(6 << 20, 'z');
    proxy.fail_next({ProxyFault::None, ProxyFault::SlowDown, ProxyFault::SlowDown, ProxyFault::SlowDown,
                     ProxyFault::SlowDown, ProxyFault::SlowDown});

    EXPECT_THAT(fault_of([&] { bucket->put("large", file_with(large), {}); }), HasSubstr("SlowDown"));

    EXPECT_EQ(bucket->size_of("large"), std::nullopt);
    EXPECT_THAT(proxy.methods(), ElementsAre("POST", "PUT", "PUT", "PUT", "PUT", "PUT", "DELETE", "HEAD"));
}

TEST_F(RealBucket, KeepsHalfAnAnswerFromNobody) {
    FaultyProxy proxy;
    auto bucket = open({.endpoint = proxy.url()});
    const std::string bytes(300'000, 'q');
    bucket->put("file", file_with(bytes), {});

    proxy.fail_next({ProxyFault::CutAnswer, ProxyFault::CutAnswer});

    EXPECT_TRUE(content_of(*bucket, "file") == bytes);
}

// ── with the credentials of a role ──

TEST_F(RealBucket, RenewsCredentialsThatExpireInTheMiddle) {
    int fetched = 0;
    Credentials last;
    auto bucket = open({.fetch = [&] {
        ++fetched;
        last = assume_role();
        // Refused from the first use on, as those that were revoked.
        if (fetched == 1) last.session_token = "expired" + last.session_token;
        return last;
    }});

    bucket->put("file", file_with("hello"), {});

    EXPECT_EQ(content_of(*bucket, "file"), "hello");
    EXPECT_EQ(fetched, 2);
}

TEST_F(RealBucket, OpensForTheRoleOfAnInstance) {
    MetadataService metadata(assume_role());
    auto bucket = open({.environment = {{"AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url()}}});

    bucket->put("file", file_with("hello"), {});

    EXPECT_EQ(content_of(*bucket, "file"), "hello");
    EXPECT_THAT(metadata.requests(),
                ElementsAre("PUT /latest/api/token", "GET /latest/meta-data/iam/security-credentials/",
                            "GET /latest/meta-data/iam/security-credentials/web"));
}

TEST_F(RealBucket, OpensForTheRoleOfAContainer) {
    MetadataService metadata(assume_role());
    auto bucket = open({.environment = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", metadata.url() + "/container"},
                                        {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "pass"}}});

    bucket->put("file", file_with("hello"), {});

    EXPECT_EQ(content_of(*bucket, "file"), "hello");
    EXPECT_THAT(metadata.requests(), ElementsAre("GET /container"));
}

// ── the wallet alone ──

Credentials until(base::Time end, const std::string& token) {
    return {.access_key = "key", .secret_key = "secret", .session_token = token, .expires_at = end};
}

TEST(S3Wallet, FetchesAnewFiveMinutesBeforeTheEnd) {
    FakeClock clock;
    int fetched = 0;
    Wallet wallet([&] { return until(clock.now() + std::chrono::hours(1), std::to_string(++fetched)); }, clock);

    EXPECT_EQ(wallet.credentials().session_token, "1");
    clock.advance(std::chrono::minutes(54));
    EXPECT_EQ(wallet.credentials().session_token, "1");
    clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(wallet.credentials().session_token, "2");
}

TEST(S3Wallet, UsesTheOldOnesToTheirEndWhileThereAreNoNew) {
    FakeClock clock;
    bool is_away = false;
    int asked = 0;
    Wallet wallet(
        [&] {
            ++asked;
            if (is_away) throw Fault("away");
            return until(clock.now() + std::chrono::hours(1), "1");
        },
        clock);
    EXPECT_EQ(wallet.credentials().session_token, "1");
    is_away = true;

    clock.advance(std::chrono::minutes(56));
    EXPECT_EQ(wallet.credentials().session_token, "1");
    EXPECT_EQ(wallet.credentials().session_token, "1"); // Nobody is asked again at once.
    EXPECT_EQ(asked, 2);
    clock.advance(std::chrono::minutes(5));
    EXPECT_EQ(fault_of([&] { wallet.credentials(); }), "away");
}

TEST(S3Wallet, SendsItsTokenNowhereInTheClear) {
    FakeClock clock;
    auto client = std::make_shared<http::DirectClient>("/etc/ssl/certs/ca-certificates.crt");
    Wallet wallet(role_of_this_machine(client, {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://evil.example/x"}}),
                  clock);

    EXPECT_THAT(fault_of([&] { wallet.credentials(); }), HasSubstr("not fetched from"));
}

} // namespace
} // namespace s3
