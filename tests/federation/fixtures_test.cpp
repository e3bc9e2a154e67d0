#include "federation/actor_document.h"
#include "federation/fixtures.h"
#include "statuses/note.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>

// Posts of the big implementations, and that they are read as they were meant.
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(Fixtures, Mastodon) {
    const auto bob = meet("mastodon");
    const std::string uri = "https://mastodon.example/users/bob/statuses/113";

    EXPECT_TRUE(receive(bob, "mastodon/create_note"));
    EXPECT_TRUE(receive(bob, "mastodon/create_question"));

    const auto note = shown(uri);
    ASSERT_TRUE(note.is_object());
    EXPECT_EQ(note.at("spoiler_text").as_string(), "Cats");
    EXPECT_EQ(note.at("language").as_string(), "en");
    EXPECT_EQ(note.at("url").as_string(), "https://mastodon.example/@bob/113");
    EXPECT_TRUE(note.at("sensitive").as_bool());
    EXPECT_EQ(note.at("favourites_count").as_int64(), 3);
    EXPECT_EQ(note.at("mentions").as_array().size(), 1u);
    EXPECT_EQ(note.at("tags").as_array().size(), 1u);
    EXPECT_EQ(count("select count(*) from custom_emojis where domain = 'mastodon.example'"), 1);
    EXPECT_THAT(content(uri), HasSubstr("class=\"u-url mention\""));
    EXPECT_EQ(count("select count(*) from media_attachments where type = 'image' and blurhash is not null"), 1);
    const auto question = shown("https://mastodon.example/users/bob/statuses/114");
    EXPECT_EQ(question.at("poll").at("votes_count").as_int64(), 5);
    EXPECT_TRUE(receive(bob, "mastodon/delete_note"));
    EXPECT_TRUE(shown(uri).is_null());
}

TEST_F(Fixtures, GoToSocial) {
    const auto bob = meet("gotosocial");
    EXPECT_TRUE(receive(bob, "gotosocial/create_note"));
    const auto note = shown("https://gts.example/users/bob/statuses/01HKABCDEF");
    ASSERT_TRUE(note.is_object());
    EXPECT_EQ(note.at("visibility").as_string(), "private");
    EXPECT_EQ(note.at("language").as_string(), "de");
    EXPECT_EQ(count("select count(*) from remote_keys where id = 'https://gts.example/users/bob/main-key'"), 1);
}

TEST_F(Fixtures, Misskey) {
    const auto neko = meet("misskey");
    EXPECT_TRUE(receive(neko, "misskey/create_note"));
    EXPECT_TRUE(receive(neko, "misskey/like_reaction"));
    const auto note = shown("https://misskey.example/notes/9xyz");
    ASSERT_TRUE(note.is_object());
    EXPECT_EQ(note.at("visibility").as_string(), "unlisted");
    EXPECT_EQ(note.at("account").at("display_name").as_string(), "ねこ");
    EXPECT_EQ(count("select count(*) from media_attachments where type = 'video'"), 1);
    EXPECT_EQ(count("select count(*) from favourites"), 1);
}

TEST_F(Fixtures, Akkoma) {
    const auto bob = meet("akkoma");
    EXPECT_TRUE(receive(bob, "akkoma/create_note"));
    EXPECT_FALSE(receive(bob, "akkoma/emoji_react"));
    EXPECT_FALSE(receive(bob, "akkoma/chat_message"));
    EXPECT_THAT(content("https://akkoma.example/objects/0f1e"), HasSubstr("quoted text<br>"));
    EXPECT_THAT(content("https://akkoma.example/objects/0f1e"), Not(HasSubstr("alert")));
    EXPECT_EQ(count("select count(*) from statuses where not is_local"), 1);
}

TEST_F(Fixtures, Pixelfed) {
    const auto bob = meet("pixelfed");
    EXPECT_TRUE(receive(bob, "pixelfed/create_note"));
    EXPECT_EQ(content("https://pixelfed.example/p/bob/55"), "Sunset #sky");
    EXPECT_EQ(count("select count(*) from media_attachments"), 6);
}

TEST_F(Fixtures, Lemmy) {
    const auto cats = meet("lemmy");
    EXPECT_FALSE(receive(cats, "lemmy/announce_create_page")); // The page has to be fetched first.
    EXPECT_FALSE(receive(cats, "lemmy/announce_like"));
    const auto note = statuses::read_note(load("lemmy/page"));
    ASSERT_TRUE(note);
    EXPECT_EQ(note->content, "<p><strong>My cat</strong></p><p><a href=\"https://lemmy.example/post/42\" "
                             "rel=\"nofollow noopener\" target=\"_blank\">https://lemmy.example/post/42</a></p>");
    EXPECT_EQ(statuses::visibility_of(*note, ""), statuses::Visibility::Public);
}

TEST_F(Fixtures, PeerTube) {
    const auto bob = meet("peertube");
    EXPECT_TRUE(receive(bob, "peertube/create_video"));
    EXPECT_FALSE(receive(bob, "peertube/view"));
    EXPECT_THAT(content("https://peertube.example/videos/watch/9c9d"), HasSubstr("Trains of the north"));
    EXPECT_EQ(count("select count(*) from media_attachments where type = 'video' and remote_url like '%720.mp4'"), 1);
}

TEST_F(Fixtures, Funkwhale) {
    const auto bob = meet("funkwhale");
    EXPECT_TRUE(receive(bob, "funkwhale/create_audio"));
    EXPECT_EQ(content("https://funkwhale.example/federation/music/uploads/5d1f"),
              "<p><strong>Bob - Morning</strong></p><p><a href=\"https://funkwhale.example/library/tracks/9\" "
              "rel=\"nofollow noopener\" target=\"_blank\">https://funkwhale.example/library/tracks/9</a></p>");
    EXPECT_EQ(count("select count(*) from media_attachments where type = 'audio' and remote_url like '%/listen/5d1f'"),
              1);
}

TEST_F(Fixtures, Mobilizon) {
    const auto walkers = meet("mobilizon");
    EXPECT_TRUE(receive(walkers, "mobilizon/create_event"));
    const std::string uri = "https://mobilizon.example/events/0b1c";
    EXPECT_EQ(content(uri), "<p><strong>Walk in the woods</strong></p><p><a href=\"" + uri
                                + R"(" rel="nofollow noopener" target="_blank">)" + uri + "</a></p>");
    EXPECT_EQ(shown(uri).at("spoiler_text").as_string(), "");
    EXPECT_EQ(count("select count(*) from media_attachments where type = 'image' and description = 'Banner'"), 1);
}

// What is no post by its type is a title, what it is about, and where the rest is.
TEST_F(Fixtures, EveryOtherTypeIsALinkToIt) {
    auto document = load("wordpress/create_article").at("object").as_object();
    document["name"] = "Title & more";
    document["summary"] = "About it";
    document["content"] = "<p>All of it</p>";
    document["url"] = "https://blog.example/it";
    for (const auto* type : {"Article", "Audio", "Event", "Image", "Page", "Video"}) {
        document["type"] = type;
        const auto note = statuses::read_note(document);
        ASSERT_TRUE(note) << type;
        EXPECT_EQ(note->content, "<p><strong>Title &amp; more</strong></p><p>About it</p><p><a "
                                 "href=\"https://blog.example/it\" rel=\"nofollow noopener\" "
                                 "target=\"_blank\">https://blog.example/it</a></p>")
            << type;
        EXPECT_EQ(note->spoiler_text, "") << type;
    }
    document["type"] = "Note";
    EXPECT_EQ(statuses::read_note(document)->content, "<p>All of it</p>");
    document["type"] = "Travel";
    EXPECT_FALSE(statuses::read_note(document));
}

TEST_F(Fixtures, Snac) {
    const auto bob = meet("snac");
    EXPECT_TRUE(receive(bob, "snac/create_note"));
    EXPECT_EQ(content("https://snac.example/bob/p/1704164000.1"), "<p>hello @alice@akebono.test</p>");
    EXPECT_THAT(told(tx, alice), testing::ElementsAre("mention from bob"));
}

TEST_F(Fixtures, WordPress) {
    const auto blog = meet("wordpress");
    EXPECT_EQ(federation::claimed_handle(load("wordpress/actor")), "editor@blog.example");
    EXPECT_TRUE(receive(blog, "wordpress/create_article"));
    EXPECT_EQ(content("https://blog.example/?p=77"),
              "<p><strong>On &lt;i&gt;walking&lt;/i&gt;</strong></p><p>Why we walk […]</p><p><a "
              "href=\"https://blog.example/2024/01/on-walking/\" rel=\"nofollow noopener\" "
              "target=\"_blank\">https://blog.example/2024/01/on-walking/</a></p>");
}

} // namespace
