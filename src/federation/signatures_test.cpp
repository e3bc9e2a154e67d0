#include "federation/signatures.h"

#include "base/ascii.h"
#include "base/crypto.h"
#include "base/url.h"
#include "federation/signature_parts.h"
#include "http/date.h"
#include "support/test_world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace federation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

const SigningKey& alices_key() {
    static const SigningKey key{"https://alice.test/users/alice#main-key",
                                std::make_shared<const base::PrivateKey>(base::PrivateKey::generate())};
    return key;
}

const SigningKey& mallorys_key() {
    static const SigningKey key{alices_key().id,
                                std::make_shared<const base::PrivateKey>(base::PrivateKey::generate())};
    return key;
}

base::PublicKey public_half(const SigningKey& key) { return *base::PublicKey::parse(key.key->public_pem()); }

base::Config our_config() {
    base::Config config;
    config.domain = "akebono.test";
    config.https = true;
    return config;
}

http::Outgoing post(std::string url = "https://akebono.test/inbox?a=b") {
    return {.method = http::Method::Post,
            .url = std::move(url),
            .headers = {{"Content-Type", "application/activity+json"}},
            .body = R"({"type":"Create"})"};
}

http::Outgoing get() {
    return {.url = "https://akebono.test/users/bob", .headers = {{"Accept", "application/activity+json"}}};
}

// As the server that it is for gets it.
http::Request received(const http::Outgoing& sent) {
    const auto url = *base::Url::parse(sent.url);
    http::Request request;
    request.method = sent.method;
    request.target = url.target;
    request.path = url.target.substr(0, url.target.find('?'));
    request.headers.emplace_back("host", url.authority());
    for (const auto& [name, value] : sent.headers) request.headers.emplace_back(base::ascii_lower(name), value);
    request.body = sent.body;
    return request;
}

http::Request signed_request(http::Outgoing outgoing, Scheme scheme, const SigningKey& key = alices_key()) {
    sign(outgoing, key, scheme, kTestTime);
    return received(outgoing);
}

std::string& header_of(http::Request& request, std::string_view name) {
    for (auto& [own, value] : request.headers) {
        if (own == name) return value;
    }
    return request.headers.emplace_back(name, "").second;
}

void remove_header(http::Request& request, std::string_view name) {
    std::erase_if(request.headers, [&](const auto& header) { return header.first == name; });
}

// "" for a request that alice has signed; else why not.
std::string problem(const http::Request& request, base::Time now = kTestTime) {
    const auto claim = read_signature(request, our_config(), now);
    if (!claim) return claim.error().message;
    if (claim->key_id != alices_key().id) return "another key: " + claim->key_id;
    return is_signed_with(request, *claim, public_half(alices_key())) ? "" : "not hers";
}

class Signatures : public testing::TestWithParam<Scheme> {};
INSTANTIATE_TEST_SUITE_P(Schemes, Signatures, testing::Values(Scheme::Draft, Scheme::Rfc9421),
                         [](const auto& test) { return test.param == Scheme::Draft ? "Draft" : "Rfc9421"; });

TEST_P(Signatures, WhatWeSignWeRead) {
    EXPECT_EQ(problem(signed_request(post(), GetParam())), "");
    EXPECT_EQ(problem(signed_request(get(), GetParam())), "");
    EXPECT_EQ(problem(signed_request({.url = "https://akebono.test"}, GetParam())), "");
    EXPECT_EQ(problem(signed_request(post(), GetParam(), mallorys_key())), "not hers");
}

// security: weak signature coverage.
TEST_P(Signatures, Security10_NothingThatIsSignedCanBeChanged) {
    const auto original = [&] { return signed_request(post(), GetParam()); };

    auto request = original();
    request.body += " ";
    EXPECT_THAT(problem(request), HasSubstr("body"));

    request = original();
    request.body += " ";
    const auto digest = base::base64(base::sha256(request.body));
    header_of(request, "digest") = "SHA-256=" + digest;
    header_of(request, "content-digest") = "sha-256=:" + digest + ":";
    EXPECT_EQ(problem(request), "not hers");

    request = original();
    request.target = "/users/bob/inbox";
    EXPECT_EQ(problem(request), "not hers");

    request = original();
    request.method = http::Method::Put;
    EXPECT_EQ(problem(request), "not hers");
}

TEST_P(Signatures, AnotherServersRequestIsNoneOfOurs) {
    auto request = signed_request(post("https://other.test/inbox"), GetParam());

    EXPECT_NE(problem(request), "");
    header_of(request, "host") = "akebono.test";
    EXPECT_EQ(problem(request), "not hers");
}

TEST_P(Signatures, ABodyNeedsADigest) {
    auto request = signed_request(post(), GetParam());
    remove_header(request, "digest");
    remove_header(request, "content-digest");

    EXPECT_THAT(problem(request), HasSubstr("digest is missing"));

    request = signed_request(get(), GetParam());
    request.body = "{}";
    EXPECT_THAT(problem(request), HasSubstr("does not cover"));
}

TEST_P(Signatures, CoveredHeadersAreThereOnce) {
    const std::string digest = GetParam() == Scheme::Draft ? "digest" : "content-digest";
    for (const auto& name : {digest, std::string("signature")}) {
        auto request = signed_request(post(), GetParam());
        request.headers.emplace_back(name, header_of(request, name));
        EXPECT_THAT(problem(request), HasSubstr("is there twice")) << name;
    }
    auto request = signed_request(post(), GetParam());
    request.headers.emplace_back(GetParam() == Scheme::Draft ? "host" : "signature-input", "x");
    EXPECT_THAT(problem(request), HasSubstr("is there twice"));
}

// security: replay window.
TEST_P(Signatures, Security13_AreGoodForAWhile) {
    const auto request = signed_request(post(), GetParam());

    EXPECT_EQ(problem(request, kTestTime + hours(1) + minutes(4)), "");
    EXPECT_THAT(problem(request, kTestTime + hours(1) + minutes(6)), HasSubstr("too old"));
    EXPECT_EQ(problem(request, kTestTime - minutes(59)), "");
    EXPECT_THAT(problem(request, kTestTime - minutes(61)), HasSubstr("future"));
}

// security: signature verification bypass.
TEST_P(Signatures, Security11_OddHeadersFailClosed) {
    const auto with = [&](std::string_view name, std::string value) {
        auto request = signed_request(post(), GetParam());
        header_of(request, name) = std::move(value);
        return request;
    };
    for (const auto* value : {"", " ", "=", ",", "keyId", "keyId=", "keyId=\"", "keyId=\"a\"", "a=b,a=c",
                              "sig1=", "sig1=::", "sig1=:*:", "sig1=:YQ==:, sig2=:YQ==:", "keyId=\"a\",signature=\"\"",
                              "signature=\"YQ==\"", "keyId=\"a\",signature=\"YQ==\"",
                              "keyId=\"a\",signature=\"*\",headers=\"(request-target)\"",
                              "keyId=\"a\"signature=\"YQ==\"", "keyId=\"a\\\"\",signature=\"YQ==\""}) {
        EXPECT_NE(problem(with("signature", value)), "") << value;
    }
    EXPECT_NE(problem(with("signature", std::string(5000, 'a'))), "");
    auto request = signed_request(post(), GetParam());
    remove_header(request, "signature");
    EXPECT_EQ(problem(request), "Request not signed");
}

// Whatever is done to a header, the request is refused or is still hers; nothing else happens.
TEST_P(Signatures, Security28_AnyBytesFailClosed) {
    SeededRandom random;
    const auto original = signed_request(post(), GetParam());
    for (int i = 0; i < 3000; ++i) {
        auto request = received(post());
        request.headers = original.headers;
        const std::string_view name = i % 2 == 0                    ? "signature"
                                      : GetParam() == Scheme::Draft ? "digest"
                                                                    : "signature-input";
        auto& value = header_of(request, name);
        const auto at = random.number() % value.size();
        switch (random.number() % 4) {
        case 0: value[at] = static_cast<char>(random.number()); break;
        case 1: value.erase(at, 1 + random.number() % 20); break;
        case 2: value.insert(at, 1 + random.number() % 3, "\",=:;() \\\0"[random.number() % 10]); break;
        case 3: value += value.substr(at); break;
        }
        const auto why = problem(request);
        const auto claim = read_signature(request, our_config(), kTestTime);
        if (!why.empty()) continue;
        EXPECT_EQ(claim->key_id, alices_key().id);
        EXPECT_EQ(claim->covered.size(), GetParam() == Scheme::Draft ? 5u : 3u);
    }
}

TEST_P(Signatures, Security11_TheAlgorithmIsTheKeys) {
    const auto request = signed_request(post(), GetParam());
    const auto claim = *read_signature(request, our_config(), kTestTime);
    const auto ed25519 = *base::PublicKey::parse("-----BEGIN PUBLIC KEY-----\n"
                                                 "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n"
                                                 "-----END PUBLIC KEY-----\n");

    EXPECT_FALSE(is_signed_with(request, claim, ed25519));
}

// ── the draft ──

// Signs `text` in the name of alice and says that it covers `names`.
http::Request draft_over(const std::string& names, const std::string& text, const std::string& more = "") {
    auto request = received(post());
    const auto digest = base::base64(base::sha256(request.body));
    header_of(request, "digest") = "SHA-256=" + digest;
    header_of(request, "date") = http::http_date(std::chrono::floor<seconds>(kTestTime).time_since_epoch().count());
    header_of(request, "signature") = "keyId=\"" + alices_key().id + "\",headers=\"" + names + "\"," + more
                                      + "signature=\"" + base::base64(alices_key().key->sign(text)) + "\"";
    return request;
}

const std::string kDate = "date: Tue, 02 Jan 2024 03:04:05 GMT";
const std::string kDigest = "digest: SHA-256=" + base::base64(base::sha256(post().body));

TEST(DraftSignatures, LookAsTheFediverseHasThem) {
    const auto request = signed_request(post(), Scheme::Draft);

    EXPECT_THAT(
        request.header("signature"),
        testing::StartsWith("keyId=\"https://alice.test/users/alice#main-key\",algorithm=\"rsa-sha256\",headers="
                            "\"(request-target) host date digest content-type\",signature=\""));
    EXPECT_EQ(request.header("date"), "Tue, 02 Jan 2024 03:04:05 GMT");
    EXPECT_EQ("digest: " + std::string(request.header("digest")), kDigest);
    EXPECT_THAT(signed_request(get(), Scheme::Draft).header("signature"),
                HasSubstr("headers=\"(request-target) host date accept\""));
}

TEST(DraftSignatures, MustCoverWhatMatters) {
    const std::string target = "(request-target): post /inbox?a=b";
    const std::string host = "host: akebono.test";

    EXPECT_EQ(
        problem(draft_over("(request-target) host date digest", target + "\n" + host + "\n" + kDate + "\n" + kDigest)),
        "");
    EXPECT_NE(problem(draft_over("date", kDate)), "");
    EXPECT_NE(problem(draft_over("", "")), "");
    EXPECT_NE(problem(draft_over("host date digest", host + "\n" + kDate + "\n" + kDigest)), "");
    EXPECT_NE(problem(draft_over("(request-target) date digest", target + "\n" + kDate + "\n" + kDigest)), "");
    EXPECT_NE(problem(draft_over("(request-target) host digest", target + "\n" + host + "\n" + kDigest)), "");
    EXPECT_NE(problem(draft_over("(request-target) host date", target + "\n" + host + "\n" + kDate)), "");
    EXPECT_NE(problem(draft_over("(request-target) host date digest date",
                                 target + "\n" + host + "\n" + kDate + "\n" + kDigest + "\n" + kDate)),
              "");
    EXPECT_NE(problem(draft_over("(request-target) host date digest x-missing",
                                 target + "\n" + host + "\n" + kDate + "\n" + kDigest + "\nx-missing: ")),
              "");
}

TEST(DraftSignatures, MaySignThePathWithoutTheQuery) {
    EXPECT_EQ(problem(draft_over("(request-target) host date digest",
                                 "(request-target): post /inbox\nhost: akebono.test\n" + kDate + "\n" + kDigest)),
              "");
    EXPECT_EQ(problem(draft_over("(request-target) host date digest",
                                 "(request-target): post /\nhost: akebono.test\n" + kDate + "\n" + kDigest)),
              "not hers");
}

TEST(DraftSignatures, CreatedAndExpiresBelongToTheNewAlgorithm) {
    const auto created = std::to_string(std::chrono::floor<seconds>(kTestTime).time_since_epoch().count());
    const auto with = [&](const std::string& algorithm) {
        return draft_over("(request-target) host (created) digest",
                          "(request-target): post /inbox\nhost: akebono.test\n(created): " + created + "\n" + kDigest,
                          "algorithm=\"" + algorithm + "\",created=" + created + ",");
    };

    EXPECT_EQ(problem(with("hs2019")), "");
    EXPECT_THAT(problem(with("hs2019"), kTestTime + hours(2)), HasSubstr("too old"));
    EXPECT_THAT(problem(with("rsa-sha256")), HasSubstr("hs2019"));
    EXPECT_THAT(problem(with("hmac-sha256")), HasSubstr("algorithm"));
    EXPECT_THAT(problem(with("none")), HasSubstr("algorithm"));
}

// The last example of the draft, with its key.
TEST(DraftSignatures, TheDraftsOwnExampleIsRead) {
    base::Config config;
    config.domain = "example.com";
    config.https = true;
    http::Request request;
    request.method = http::Method::Post;
    request.target = "/foo?param=value&pet=dog";
    request.body = R"({"hello": "world"})";
    request.headers = {
        {"host", "example.com"},
        {"date", "Sun, 05 Jan 2014 21:31:40 GMT"},
        {"content-type", "application/json"},
        {"digest", "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="},
        {"content-length", "18"},
        {"signature",
         R"(keyId="Test",algorithm="rsa-sha256",headers="(request-target) host date content-type digest content-length",)"
         R"(signature="vSdrb+dS3EceC9bcwHSo4MlyKS59iFIrhgYkz8+oVLEEzmYZZvRs8rgOp+63LEM3v+MFHB32NfpB2bEKBIvB1q52LaEUHFv120V01I)"
         R"(L+TAD48XaERZFukWgHoBTLMhYS2Gb51gWxpeIq8knRmPnYePbF5MOkR0Zkly4zKH7s1dE=")"},
    };
    const auto key = base::PublicKey::parse("-----BEGIN PUBLIC KEY-----\n"
                                            "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3\n"
                                            "6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6\n"
                                            "Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw\n"
                                            "oYi+1hqp1fIekaxsyQIDAQAB\n"
                                            "-----END PUBLIC KEY-----\n");
    ASSERT_TRUE(key);

    const auto claim = read_signature(request, config, base::Time(seconds(1'388'957'500)));

    ASSERT_TRUE(claim) << claim.error().message;
    EXPECT_TRUE(is_signed_with(request, *claim, *key));
    request.headers[2].second = "text/plain";
    EXPECT_FALSE(is_signed_with(request, *claim, *key));
}

// ── RFC 9421 ──

http::Request message_over(const std::string& covered, const std::string& text, const std::string& more = "") {
    auto request = received(post());
    header_of(request, "content-digest") = "sha-256=:" + base::base64(base::sha256(request.body)) + ":";
    const auto parameters = "(" + covered + ");created=1704164645;keyid=\"" + alices_key().id + "\"" + more;
    header_of(request, "signature-input") = "sig=" + parameters;
    header_of(request, "signature") =
        "sig=:" + base::base64(alices_key().key->sign(text + "\"@signature-params\": " + parameters)) + ":";
    return request;
}

const std::string kMethodLine = "\"@method\": POST\n";
const std::string kUriLine = "\"@target-uri\": https://akebono.test/inbox?a=b\n";
const std::string kContentDigestLine =
    "\"content-digest\": sha-256=:" + base::base64(base::sha256(post().body)) + ":\n";

TEST(MessageSignatures, LookAsTheStandardHasThem) {
    const auto request = signed_request(post(), Scheme::Rfc9421);

    EXPECT_EQ(request.header("signature-input"),
              "sig1=(\"@method\" \"@target-uri\" \"content-digest\");created=1704164645;"
              "keyid=\"https://alice.test/users/alice#main-key\";alg=\"rsa-v1_5-sha256\"");
    EXPECT_THAT(request.header("signature"), testing::StartsWith("sig1=:"));
    EXPECT_THAT(request.header("content-digest"), testing::StartsWith("sha-256=:"));
}

TEST(MessageSignatures, MustCoverWhatMatters) {
    const std::string all = kMethodLine + kUriLine + kContentDigestLine;

    EXPECT_EQ(problem(message_over(R"("@method" "@target-uri" "content-digest")", all)), "");
    EXPECT_EQ(
        problem(message_over(R"("@method" "@target-uri" "content-digest" "@authority" "@path" "@query" "@scheme")",
                             all
                                 + "\"@authority\": akebono.test\n\"@path\": /inbox\n\"@query\": ?a=b\n"
                                   "\"@scheme\": https\n")),
        "");
    EXPECT_NE(problem(message_over(R"("@method" "@target-uri")", kMethodLine + kUriLine)), "");
    EXPECT_NE(problem(message_over(R"("@method" "content-digest")", kMethodLine + kContentDigestLine)), "");
    EXPECT_NE(problem(message_over(R"("@target-uri" "content-digest")", kUriLine + kContentDigestLine)), "");
    const std::string twice = R"("@method" "@target-uri" "content-digest" "@method")";
    EXPECT_NE(problem(message_over(twice, all + kMethodLine)), "");
    EXPECT_NE(
        problem(message_over(R"("@method" "@target-uri" "content-digest" "@status")", all + "\"@status\": 200\n")), "");
    EXPECT_NE(problem(message_over(R"("@method" "@target-uri" "content-digest";sf)", all)), "");
}

TEST(MessageSignatures, TakeTheAlgorithmsOfTheFediverseOnly) {
    const auto with = [](const std::string& more) {
        return problem(message_over(R"("@method" "@target-uri" "content-digest")",
                                    kMethodLine + kUriLine + kContentDigestLine, more));
    };
    EXPECT_EQ(with(R"(;alg="rsa-v1_5-sha256")"), "");
    EXPECT_EQ(with(R"(;nonce="x";tag="y")"), "");
    EXPECT_EQ(with(R"(;alg="ed25519")"), "not hers");
    EXPECT_THAT(with(R"(;alg="hmac-sha256")"), HasSubstr("algorithm"));
    EXPECT_THAT(with(R"(;alg="none")"), HasSubstr("algorithm"));
    EXPECT_THAT(with(R"(;expires=1704157445)"), HasSubstr("too old"));
    EXPECT_THAT(with(R"(;expires=x)"), HasSubstr("end"));
    EXPECT_NE(with(R"(;keyid="https://mallory.test/")"), "");
    EXPECT_NE(with(R"(, other=("@method"))"), "");
}

// https://www.rfc-editor.org/rfc/rfc9421#appendix-B.2.6
TEST(MessageSignatures, TheStandardsOwnExampleIsRead) {
    http::Request request;
    request.method = http::Method::Post;
    request.target = "/foo?param=Value&Pet=dog";
    request.headers = {
        {"host", "example.com"},
        {"date", "Tue, 20 Apr 2021 02:07:55 GMT"},
        {"content-type", "application/json"},
        {"content-length", "18"},
        {"signature-input", R"(sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length")"
                            R"();created=1618884473;keyid="test-key-ed25519")"},
        {"signature",
         "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:"},
    }; // namespace
    const auto key = base::PublicKey::parse("-----BEGIN PUBLIC KEY-----\n"
                                            "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n"
                                            "-----END PUBLIC KEY-----\n");
    SignatureClaim claim{.scheme = Scheme::Rfc9421, .origin = "https://example.com"};

    ASSERT_TRUE(parse_message_signature(request, claim));
    EXPECT_EQ(claim.key_id, "test-key-ed25519");
    EXPECT_TRUE(is_signed_with(request, claim, *key));
    request.headers[2].second = "text/plain";
    EXPECT_FALSE(is_signed_with(request, claim, *key));
} // namespace federation

} // namespace
} // namespace federation
