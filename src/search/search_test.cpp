#include "search/account_index.h"
#include "search/account_search.h"
#include "search/hashtags.h"

#include "accounts/accounts.h"
#include "accounts/remote_accounts.h"
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
using testing::UnorderedElementsAreArray;

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

TEST(AccountTiers, AreFourTimesAsManyFollowersEach) {
    EXPECT_EQ(tier_of(-1), kTiers - 1);
    EXPECT_EQ(tier_of(0), kTiers - 1);
    EXPECT_EQ(tier_of(1), tier_of(3));
    EXPECT_EQ(tier_of(4), tier_of(3) - 1);
    EXPECT_EQ(tier_of(65'535), 1);
    EXPECT_EQ(tier_of(65'536), 0);
    EXPECT_EQ(tier_of(1LL << 60), 0);
}

// Of popular people who have gone, more in a row than a page is first looked for among.
TEST(AccountSearch, FillsThePageHoweverManyOfThatNameHaveGone) {
    db::Tx tx = TestDb().begin();
    const auto home = make_user(tx, {.username = "home"});
    for (int i = 0; i < 5; ++i) {
        const auto moved = make_user(tx, {.username = "neko_a" + std::to_string(i)});
        tx.exec("update accounts set moved_to_account_id = $2 where id = $1", {moved.account.id, home.account.id});
        const auto suspended = make_user(tx, {.username = "neko_b" + std::to_string(i)});
        tx.exec("update accounts set suspended_at = $2 where id = $1", {suspended.account.id, tx.now()});
    }
    make_user(tx, {.username = "neko_y"});
    make_user(tx, {.username = "neko_z"});

    EXPECT_THAT(found(tx, {.text = "neko", .limit = 1}), ElementsAre("neko_y"));
    EXPECT_THAT(found(tx, {.text = "neko", .limit = 1, .offset = 1}), ElementsAre("neko_z"));
    EXPECT_THAT(found(tx, {.text = "neko", .limit = 2}), ElementsAre("neko_y", "neko_z"));
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

// Who fills a list may want to be in it.
TEST(AccountSearch, FindsOneselfAmongTheFollowed) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_user(tx, {.username = "sakura_me"}).account;
    make_follow(tx, viewer.id, make_user(tx, {.username = "sakura_a"}).account.id);
    make_user(tx, {.username = "sakura_b"});

    const AccountQuery query{.text = "sakura", .viewer = viewer.id, .among = AccountQuery::Among::Followed};

    EXPECT_THAT(found(tx, query), ElementsAre("sakura_a", "sakura_me"));
}

TEST(AccountSearch, PutsOursOfThatNameFirstThenTheFollowedOnes) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_user(tx).account;
    const auto famous = make_account(tx, {.username = "sakura", .domain = "a.test"}).id;
    make_follow(tx, viewer.id, make_account(tx, {.username = "Sakura", .domain = "b.test"}).id);
    make_follow(tx, viewer.id, make_account(tx, {.username = "hana", .domain = "b.test", .display_name = "Sakura"}).id);
    make_account(tx, {.username = "x_sakura", .domain = "b.test"});
    make_user(tx, {.username = "sakura"});
    accounts::count_followers(tx, famous, 1000);

    EXPECT_THAT(found(tx, {.text = "sakura", .viewer = viewer.id}),
                ElementsAre("sakura", "Sakura@b.test", "sakura@a.test", "hana@b.test", "x_sakura@b.test"));
    EXPECT_THAT(found(tx, {.text = "sakura@b", .viewer = viewer.id}), ElementsAre("Sakura@b.test", "x_sakura@b.test"));
}

// More of them than a search looks at, and all of them before the others by number of followers.
TEST(AccountSearch, FindsTheExactNameAndTheFollowedHoweverCommonTheBeginningIs) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_user(tx).account;
    for (int i = 0; i < 510; ++i) {
        const auto id = make_account(tx, {.username = "neko_" + std::to_string(i), .domain = "a.test"}).id;
        accounts::count_followers(tx, id, 70'000);
    }
    make_user(tx, {.username = "neko"});
    make_account(tx, {.username = "neko", .domain = "b.test"});
    make_follow(tx, viewer.id,
                make_account(tx, {.username = "zzz", .domain = "a.test", .display_name = "nekoneko"}).id);

    EXPECT_THAT(found(tx, {.text = "neko", .viewer = viewer.id, .limit = 4}),
                ElementsAre("neko", "neko@b.test", "zzz@a.test", "neko_0@a.test"));
    EXPECT_THAT(found(tx, {.text = "neko", .viewer = viewer.id, .limit = 80, .offset = 520}), IsEmpty());
}

TEST(AccountSearch, ShowsEverybodyOnceOnOneOfItsPages) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_user(tx).account;
    std::vector<std::string> all;
    for (int i = 0; i < 60; ++i) {
        const auto name = "neko_" + std::to_string(i);
        const auto id = make_user(tx, {.username = name, .display_name = "Neko ねこ nekoneko"}).account.id;
        accounts::count_followers(tx, id, i * i);
        if (i % 7 == 0) make_follow(tx, viewer.id, id);
        all.push_back(name);
    }

    std::vector<std::string> paged;
    for (int offset = 0; offset < 70; offset += 9) {
        for (auto& name : found(tx, {.text = "neko", .viewer = viewer.id, .limit = 9, .offset = offset})) {
            paged.push_back(std::move(name));
        }
    }

    EXPECT_THAT(paged, UnorderedElementsAreArray(all));
    EXPECT_EQ(paged, found(tx, {.text = "neko", .viewer = viewer.id, .limit = 80}));
    EXPECT_EQ(paged.front(), "neko_35") << "the first by name of the followed ones with 1,024 followers and more";
    EXPECT_EQ(paged.back(), "neko_1") << "neko_0 is followed, neko_1 has one follower";
}

TEST(AccountSearch, FollowsTheNumberOfFollowers) {
    db::Tx tx = TestDb().begin();
    const auto first = make_user(tx, {.username = "neko_a"}).account.id;
    const auto second = make_account(tx, {.username = "neko_b", .domain = "a.test"}).id;

    accounts::count_followers(tx, first, 1);
    EXPECT_THAT(found(tx, {.text = "neko"}), ElementsAre("neko_a", "neko_b@a.test"));
    accounts::keep_counts(tx, second, {.statuses = {}, .following = {}, .followers = 5000});
    EXPECT_THAT(found(tx, {.text = "neko"}), ElementsAre("neko_b@a.test", "neko_a"));
    accounts::keep_counts(tx, second, {.statuses = {}, .following = {}, .followers = 0});
    EXPECT_THAT(found(tx, {.text = "neko"}), ElementsAre("neko_a", "neko_b@a.test"));
    accounts::count_followers(tx, first, -1);
    accounts::count_followers(tx, second, 1);
    EXPECT_THAT(found(tx, {.text = "neko"}), ElementsAre("neko_b@a.test", "neko_a"));
    index_account(tx, second);
    EXPECT_THAT(found(tx, {.text = "neko"}), ElementsAre("neko_b@a.test", "neko_a")) << "a new name changes no tier";
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

TEST(HashtagSearch, KeepsToThatOrderForLongNames) {
    db::Tx tx = TestDb().begin();
    const auto long_b = make_tag(tx, "cat" + std::string(60, 'b')), long_a = make_tag(tx, "cat" + std::string(90, 'a'));
    const auto cats = make_tag(tx, "cats"), cat = make_tag(tx, "cat"), catan = make_tag(tx, "catan");

    EXPECT_THAT(find_tags(tx, "cat", 10), ElementsAre(cat, cats, catan, long_a, long_b));
    EXPECT_THAT(find_tags(tx, "cat", 2, 2), ElementsAre(catan, long_a));
}

TEST(HashtagSearch, WalksAnIndex) {
    db::Tx tx = TestDb().begin();
    make_tag(tx, "tag");

    EXPECT_THAT(whole_table_steps(tx, [&] { (void)find_tags(tx, "tag", 10); }), IsEmpty());
}

} // namespace
} // namespace search
