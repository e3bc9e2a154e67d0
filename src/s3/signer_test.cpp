#include "s3/signer.h"

#include <gmock/gmock.h>

namespace s3 {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

// The examples of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
const Credentials kExample{.access_key = "AKIAIOSFODNN7EXAMPLE",
                           .secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
const base::Time kThen = *base::parse_iso8601("2013-05-24T00:00:00.000Z");
constexpr std::string_view kRegion = "us-east-1";

Signable request(std::string method, std::string path, Query query = {}) {
    return {.method = std::move(method),
            .authority = "examplebucket.s3.amazonaws.com",
            .path = std::move(path),
            .query = std::move(query),
            .headers = {},
            .body_sha256 = std::string(kEmptySha256)};
}

std::string authorization(const Signable& it, const Credentials& credentials = kExample) {
    return signed_headers(it, credentials, kRegion, kThen).back().second;
}

TEST(S3Signer, SignsAGetWithItsHeaders) {
    auto get = request("GET", "/test.txt");
    get.headers = {{"Range", "bytes=0-9"}};

    EXPECT_EQ(authorization(get), "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                                  "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                                  "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(S3Signer, SignsAPutOfAFileWithAnOddName) {
    auto put = request("PUT", "/test$file.text");
    put.headers = {{"Date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}};
    put.body_sha256 = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";

    EXPECT_THAT(authorization(put), EndsWith("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"));
    EXPECT_EQ(target_of(put), "/test%24file.text");
}

TEST(S3Signer, SignsQueriesInOrder) {
    EXPECT_THAT(authorization(request("GET", "/", {{"lifecycle", ""}})),
                EndsWith("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
    const auto list = request("GET", "/", {{"prefix", "J"}, {"max-keys", "2"}});
    EXPECT_THAT(authorization(list), EndsWith("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
    EXPECT_EQ(target_of(list), "/?max-keys=2&prefix=J");
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
TEST(S3Signer, SignsAddressesThatAnybodyMayUse) {
    EXPECT_EQ(presigned_target(request("GET", "/test.txt"), kExample, kRegion, kThen, std::chrono::hours(24)),
              "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
              "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
              "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
              "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

TEST(S3Signer, SignsTheTokenOfCredentialsThatExpire) {
    auto credentials = kExample;
    credentials.session_token = "a/token==";

    EXPECT_THAT(authorization(request("GET", "/test.txt"), credentials), HasSubstr("x-amz-date;x-amz-security-token,"));
    EXPECT_THAT(presigned_target(request("GET", "/test.txt"), credentials, kRegion, kThen, std::chrono::hours(1)),
                HasSubstr("&X-Amz-Security-Token=a%2Ftoken%3D%3D&"));
}

} // namespace
} // namespace s3
