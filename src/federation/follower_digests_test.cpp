#include "federation/follower_digests.h"

#include "base/crypto.h"
#include "federation/signatures.h"
#include "support/builders.h"
#include "support/federation_builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace federation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(FollowerDigests, AreTheSameInWhateverOrderPeopleFollow) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), carol = make_person(tx);
    const auto a = make_remote(tx, {.username = "a"}), b = make_remote(tx, {.username = "b"}),
               far = make_remote(tx, {.username = "far", .domain = "far.test"});
    for (const auto& follower : {a, b, far, carol}) make_follow(tx, follower.id, alice.id);
    for (const auto& follower : {b, a}) make_follow(tx, follower.id, carol.id);

    const auto digests = follower_digests(tx, alice.id);

    EXPECT_EQ(digests.size(), 2U);
    EXPECT_EQ(digests.at("far.test"), base::sha256_hex("https://far.test/users/far"));
    EXPECT_EQ(digests.at("remote.test"), follower_digests(tx, carol.id).at("remote.test"));
    EXPECT_NE(digests.at("remote.test"), base::sha256_hex("https://remote.test/users/a"));
    EXPECT_THAT(followers_on(tx, alice.id, "remote.test").value(),
                ElementsAre("https://remote.test/users/a", "https://remote.test/users/b"));
    EXPECT_THAT(followers_on(tx, alice.id, "nobody.test").value(), IsEmpty());
    EXPECT_EQ(parse_follower_digests(to_json(digests)), digests);
    EXPECT_EQ(to_json({}), "");
    EXPECT_ALL_WALK_INDEXES(tx, [&] { follower_digests(tx, alice.id); });
}

TEST(FollowerDigests, GoWithWhatIsForFollowersOnly) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    make_follow(tx, make_remote(tx).id, alice.id);
    const auto kept_with = [&](statuses::Visibility visibility) {
        make_status(tx, alice, "hello", visibility);
        auto rows = tx.query("select follower_digests from delivery_documents order by id desc limit 1");
        return rows.next() ? rows.string(0) : std::string();
    };

    EXPECT_EQ(kept_with(statuses::Visibility::Public), "");
    EXPECT_THAT(kept_with(statuses::Visibility::Private), HasSubstr("\"remote.test\":\""));
}

TEST(FollowerDigests, AreSignedWithTheRest) {
    http::Outgoing request{.method = http::Method::Post, .url = "https://remote.test/inbox"};
    request.headers.emplace_back("Content-Type", "application/activity+json");
    request.headers.emplace_back("Collection-Synchronization", synchronization_header("https://a.test/users/a", "00"));

    sign(request, {.id = "k", .key = std::make_shared<const base::PrivateKey>(base::PrivateKey::generate())},
         Scheme::Draft, kTestTime);

    EXPECT_EQ(request.headers[1].second, "collectionId=\"https://a.test/users/a/followers\", "
                                         "url=\"https://a.test/users/a/followers_synchronization\", digest=\"00\"");
    EXPECT_THAT(request.headers,
                testing::Contains(testing::Pair("Signature", HasSubstr(" content-type collection-synchronization\""))));
}

} // namespace
} // namespace federation
