#include "timelines/public.h"

#include "base/hashtag_name.h"
#include "relationships/blocks.h"
#include "relationships/follows.h"
#include "relationships/mutes.h"
#include "statuses/reblogs.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace timelines {
namespace {

using statuses::Visibility;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PublicTimeline, HoldsPublicPostsThatAnswerNobodyElse) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto post = make_status(tx, alice, "1");
    const auto answer_to_self = make_reply(tx, alice, post, "2");
    make_reply(tx, bob, post, "3");
    make_status(tx, alice, "4", Visibility::Unlisted);
    make_status(tx, alice, "5", Visibility::Private);
    make_status(tx, alice, "6", Visibility::Direct);
    ASSERT_TRUE(statuses::reblog(tx, bob, post, Visibility::Public));

    EXPECT_THAT(public_page(tx, {}, Origin::Everywhere, {}), ElementsAre(answer_to_self, post));
    EXPECT_THAT(public_page(tx, {}, Origin::Local, {}), ElementsAre(answer_to_self, post));
    EXPECT_THAT(public_page(tx, {}, Origin::Remote, {}), IsEmpty());
}

TEST(PublicTimeline, LeavesOutLimitedPeopleAndThoseOneHides) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx, "reader");
    const auto muted = make_person(tx, "muted");
    const auto blocked = make_person(tx, "blocked");
    const auto blocking = make_person(tx, "blocking");
    const auto limited = make_person(tx, "limited");
    ASSERT_TRUE(relationships::mute(tx, reader, muted.id));
    ASSERT_TRUE(relationships::block(tx, reader, blocked.id));
    ASSERT_TRUE(relationships::block(tx, blocking, reader.id));
    tx.exec("update accounts set silenced_at = $2 where id = $1", {limited.id, tx.now()});
    for (const auto& author : {muted, blocked, blocking, limited}) make_status(tx, author, "#tea");
    const auto own = make_status(tx, reader, "#tea");

    EXPECT_THAT(public_page(tx, reader, Origin::Everywhere, {}), ElementsAre(own));
    EXPECT_THAT(hashtag_page(tx, reader, {.name = "tea"}, Origin::Everywhere, {}), ElementsAre(own));
    EXPECT_EQ(public_page(tx, {}, Origin::Everywhere, {}).size(), 4u);
}

// More of them in a row than a page is looked for among.
TEST(PublicTimeline, IsFullHoweverManyPostsInARowOneDoesNotWantToRead) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx, "reader");
    const auto muted = make_person(tx, "muted");
    const auto wanted = make_person(tx, "wanted");
    ASSERT_TRUE(relationships::mute(tx, reader, muted.id));
    std::vector<StatusId> old, young;
    for (int i = 0; i < 2; ++i) old.push_back(make_status(tx, wanted, "#tea and #cake"));
    for (int i = 0; i < 15; ++i) make_status(tx, muted, "#tea");
    for (int i = 0; i < 2; ++i) young.push_back(make_status(tx, wanted, "#tea"));

    const auto public_of = [&](const http::Page& page) { return public_page(tx, reader, Origin::Everywhere, page); };
    const auto hashtag_of = [&](const http::Page& page) {
        return hashtag_page(tx, reader, {.name = "tea", .any = {"cake"}}, Origin::Everywhere, page);
    };
    for (const auto& page_of : {std::function<std::vector<StatusId>(const http::Page&)>(public_of),
                                std::function<std::vector<StatusId>(const http::Page&)>(hashtag_of)}) {
        EXPECT_THAT(page_of({.limit = 3}), ElementsAre(young[1], young[0], old[1]));
        EXPECT_THAT(page_of({.max_id = young[0].value, .limit = 2}), ElementsAre(old[1], old[0]));
        EXPECT_THAT(page_of({.min_id = old[0].value, .limit = 2}), ElementsAre(young[0], old[1]));
        EXPECT_THAT(page_of({}), ElementsAre(young[1], young[0], old[1], old[0]));
    }
}

TEST(HashtagTimeline, FindsAllSpellingsAndAnswersToo) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto first = make_status(tx, alice, "#Café");
    const auto second = make_reply(tx, bob, first, "#CAFE");
    make_status(tx, alice, "#cafe", Visibility::Unlisted);

    EXPECT_THAT(hashtag_page(tx, {}, {.name = "cafe"}, Origin::Everywhere, {}), ElementsAre(second, first));
    EXPECT_THAT(hashtag_page(tx, {}, {.name = "unknown"}, Origin::Everywhere, {}), IsEmpty());
}

TEST(HashtagTimeline, TakesMoreHashtagsAndLeavesOthersOut) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto tea = make_status(tx, alice, "#tea");
    const auto coffee = make_status(tx, alice, "#coffee");
    const auto both = make_status(tx, alice, "#tea #coffee");
    const auto cake = make_status(tx, alice, "#tea #cake");
    const auto page = [&](const HashtagFilter& filter, const http::Page& wanted = {}) {
        return hashtag_page(tx, {}, filter, Origin::Everywhere, wanted);
    };

    EXPECT_THAT(page({.name = "tea", .any = {"coffee", "nobodys"}}), ElementsAre(cake, both, coffee, tea));
    EXPECT_THAT(page({.name = "nobodys", .any = {"coffee"}}), ElementsAre(both, coffee));
    EXPECT_THAT(page({.name = "tea", .all = {"coffee"}}), ElementsAre(both));
    EXPECT_THAT(page({.name = "coffee", .all = {"tea"}}), ElementsAre(both));
    EXPECT_THAT(page({.name = "tea", .all = {"tea"}}), ElementsAre(cake, both, tea));
    EXPECT_THAT(page({.name = "coffee", .all = {"tea"}, .none = {"cake"}}), ElementsAre(both));
    EXPECT_THAT(page({.name = "tea", .all = {"cake", "cake"}}), ElementsAre(cake));
    EXPECT_THAT(page({.name = "tea", .all = {"cake", "coffee"}}), IsEmpty());
    EXPECT_THAT(page({.name = "tea", .all = {"nobodys"}}), IsEmpty());
    EXPECT_THAT(page({.name = "tea", .none = {"coffee", "nobodys"}}), ElementsAre(cake, tea));
    EXPECT_THAT(page({.name = "tea", .any = {"coffee"}, .all = {"tea"}, .none = {"cake"}}), ElementsAre(both, tea));

    const HashtagFilter any{.name = "tea", .any = {"coffee"}};
    EXPECT_THAT(page(any, {.limit = 2}), ElementsAre(cake, both));
    EXPECT_THAT(page(any, {.max_id = both.value, .limit = 2}), ElementsAre(coffee, tea));
    EXPECT_THAT(page(any, {.min_id = tea.value, .limit = 2}), ElementsAre(both, coffee));
}

TEST(HashtagTimeline, WalksAnIndexWhateverIsAskedFor) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    for (int i = 0; i < 3; ++i) make_status(tx, alice, "#tea #coffee #cake");
    const HashtagFilter filter{.name = "tea", .any = {"coffee"}, .all = {"cake"}, .none = {"milk"}};
    AccountFilter tagged;
    tagged.tagged = "tea";

    EXPECT_ALL_WALK_INDEXES(tx, [&] {
        (void)hashtag_page(tx, bob, {.name = "tea"}, Origin::Everywhere, {});
        (void)account_page(tx, bob, alice.id, tagged, {});
        (void)account_page(tx, bob, alice.id, tagged, {.min_id = 1});
    });
    EXPECT_THAT(whole_table_steps(tx, [&] { (void)hashtag_page(tx, bob, filter, Origin::Local, {}); }), IsEmpty());
    const auto cost = [&](int limit) {
        return statements_of(tx, [&] { (void)hashtag_page(tx, bob, filter, Origin::Everywhere, {.limit = limit}); });
    };
    EXPECT_EQ(cost(40), cost(1));
}

TEST(LinkTimeline, CostsTheSameWhateverItsLengthAndWalksAnIndex) {
    constexpr int kMany = 40;
    const std::string url = "https://news.example.org/a";
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    for (int i = 0; i < kMany; ++i) make_status(tx, alice, "read " + url);
    tx.exec("update accounts set is_discoverable = true");
    tx.exec(
        "insert into trends (kind, item_id, score, max_score, max_score_at) select 2, id, 1, 1, 0 from preview_cards");
    const auto cost = [&](int limit) {
        return statements_of(tx, [&] {
            const auto ids = link_page(tx, bob.id, url, {.limit = limit});
            ASSERT_TRUE(ids);
            EXPECT_EQ(ids->size(), static_cast<std::size_t>(limit));
        });
    };

    EXPECT_EQ(cost(kMany), cost(1));
    EXPECT_ALL_WALK_INDEXES(tx, [&] { (void)link_page(tx, bob.id, url, {}); });
    EXPECT_ALL_WALK_INDEXES(tx, [&] { (void)link_page(tx, bob.id, url, {.min_id = 1}); });
}

// Spellings of one name, as people type them.
TEST(HashtagTimeline, KnowsAHashtagInAllItsForms) {
    struct Case {
        std::string name;
        std::vector<std::string> posts;
    };
    const std::vector<Case> cases = {
        {"東京", {"今日は #東京 です", "＃東京", "#東京、いいね", "#東京🗼"}},
        {"ガンダム", {"#ガンダム", "#ｶﾞﾝﾀﾞﾑ", "#カ\u3099ンタ\u3099ム"}},
        {"cats", {"#cats", "＃ＣＡＴＳ", "#Cats🐱", "🐱 #cats!"}},
        {"cafe", {"#café", "#cafe\u0301", "#CAFÉ"}},
        {"سلام", {"#سلام", "مرحبا #سلام!", "#سلام\u200F"}},
        {"שלום", {"#שלום", "שבת #שלום!"}},
        {"สวัสดี", {"#สวัสดี"}},
        {"हिन्दी", {"#हिन्दी"}},
        {"スター・ウォーズ", {"#スター・ウォーズ", "#ｽﾀｰ・ｳｫｰｽﾞ"}},
    };
    for (const Case& one : cases) {
        TestDb database;
        db::Tx tx = database.begin();
        const auto alice = make_person(tx, "alice");
        for (const std::string& text : one.posts) make_status(tx, alice, text);
        const std::string name = base::normalise_hashtag(one.name);

        EXPECT_EQ(hashtag_page(tx, {}, {.name = name}, Origin::Everywhere, {}).size(), one.posts.size()) << one.name;
        EXPECT_EQ(tx.query_integer("select count(*) from tags"), 1) << one.name;
    }
}

TEST(AccountTimeline, ShowsWhatTheViewerMaySee) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto follower = make_person(tx, "follower");
    const auto stranger = make_person(tx, "stranger");
    const auto blocked = make_person(tx, "blocked");
    ASSERT_TRUE(relationships::follow(tx, follower, alice.id));
    ASSERT_TRUE(relationships::block(tx, alice, blocked.id));
    const auto open = make_status(tx, alice, "1");
    const auto unlisted = make_status(tx, alice, "2", Visibility::Unlisted);
    const auto for_followers = make_status(tx, alice, "3", Visibility::Private);
    const auto direct = make_status(tx, alice, "4 @stranger", Visibility::Direct);
    const auto seen_by = [&](const accounts::Account& viewer) { return account_page(tx, viewer, alice.id, {}, {}); };

    EXPECT_THAT(seen_by(alice), ElementsAre(direct, for_followers, unlisted, open));
    EXPECT_THAT(seen_by(follower), ElementsAre(for_followers, unlisted, open));
    EXPECT_THAT(seen_by(stranger), ElementsAre(direct, unlisted, open));
    EXPECT_THAT(seen_by(accounts::anonymous()), ElementsAre(unlisted, open));
    EXPECT_THAT(seen_by(blocked), IsEmpty());
}

TEST(AccountTimeline, LeavesOutWhatIsAskedFor) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto post = make_status(tx, alice, "1 #tea");
    const auto answer_to_self = make_reply(tx, alice, post, "2");
    const auto of_bob = make_status(tx, bob, "3");
    const auto answer = make_reply(tx, alice, of_bob, "4");
    const auto boost = statuses::reblog(tx, alice, of_bob, Visibility::Public);
    const auto with = [&](const AccountFilter& filter) { return account_page(tx, bob, alice.id, filter, {}); };
    AccountFilter no_replies, no_reblogs, tagged;
    no_replies.exclude_replies = true;
    no_reblogs.exclude_reblogs = true;
    tagged.tagged = "tea";

    EXPECT_THAT(with({}), ElementsAre(*boost, answer, answer_to_self, post));
    EXPECT_THAT(with(no_replies), ElementsAre(*boost, answer_to_self, post));
    EXPECT_THAT(with(no_reblogs), ElementsAre(answer, answer_to_self, post));
    EXPECT_THAT(with(tagged), ElementsAre(post));
}

TEST(Timelines, PageBothWays) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    std::vector<StatusId> posted;
    for (int i = 0; i < 5; ++i) posted.push_back(make_status(tx, alice, "post"));
    http::Page above, below;
    above.limit = below.limit = 2;
    above.min_id = posted[0].value;
    below.max_id = posted[3].value;

    EXPECT_THAT(public_page(tx, {}, Origin::Local, above), ElementsAre(posted[2], posted[1]));
    EXPECT_THAT(public_page(tx, {}, Origin::Local, below), ElementsAre(posted[2], posted[1]));
    EXPECT_THAT(account_page(tx, alice, alice.id, {}, above), ElementsAre(posted[2], posted[1]));
}

} // namespace
} // namespace timelines
