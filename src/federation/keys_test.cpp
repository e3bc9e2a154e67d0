#include "federation/keys.h"

#include "support/builders.h"
#include "support/test_db.h"

#include <gtest/gtest.h>

namespace federation {
namespace {

TEST(Keys, AreMadeOnceAndKept) {
    TestDatabase database;
    AccountId alice;
    database->write([&](db::Tx& tx) {
        alice = make_account(tx, {.username = "alice"}).id;
        EXPECT_FALSE(find_public_key_pem(tx, alice));
    });

    const auto key = signing_key(*database, alice);

    EXPECT_EQ(key.id, "https://akebono.test/users/alice#main-key");
    EXPECT_EQ(public_key_pem(*database, alice), key.key->public_pem());
    const auto again = signing_key(*database, alice);
    EXPECT_EQ(again.key, key.key);
    database->read([&](db::Tx& tx) { EXPECT_EQ(find_public_key_pem(tx, alice), key.key->public_pem()); });
    EXPECT_TRUE(base::PublicKey::parse(public_key_pem(*database, alice))->verifies("a", again.key->sign("a")));
}

TEST(Keys, TheServerItselfHasOneToo) {
    TestDatabase database;

    const auto pem = public_key_pem(*database, kInstanceActor);
    const auto key = signing_key(*database, kInstanceActor);

    EXPECT_EQ(key.id, "https://akebono.test/actor#main-key");
    EXPECT_EQ(key.key->public_pem(), pem);
}

TEST(Keys, NobodyElsesAreMade) {
    TestDatabase database;
    AccountId bob;
    database->write([&](db::Tx& tx) { bob = make_account(tx, {.username = "bob", .domain = "remote.test"}).id; });

    EXPECT_THROW(signing_key(*database, bob), std::runtime_error);
    EXPECT_THROW(signing_key(*database, AccountId{12345}), std::runtime_error);
}

} // namespace
} // namespace federation
