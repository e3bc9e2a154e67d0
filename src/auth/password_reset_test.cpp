#include "auth/password_reset.h"

#include "auth/sessions.h"
#include "auth/tokens.h"
#include "base/json.h"
#include "support/api_server.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace auth {
namespace {

using testing::IsEmpty;

// A site that can send mail.
class PasswordReset : public testing::Test {
protected:
    PasswordReset() { database_.world().config.smtp_server = "mail.test:25"; }

    // Of the mail that was queued last.
    static std::string newest_token(db::Tx& tx) {
        auto rows = tx.query("select arguments from jobs where name = 'send_mail' order by id desc limit 1");
        if (!rows.next()) return "";
        const std::string text(json::parse(rows.text(0))->at("text").as_string());
        const std::string name = "/auth/password/edit?reset_password_token=";
        const auto begin = text.find(name) + name.size();
        return text.substr(begin, text.find('&', begin) - begin);
    }

    TestDb database_;
};

TEST_F(PasswordReset, IsALinkInAMailThatWorksOnce) {
    db::Tx tx = database_.begin();
    const auto alice = make_user(tx, {.username = "alice", .email = "alice@example.com"});
    const auto session = start_session(tx, alice.id, {"192.0.2.1", "browser"});
    const auto token = make_token(tx, alice.id);

    send_password_reset(tx, "Alice@example.com", Language::English);
    const auto link = newest_token(tx);
    ASSERT_TRUE(find_user_by_reset_token(tx, link));
    EXPECT_TRUE(find_session(tx, session));
    ASSERT_TRUE(reset_password(tx, link, {"$argon2id$new"}));

    EXPECT_EQ(find_user(tx, alice.id)->password.text, "$argon2id$new");
    EXPECT_FALSE(find_session(tx, session));
    EXPECT_EQ(tx.query_integer("select count(*) from oauth_access_tokens where revoked_at is null and user_id = $1",
                               {alice.id}),
              0);
    EXPECT_FALSE(reset_password(tx, link, {"$argon2id$again"}));
    EXPECT_EQ(tx.query_integer("select 1 from users where reset_hash = $1", {link}), std::nullopt);
}

TEST_F(PasswordReset, EndsWithANewerLinkAndWithTime) {
    db::Tx tx = database_.begin();
    make_user(tx, {.username = "alice", .email = "alice@example.com"});
    send_password_reset(tx, "alice@example.com", Language::English);
    const auto first = newest_token(tx);
    send_password_reset(tx, "alice@example.com", Language::Japanese);
    const auto second = newest_token(tx);

    EXPECT_FALSE(find_user_by_reset_token(tx, first));
    EXPECT_TRUE(find_user_by_reset_token(tx, second));
    tx.exec("update users set reset_sent_at = $1", {tx.now() - kResetLife});
    EXPECT_FALSE(find_user_by_reset_token(tx, second));
    EXPECT_FALSE(find_user_by_reset_token(tx, ""));
}

TEST_F(PasswordReset, IsSentToNobodyElse) {
    db::Tx tx = database_.begin();
    make_user(tx, {.username = "new", .email = "new@example.com", .is_confirmed = false});
    make_user(tx, {.username = "alice", .email = "alice@example.com"});

    send_password_reset(tx, "nobody@example.com", Language::English);
    send_password_reset(tx, "new@example.com", Language::English);
    database_.world().config.smtp_server.clear();
    send_password_reset(tx, "alice@example.com", Language::English);

    EXPECT_THAT(waiting_jobs(tx), IsEmpty());
}

} // namespace
} // namespace auth
