#include "statuses/visibility.h"

#include "relationships/blocks.h"
#include "relationships/follows.h"
#include "statuses/reblogs.h"
#include "support/builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gtest/gtest.h>

namespace statuses {
namespace {

// One author, and everybody who may want to read.
struct Readers {
    explicit Readers(db::Tx& tx)
        : author(make_person(tx, "author")),
          follower(make_person(tx, "follower")),
          mentioned(make_person(tx, "mentioned")),
          stranger(make_person(tx, "stranger")),
          blocked(make_person(tx, "blocked")) {
        EXPECT_TRUE(relationships::follow(tx, follower, author.id));
        EXPECT_TRUE(relationships::block(tx, author, blocked.id));
    }
    accounts::Account author, follower, mentioned, stranger, blocked;
};

std::string who_sees(db::Tx& tx, const Readers& readers, StatusId id) {
    std::string seen;
    const auto look = [&](const char* name, const accounts::Account& viewer) {
        if (is_shown(tx, id, viewer)) seen += seen.empty() ? name : std::string(" ") + name;
    };
    look("author", readers.author);
    look("follower", readers.follower);
    look("mentioned", readers.mentioned);
    look("stranger", readers.stranger);
    look("blocked", readers.blocked);
    look("nobody", accounts::anonymous());
    return seen;
}

TEST(Visibility, PublicAndUnlistedAreForAllButTheBlocked) {
    db::Tx tx = TestDb().begin();
    const Readers readers(tx);

    const auto open = make_status(tx, readers.author, "hello @mentioned", Visibility::Public);
    const auto unlisted = make_status(tx, readers.author, "hello @mentioned", Visibility::Unlisted);

    EXPECT_EQ(who_sees(tx, readers, open), "author follower mentioned stranger nobody");
    EXPECT_EQ(who_sees(tx, readers, unlisted), "author follower mentioned stranger nobody");
}

TEST(Visibility, PrivateIsForFollowersAndTheMentioned) {
    db::Tx tx = TestDb().begin();
    const Readers readers(tx);

    const auto id = make_status(tx, readers.author, "hello @mentioned", Visibility::Private);

    EXPECT_EQ(who_sees(tx, readers, id), "author follower mentioned");
}

TEST(Visibility, DirectIsForTheMentioned) {
    db::Tx tx = TestDb().begin();
    const Readers readers(tx);

    const auto id = make_status(tx, readers.author, "hello @mentioned", Visibility::Direct);

    EXPECT_EQ(who_sees(tx, readers, id), "author mentioned");
}

TEST(Visibility, WhatASuspendedAccountWroteIsForNobody) {
    db::Tx tx = TestDb().begin();
    const Readers readers(tx);
    const auto id = make_status(tx, readers.author, "hello");

    tx.exec("update accounts set suspended_at = $2 where id = $1", {readers.author.id, tx.now()});

    EXPECT_EQ(who_sees(tx, readers, id), "");
}

TEST(Visibility, ABoostIsSeenByThoseWhoMaySeeTheOriginal) {
    db::Tx tx = TestDb().begin();
    const Readers readers(tx);
    const auto original = make_status(tx, readers.author, "hello");

    const auto boost = reblog(tx, readers.stranger, original, Visibility::Public);

    ASSERT_TRUE(boost);
    EXPECT_EQ(who_sees(tx, readers, *boost), "author follower mentioned stranger nobody");
}

TEST(Visibility, AnUnknownStatusIsNotFoundLikeAHiddenOne) {
    db::Tx tx = TestDb().begin();
    const Readers readers(tx);
    const auto hidden = make_status(tx, readers.author, "secret", Visibility::Direct);

    const auto of_hidden = find_visible(tx, hidden, readers.stranger);
    const auto of_unknown = find_visible(tx, StatusId{1}, readers.stranger);

    ASSERT_FALSE(of_hidden);
    ASSERT_FALSE(of_unknown);
    EXPECT_EQ(of_hidden.error().message, of_unknown.error().message);
    EXPECT_EQ(of_hidden.error().refusal, base::Refusal::NotFound);
}

} // namespace
} // namespace statuses
