#include "federation/linked_signature.h"

#include "base/crypto.h"
#include "federation/canonical_triples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// That others find such signatures right is seen in tests/fedify.
namespace federation {
namespace {

std::string canonical_text(std::string_view json) {
    const auto triples = triples_of(json::parse(json)->get_object());
    return triples ? canonical(*triples).value_or("too much") : "not ours";
}

std::string with_context(const std::string& members) {
    return R"({"@context":["https://www.w3.org/ns/activitystreams",{"toot":"http://joinmastodon.org/ns#",)"
           R"("focalPoint":{"@id":"toot:focalPoint","@container":"@list"},"votersCount":"toot:votersCount"}],)"
           + members + "}";
}

TEST(CanonicalTriples, SayEverythingInOrder) {
    const std::string text = canonical_text(with_context(
        R"("id":"https://a.test/1","type":"Note","name":null,"cc":[],"to":["https://a.test/b","https://a.test/a"],)"
        R"("content":"a \"b\"\n東","contentMap":{"zh-TW":"x"},"published":"2024-01-02T00:00:00Z","votersCount":3,)"
        R"("attachment":[{"type":"Image","focalPoint":[0,-0.25],"width":40}])"));

    EXPECT_EQ(text, R"(<https://a.test/1> <http://joinmastodon.org/ns#votersCount> "3"^^<http://www.w3.org/2001/XMLSchema#integer> .
<https://a.test/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/ns/activitystreams#Note> .
<https://a.test/1> <https://www.w3.org/ns/activitystreams#attachment> _:c14n0 .
<https://a.test/1> <https://www.w3.org/ns/activitystreams#content> "a \"b\"\n東" .
<https://a.test/1> <https://www.w3.org/ns/activitystreams#content> "x"@zh-tw .
<https://a.test/1> <https://www.w3.org/ns/activitystreams#published> "2024-01-02T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
<https://a.test/1> <https://www.w3.org/ns/activitystreams#to> <https://a.test/a> .
<https://a.test/1> <https://www.w3.org/ns/activitystreams#to> <https://a.test/b> .
_:c14n0 <http://joinmastodon.org/ns#focalPoint> _:c14n1 .
_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/ns/activitystreams#Image> .
_:c14n0 <https://www.w3.org/ns/activitystreams#width> "40"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .
_:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "0"^^<http://www.w3.org/2001/XMLSchema#integer> .
_:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:c14n2 .
_:c14n2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "-2.5E-1"^^<http://www.w3.org/2001/XMLSchema#double> .
_:c14n2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .
)");
}

// Whatever order they stand in.
TEST(CanonicalTriples, AreTheSameHoweverTheyAreWritten) {
    const auto option = [](const std::string& name) {
        return R"({"type":"Note","name":")" + name + R"(","replies":{"type":"Collection","totalItems":0}})";
    };
    const auto question = [&](const std::string& first, const std::string& second, const std::string& third) {
        return with_context(R"("type":"Question","oneOf":[)" + option(first) + "," + option(second) + ","
                            + option(third) + "]");
    };

    EXPECT_EQ(canonical_text(question("a", "b", "c")), canonical_text(question("c", "a", "b")));
    EXPECT_NE(canonical_text(question("a", "b", "c")), canonical_text(question("a", "b", "b")));
}

TEST(CanonicalTriples, EndWhereTooMuchLooksAlike) {
    const std::string many = R"({"tag":[{},{},{},{},{},{},{},{},{}]})";

    EXPECT_EQ(canonical_text(with_context("\"tag\":[" + many + "," + many + "]")), "too much");
}

TEST(CanonicalTriples, SayWhichConversationItIs) {
    EXPECT_EQ(canonical_text(with_context(R"("id":"https://a.test/1","context":"https://a.test/contexts/1-2")")),
              "<https://a.test/1> <https://www.w3.org/ns/activitystreams#context> <https://a.test/contexts/1-2> .\n");
}

TEST(CanonicalTriples, NothingIsLeftOutSilently) {
    EXPECT_EQ(canonical_text(with_context(R"("unheard":1)")), "not ours");
    EXPECT_EQ(canonical_text(with_context(R"("type":"Unheard")")), "not ours");
    EXPECT_EQ(canonical_text(with_context(R"("actor":"alice")")), "not ours");
    EXPECT_EQ(canonical_text(with_context(R"("object":{"@context":"https://a.test/","name":"x"})")), "not ours");
    EXPECT_EQ(canonical_text(with_context(R"("@graph":[])")), "not ours");
    EXPECT_EQ(canonical_text(R"({"@context":"https://a.test/","name":"x"})"), "not ours");
    EXPECT_EQ(canonical_text(R"({"name":"x"})"), "not ours");
}

TEST(LinkedSignature, StandsAtTheEndAndIsTheKeys) {
    const auto pair = base::PrivateKey::generate();
    const SigningKey key{.id = "https://a.test/users/a#main-key",
                         .key = std::make_shared<const base::PrivateKey>(pair)};
    const std::string document = with_context(R"("id":"https://a.test/1")");

    const auto made = with_signature(document, key, base::Time(std::chrono::seconds(1'700'000'000)));

    ASSERT_TRUE(made);
    EXPECT_THAT(*made, testing::StartsWith(document.substr(0, document.size() - 1) + R"(,"signature":{"type")"));
    const auto signature = json::parse(*made)->at("signature").as_object();
    const std::string options = "_:c14n0 <http://purl.org/dc/terms/created> "
                                "\"2023-11-14T22:13:20.000Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n"
                                "_:c14n0 <http://purl.org/dc/terms/creator> <https://a.test/users/a#main-key> .\n";
    EXPECT_TRUE(base::PublicKey::parse(pair.public_pem())
                    ->verifies(base::sha256_hex(options) + base::sha256_hex(canonical_text(document)),
                               *base::from_base64(std::string_view(signature.at("signatureValue").as_string()))));
}

} // namespace
} // namespace federation
