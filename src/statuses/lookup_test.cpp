#include "statuses/lookup.h"
#include "support/builders.h"
#include "support/federation_builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace statuses {
namespace {

using ::testing::Eq;

// example.com is another server than example.co.
TEST(StatusLookup, TellsOursFromThatOfAServerWhoseNameGoesOn) {
    TestDb db;
    db::Tx tx = db.begin();
    const auto alice = make_person(tx, "alice");
    const auto ours = make_status(tx, alice, "hello");
    const auto namesake = make_remote(tx, {.username = "alice", .domain = tx.config().web_host() + "m"});
    const auto theirs = make_remote_status(tx, namesake);

    EXPECT_THAT(find_by_uri(tx, uri_of(tx, ours)), Eq(ours));
    EXPECT_THAT(find_by_uri(tx, uri_of(tx, ours) + "/activity"), Eq(ours));
    EXPECT_THAT(find_by_uri(tx, url_of(tx, ours)), Eq(ours));
    EXPECT_THAT(find_by_uri(tx, uri_of(tx, theirs)), Eq(theirs));
    EXPECT_THAT(find_by_uri(tx, tx.config().web_url()), Eq(std::nullopt));
}

} // namespace
} // namespace statuses
