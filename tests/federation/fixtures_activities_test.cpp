#include "accounts/remote_accounts.h"
#include "federation/actor_document.h"
#include "federation/fixtures.h"

#include <gmock/gmock.h>

#include <vector>

// Everything but posts that the big implementations send: each in its own shape, all with the same effect.
namespace {

using testing::HasSubstr;

using Softwares = std::vector<std::string>;

class FixtureActivities : public Fixtures {
protected:
    std::int64_t favourites() { return count("select count(*) from favourites"); }
    std::int64_t boosts() { return count("select count(*) from statuses where reblog_of_id = $1", {post}); }
    std::string name_of(const accounts::Account& account) {
        auto rows = tx.query("select display_name from accounts where id = $1", {account.id});
        return rows.next() ? rows.string(0) : std::string();
    }
    std::int64_t pins(const accounts::Account& account) {
        return count("select count(*) from status_pins where account_id = $1", {account.id});
    }
    bool is_blocked_by(const accounts::Account& account) {
        return count("select count(*) from blocks where account_id = $1 and target_account_id = $2",
                     {account.id, alice.id})
               == 1;
    }
};

TEST_F(FixtureActivities, AFollowIsTakenAndTakenBack) {
    for (const auto& software :
         Softwares{"mastodon", "gotosocial", "misskey", "akkoma", "pixelfed", "snac", "wordpress"}) {
        const auto bob = introduce(software);

        EXPECT_TRUE(receive(bob, software + "/follow")) << software;
        EXPECT_TRUE(is_following(bob, alice)) << software;

        EXPECT_TRUE(receive(bob, software + "/undo_follow")) << software;
        EXPECT_FALSE(is_following(bob, alice)) << software;
    }
}

TEST_F(FixtureActivities, AFollowOfOursIsAccepted) {
    for (const auto& software : Softwares{"mastodon", "gotosocial", "misskey", "akkoma", "pixelfed", "lemmy",
                                          "peertube", "snac", "wordpress"}) {
        const auto bob = introduce(software);
        ask(bob);

        EXPECT_TRUE(receive(bob, software + "/accept_follow")) << software;

        EXPECT_TRUE(is_following(alice, bob)) << software;
    }
}

TEST_F(FixtureActivities, AFollowOfOursIsAcceptedByItsIdAlone) {
    const auto bob = introduce("mastodon");
    ask(bob);

    EXPECT_TRUE(receive(bob, "mastodon/accept_follow_by_id"));

    EXPECT_TRUE(is_following(alice, bob));
}

TEST_F(FixtureActivities, AFollowOfOursIsRejectedAtOnceOrLater) {
    for (const auto& software :
         Softwares{"mastodon", "gotosocial", "misskey", "akkoma", "pixelfed", "lemmy", "peertube", "wordpress"}) {
        const auto bob = introduce(software);
        ask(bob);
        EXPECT_TRUE(receive(bob, software + "/reject_follow")) << software;
        EXPECT_EQ(count("select count(*) from follow_requests"), 0) << software;

        ask(bob);
        EXPECT_TRUE(receive(bob, software + "/accept_follow")) << software;
        EXPECT_TRUE(receive(bob, software + "/reject_follow")) << software;
        EXPECT_FALSE(is_following(alice, bob)) << software;
    }
}

TEST_F(FixtureActivities, AFavouriteIsTakenAndTakenBack) {
    for (const auto& software :
         Softwares{"mastodon", "gotosocial", "misskey", "akkoma", "pixelfed", "peertube", "snac"}) {
        const auto bob = introduce(software);

        EXPECT_TRUE(receive(bob, software + (software == "misskey" ? "/like_reaction" : "/like"))) << software;
        EXPECT_EQ(favourites(), 1) << software;

        EXPECT_TRUE(receive(bob, software + "/undo_like")) << software;
        EXPECT_EQ(favourites(), 0) << software;
    }
}

TEST_F(FixtureActivities, NobodyTakesBackAnothersFavourite) {
    const auto bob = introduce("akkoma");
    const auto mallory = introduce("mastodon");
    ASSERT_TRUE(receive(bob, "akkoma/like"));

    (void)receive(mallory, "akkoma/undo_like");

    EXPECT_EQ(favourites(), 1);
}

TEST_F(FixtureActivities, ABoostIsTakenAndTakenBack) {
    for (const auto& software :
         Softwares{"mastodon", "gotosocial", "misskey", "akkoma", "pixelfed", "snac", "wordpress"}) {
        const auto bob = introduce(software);

        EXPECT_TRUE(receive(bob, software + "/announce")) << software;
        EXPECT_EQ(boosts(), 1) << software;

        EXPECT_TRUE(receive(bob, software + "/undo_announce")) << software;
        EXPECT_EQ(boosts(), 0) << software;
    }
}

TEST_F(FixtureActivities, AProfileChanges) {
    const std::vector<std::pair<std::string, std::string>> names = {
        {"mastodon", "Bob B."}, {"gotosocial", "Bob B."},     {"misskey", "いぬ"}, {"akkoma", "Bob B."},
        {"pixelfed", "Bob B."}, {"peertube", "Bob B. films"}, {"snac", "Bob B."},  {"wordpress", "The New Blog"},
    };
    for (const auto& [software, name] : names) {
        const auto bob = introduce(software);

        EXPECT_TRUE(receive(bob, software + "/update_actor")) << software;

        EXPECT_EQ(name_of(bob), name) << software;
    }
}

TEST_F(FixtureActivities, APostChangesAndGoes) {
    struct Case {
        std::string software, create, update, remove, uri, words;
    };
    const std::vector<Case> cases = {
        {"mastodon", "create_note", "update_note", "delete_note", "https://mastodon.example/users/bob/statuses/113",
         "Two cats"},
        {"gotosocial", "create_note", "update_note", "delete_note", "https://gts.example/users/bob/statuses/01HKABCDEF",
         "for my friends"},
        {"akkoma", "create_note", "update_note", "delete_note", "https://akkoma.example/objects/0f1e", "edited text"},
        {"pixelfed", "create_note", "update_note", "delete_note", "https://pixelfed.example/p/bob/55", "Sunrise #sky"},
        {"peertube", "create_video", "update_video", "delete_video", "https://peertube.example/videos/watch/9c9d",
         "Trains of the south"},
        {"snac", "create_note", "update_note", "delete_note", "https://snac.example/bob/p/1704164000.1", "hello again"},
        {"wordpress", "create_article", "update_article", "delete_article", "https://blog.example/?p=77",
         "Why we walk on"},
    };
    for (const auto& one : cases) {
        const auto bob = meet(one.software);
        ASSERT_TRUE(receive(bob, one.software + "/" + one.create)) << one.software;

        EXPECT_TRUE(receive(bob, one.software + "/" + one.update)) << one.software;
        EXPECT_THAT(content(one.uri), HasSubstr(one.words)) << one.software;
        EXPECT_FALSE(shown(one.uri).at("edited_at").is_null()) << one.software;

        EXPECT_TRUE(receive(bob, one.software + "/" + one.remove)) << one.software;
        EXPECT_EQ(content(one.uri), "not there") << one.software;
    }
}

TEST_F(FixtureActivities, APostOfMisskeyGoes) {
    const auto neko = meet("misskey");
    ASSERT_TRUE(receive(neko, "misskey/create_note"));

    EXPECT_TRUE(receive(neko, "misskey/delete_note"));

    EXPECT_EQ(content("https://misskey.example/notes/9xyz"), "not there");
}

TEST_F(FixtureActivities, WhoLeavesIsGone) {
    for (const auto& software :
         Softwares{"mastodon", "gotosocial", "misskey", "akkoma", "pixelfed", "lemmy", "peertube", "wordpress"}) {
        const auto bob = introduce(software);

        EXPECT_TRUE(receive(bob, software + "/delete_actor")) << software;

        EXPECT_TRUE(accounts::find(tx, bob.id)->is_suspended) << software;
        EXPECT_THAT(waiting_jobs(tx), testing::Contains("delete_remote_account")) << software;
    }
}

TEST_F(FixtureActivities, ABlockIsTakenAndTakenBack) {
    for (const auto& software : Softwares{"mastodon", "gotosocial", "misskey", "akkoma"}) {
        const auto bob = meet(software);

        EXPECT_TRUE(receive(bob, software + "/block")) << software;
        EXPECT_TRUE(is_blocked_by(bob)) << software;
        EXPECT_FALSE(is_following(alice, bob)) << software;

        EXPECT_TRUE(receive(bob, software + "/undo_block")) << software;
        EXPECT_FALSE(is_blocked_by(bob)) << software;
    }
}

// A moderator bans alice from a group: that is nothing between the two of them.
TEST_F(FixtureActivities, ABanFromAGroupIsNoBlock) {
    const auto bob = introduce("lemmy", "person");
    make_follow(tx, alice.id, bob.id);

    EXPECT_FALSE(receive(bob, "lemmy/block_from_group"));

    EXPECT_FALSE(is_blocked_by(bob));
    EXPECT_TRUE(is_following(alice, bob));
}

TEST_F(FixtureActivities, AReportReachesTheStaff) {
    const std::string ours = "[" + to_string(post) + "]";
    const std::vector<std::pair<std::string, std::string>> reported = {
        {"mastodon", ours}, {"gotosocial", ours}, {"misskey", "[]"},  {"akkoma", ours},
        {"pixelfed", ours}, {"lemmy", ours},      {"peertube", ours},
    };
    for (const auto& [software, posts] : reported) {
        const auto bob = introduce(software);

        EXPECT_TRUE(receive(bob, software + "/flag")) << software;

        EXPECT_EQ(count("select count(*) from reports where account_id = $1 and target_account_id = $2 and "
                        "comment = 'Not for work' and status_ids = $3",
                        {bob.id, alice.id, posts}),
                  1)
            << software;
    }
}

TEST_F(FixtureActivities, WhoMovesIsSomebodyElse) {
    const Softwares softwares = {"mastodon", "gotosocial", "misskey", "akkoma", "pixelfed", "snac", "wordpress"};
    accounts::RemoteProfile target;
    target.uri = "https://elsewhere.example/users/bob";
    target.username = "bob";
    target.domain = "elsewhere.example";
    target.inbox = target.uri + "/inbox";
    for (const auto& software : softwares) {
        target.also_known_as.push_back(federation::read_actor(load(software + "/actor"))->uri);
    }
    const auto there = *accounts::keep_remote(tx, target);
    for (const auto& software : softwares) {
        const auto bob = meet(software);

        EXPECT_TRUE(receive(bob, software + "/move")) << software;

        EXPECT_EQ(count("select moved_to_account_id from accounts where id = $1", {bob.id}), there.value) << software;
    }
}

TEST_F(FixtureActivities, APostIsPinnedAndUnpinned) {
    const std::vector<std::pair<std::string, std::string>> posts = {{"mastodon", "create_note"},
                                                                    {"misskey", "create_note"},
                                                                    {"akkoma", "create_note"},
                                                                    {"wordpress", "create_article"}};
    for (const auto& [software, create] : posts) {
        const auto bob = meet(software);
        ASSERT_TRUE(receive(bob, software + "/" + create)) << software;

        EXPECT_TRUE(receive(bob, software + "/add_featured")) << software;
        EXPECT_EQ(pins(bob), 1) << software;

        EXPECT_TRUE(receive(bob, software + "/remove_featured")) << software;
        EXPECT_EQ(pins(bob), 0) << software;
    }
}

TEST_F(FixtureActivities, AHashtagIsFeaturedAndNoLonger) {
    const auto bob = introduce("mastodon");

    EXPECT_TRUE(receive(bob, "mastodon/add_hashtag"));
    EXPECT_EQ(count("select count(*) from featured_tags where account_id = $1", {bob.id}), 1);

    EXPECT_TRUE(receive(bob, "mastodon/remove_hashtag"));
    EXPECT_EQ(count("select count(*) from featured_tags where account_id = $1", {bob.id}), 0);
}

// Others have these, and nobody here can say or show them.
TEST_F(FixtureActivities, WhatMeansNothingHereIsDropped) {
    const auto cats = meet("lemmy");
    for (const auto* path : {"announce_delete", "announce_undo_like", "announce_dislike", "announce_update_page",
                             "announce_add_moderator", "add_featured"}) {
        EXPECT_FALSE(receive(cats, std::string("lemmy/") + path)) << path;
    }
    const auto moderator = introduce("lemmy", "person");
    EXPECT_FALSE(receive(moderator, "lemmy/update_group"));
    EXPECT_FALSE(receive(introduce("peertube"), "peertube/dislike"));
    EXPECT_FALSE(receive(introduce("peertube"), "peertube/cache_file"));
    EXPECT_FALSE(receive(introduce("snac"), "snac/ping"));
    const auto bob = introduce("akkoma");
    EXPECT_FALSE(receive(bob, "akkoma/emoji_react"));
    (void)receive(bob, "akkoma/undo_emoji_react"); // Remembered, should it be of something that is still to come.

    EXPECT_EQ(favourites(), 0);
    EXPECT_EQ(count("select count(*) from statuses where not is_local"), 0);
    EXPECT_EQ(name_of(cats), "Cats");
}

} // namespace
