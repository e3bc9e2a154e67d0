#include "auth/confirmation.h"

#include "auth/newcomers.h"
#include "base/json.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace auth {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// A site that can send mail.
class Confirmation : public testing::Test {
protected:
    Confirmation() { database_.world().config.smtp_server = "mail.test:25"; }

    static Result<NewUser> join_as(db::Tx& tx, const std::string& name, const std::string& locale = "en") {
        SignUp wanted{.username = name, .email = name + "@example.com", .password = {"$argon2id$"}, .locale = locale};
        settle(wanted, tx.config());
        return join(tx, wanted);
    }

    static json::Object newest_mail(db::Tx& tx) {
        auto rows = tx.query("select arguments from jobs where name = 'send_mail' order by id desc limit 1");
        return rows.next() ? json::parse(rows.text(0))->as_object() : json::Object();
    }

    static std::string newest_token(db::Tx& tx) {
        const std::string text(newest_mail(tx).at("text").as_string());
        const std::string name = "confirmation_token=";
        const auto begin = text.find(name) + name.size();
        return text.substr(begin, text.find('&', begin) - begin);
    }

    TestDb database_;
};

TEST_F(Confirmation, IsAskedForByMail) {
    database_.world().config.registrations = base::Registrations::Open;
    db::Tx tx = database_.begin();
    const auto user = join_as(tx, "alice");
    ASSERT_TRUE(user);

    const auto mail = newest_mail(tx);
    EXPECT_FALSE(find_user(tx, user->user)->is_confirmed);
    EXPECT_TRUE(find_user(tx, user->user)->is_approved);
    EXPECT_EQ(mail.at("to"), "alice@example.com");
    EXPECT_THAT(std::string(mail.at("subject").as_string()), HasSubstr("Confirm"));
    EXPECT_THAT(std::string(mail.at("text").as_string()),
                HasSubstr("https://akebono.test/auth/confirmation?confirmation_token="));
    EXPECT_EQ(tx.query_integer("select 1 from users where confirmation_hash = $1", {newest_token(tx)}), std::nullopt);

    const auto confirmed = confirm_by_token(tx, newest_token(tx));
    ASSERT_TRUE(confirmed);
    EXPECT_EQ(confirmed->id, user->user);
    EXPECT_TRUE(confirmed->is_confirmed);
    EXPECT_FALSE(confirm_by_token(tx, newest_token(tx))); // Once.
}

TEST_F(Confirmation, SpeaksTheLanguageOfWhoSignedUp) {
    db::Tx tx = database_.begin();
    ASSERT_TRUE(join_as(tx, "hanako", "ja"));

    EXPECT_THAT(std::string(newest_mail(tx).at("subject").as_string()), HasSubstr("メールアドレスの確認"));
}

TEST_F(Confirmation, IsNotNeededWithoutMail) {
    database_.world().config.smtp_server.clear();
    db::Tx tx = database_.begin();
    const auto user = join_as(tx, "alice");

    EXPECT_TRUE(find_user(tx, user->user)->is_confirmed);
    EXPECT_FALSE(find_user(tx, user->user)->is_approved); // Nobody opened this site.
    EXPECT_THAT(waiting_jobs(tx), IsEmpty());
}

TEST_F(Confirmation, EndsWithANewerLinkAndWithTime) {
    db::Tx tx = database_.begin();
    const auto user = join_as(tx, "alice");
    const auto first = newest_token(tx);
    send_confirmation_again(tx, "ALICE@example.com");
    const auto second = newest_token(tx);

    EXPECT_NE(first, second);
    EXPECT_FALSE(confirm_by_token(tx, first));
    EXPECT_FALSE(confirm_by_token(tx, ""));
    EXPECT_FALSE(confirm_by_token(tx, "made up"));
    tx.exec("update users set confirmation_sent_at = $2 where id = $1", {user->user, tx.now() - kConfirmationLife});
    EXPECT_FALSE(confirm_by_token(tx, second));
    EXPECT_FALSE(find_user(tx, user->user)->is_confirmed);
}

TEST_F(Confirmation, IsSentAgainOnlyToWhoWaitsForIt) {
    db::Tx tx = database_.begin();
    make_user(tx, {.email = "done@example.com"});

    send_confirmation_again(tx, "done@example.com");
    send_confirmation_again(tx, "nobody@example.com");
    send_confirmation_again(tx, "");

    EXPECT_THAT(waiting_jobs(tx), IsEmpty());
}

TEST_F(Confirmation, LeavesNamesThatNobodyCameBackFor) {
    db::Tx tx = database_.begin();
    const auto late = join_as(tx, "late"), fresh = join_as(tx, "fresh"), done = join_as(tx, "done");
    confirm(tx, done->user);
    make_user(tx, {.username = "made_by_hand", .is_confirmed = false});
    tx.exec("update users set confirmation_sent_at = $2 where id <> $1 and confirmation_sent_at is not null",
            {fresh->user, tx.now() - kUnconfirmedLife - std::chrono::seconds(1)});

    EXPECT_EQ(delete_unconfirmed(tx, 10), 1);

    EXPECT_FALSE(find_user_by_username(tx, "late"));
    for (const auto* name : {"fresh", "done", "made_by_hand"}) EXPECT_TRUE(find_user_by_username(tx, name)) << name;
    EXPECT_TRUE(join_as(tx, "late"));
    EXPECT_ALL_WALK_INDEXES(tx, [&] { confirm_by_token(tx, "x"); });
}

} // namespace
} // namespace auth
