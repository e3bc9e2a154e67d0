#include "search/account_index.h"
#include "search/account_search.h"
#include "search/hashtags.h"

#include "accounts/accounts.h"
#include "base/clock.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> found(db::Tx& tx, const AccountQuery& query) {
    std::vector<std::string> accts;
    for (const auto id : find_accounts(tx, query)) accts.push_back(accounts::find(tx, id)->acct());
    return accts;
}

TEST(AccountTerms, BeginWhereAWordMayBegin) {
    EXPECT_THAT(account_terms("Tokyo_Taro", "a.test", "ﾔﾏﾀﾞ Taro-san!"),
                UnorderedElementsAre("tokyo_taro@a.test", "taro@a.test", "ヤマダ", "マダ", "ダ", "taro", "san"));
    EXPECT_THAT(account_terms("a", "a.test", "山田の家🐘"),
                UnorderedElementsAre("a@a.test", "山田の家", "田の家", "の家", "家"));
    EXPECT_THAT(account_terms("a", "a.test", "🐘 ♡"), ElementsAre("a@a.test"));
}

TEST(AccountTerms, AreBoundedInNumberAndLength) {
    std::string name;
    for (int i = 0; i < 2000; ++i) name += "漢";

    const auto terms = account_terms("a", "a.test", name + " " + std::string(5000, 'x'));

    EXPECT_LE(terms.size(), 64U);
    for (const auto& term : terms) EXPECT_LE(term.size(), 96U);
}

TEST(AccountSearch, FindsTheBeginningsOfNames) {
    db::Tx tx = TestDb().begin();
    make_user(tx, {.username = "tokyo_taro", .display_name = "山田 太郎"});
    make_account(tx, {.username = "hanako", .domain = "remote.test", .display_name = "山田花子"});
    make_user(tx, {.username = "alice", .display_name = "Ａｌｉｃｅ Élan"});

    EXPECT_THAT(found(tx, {.text = "山田"}), UnorderedElementsAre("tokyo_taro", "hanako@remote.test"));
    EXPECT_THAT(found(tx, {.text = "花子"}), ElementsAre("hanako@remote.test"));
    EXPECT_THAT(found(tx, {.text = "TOKYO"}), ElementsAre("tokyo_taro"));
    EXPECT_THAT(found(tx, {.text = "taro"}), ElementsAre("tokyo_taro"));
    EXPECT_THAT(found(tx, {.text = "太郎 山"}), ElementsAre("tokyo_taro"));
    EXPECT_THAT(found(tx, {.text = "élan alice"}), ElementsAre("alice"));
    EXPECT_THAT(found(tx, {.text = "lice"}), IsEmpty());
    EXPECT_THAT(found(tx, {.text = "%"}), IsEmpty());
    EXPECT_THAT(found(tx, {.text = "  "}), IsEmpty());
}

TEST(AccountSearch, FindsAddresses) {
    db::Tx tx = TestDb().begin();
    make_user(tx, {.username = "Alice"});
    make_account(tx, {.username = "alice", .domain = "remote.test"});

    EXPECT_THAT(found(tx, {.text = "@alice"}), UnorderedElementsAre("Alice", "alice@remote.test"));
    EXPECT_THAT(found(tx, {.text = "@Alice@Remote.test"}), ElementsAre("alice@remote.test"));
    EXPECT_THAT(found(tx, {.text = "alice@rem"}), ElementsAre("alice@remote.test"));
    EXPECT_THAT(found(tx, {.text = "alice@akebono.test"}), ElementsAre("Alice"));
    EXPECT_THAT(found(tx, {.text = "https://akebono.test/@alice"}), ElementsAre("Alice"));
    EXPECT_THAT(found(tx, {.text = "https://remote.test/users/alice"}), ElementsAre("alice@remote.test"));
    EXPECT_THAT(found(tx, {.text = "https://remote.test/users/bob"}), IsEmpty());
}

TEST(AccountSearch, PutsTheExactNameThenTheFollowedThenTheFollowedByManyFirst) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_user(tx).account;
    const auto followed = make_user(tx, {.username = "sakura_a"}).account;
    const auto famous = make_user(tx, {.username = "sakura_b"}).account;
    make_user(tx, {.username = "sakura_c"});
    make_user(tx, {.username = "sakura"});
    make_follow(tx, viewer.id, followed.id);
    accounts::count_followers(tx, famous.id, 1000);

    EXPECT_THAT(found(tx, {.text = "sakura", .viewer = viewer.id}),
                ElementsAre("sakura", "sakura_a", "sakura_b", "sakura_c"));
    EXPECT_THAT(found(tx, {.text = "sakura", .viewer = viewer.id, .limit = 2, .offset = 1}),
                ElementsAre("sakura_a", "sakura_b"));
    EXPECT_THAT(found(tx, {.text = "sakura", .viewer = viewer.id, .among = AccountQuery::Among::Followed}),
                ElementsAre("sakura_a"));
}

TEST(AccountSearch, LeavesOutWhoIsNotToBeSeen) {
    db::Tx tx = TestDb().begin();
    make_account(tx, {.username = "sakura1", .is_suspended = true});
    make_user(tx, {.username = "sakura2", .is_confirmed = false});
    make_user(tx, {.username = "sakura3", .is_approved = false});
    const auto moved = make_account(tx, {.username = "sakura4"}), target = make_account(tx, {.username = "sakura5"});
    tx.exec("update accounts set moved_to_account_id = $2 where id = $1", {moved.id, target.id});

    EXPECT_THAT(found(tx, {.text = "sakura"}), ElementsAre("sakura5"));
}

TEST(AccountSearch, WalksAnIndex) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_user(tx).account;

    EXPECT_THAT(whole_table_steps(tx,
                                  [&] {
                                      (void)find_accounts(tx, {.text = "a b c", .viewer = viewer.id});
                                      (void)find_accounts(
                                          tx,
                                          {.text = "a", .viewer = viewer.id, .among = AccountQuery::Among::Followed});
                                      (void)find_accounts(tx, {.text = "https://remote.test/users/bob"});
                                  }),
                IsEmpty());
}

TagId make_tag(db::Tx& tx, std::string_view name) {
    const auto id = tx.new_id<TagId>();
    tx.exec("insert into tags (id, name, display_name, created_at) values ($1, $2, $2, $3)", {id, name, tx.now()});
    return id;
}

TEST(HashtagSearch, FindsTheBeginningsOfNamesShorterOnesFirst) {
    db::Tx tx = TestDb().begin();
    const auto tokyo = make_tag(tx, "東京"), station = make_tag(tx, "東京駅"), cat = make_tag(tx, "cat");

    EXPECT_THAT(find_tags(tx, "東京", 10), ElementsAre(tokyo, station));
    EXPECT_THAT(find_tags(tx, "#東", 10), ElementsAre(tokyo, station));
    EXPECT_THAT(find_tags(tx, "＃ＣＡ", 10), ElementsAre(cat));
    EXPECT_THAT(find_tags(tx, "東京", 1, 1), ElementsAre(station));
    EXPECT_THAT(find_tags(tx, "京", 10), IsEmpty());
    EXPECT_THAT(find_tags(tx, "#", 10), IsEmpty());
}

TEST(HashtagSearch, WalksAnIndex) {
    db::Tx tx = TestDb().begin();
    make_tag(tx, "tag");

    EXPECT_THAT(whole_table_steps(tx, [&] { (void)find_tags(tx, "tag", 10); }), IsEmpty());
}

} // namespace
} // namespace search
