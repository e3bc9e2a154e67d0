#include "cards/cards.h"
#include "federation/cluster.h"
#include "media/cache.h"
#include "media/cache_jobs.h"
#include "media/caching.h"
#include "media/proxy.h"
#include "statuses/remote_attachments.h"
#include "support/api_server.h"
#include "support/fediverse.h"
#include "support/media_builders.h"
#include "support/raw_server.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>

#include <future>

// Pictures that another server shows, as people here see them: from us, and only what posts and profiles show.
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kHere = "http://akebono.test";
const std::string kPicture = "http://remote.test/media/picture.webp";
const std::string kFilm = "http://remote.test/media/film.mp4";

std::string text(const json::Value& entity, const char* member) { return std::string(entity.at(member).as_string()); }

std::string path_of(const std::string& url) {
    EXPECT_THAT(url, StartsWith(std::string(kHere) + "/media_proxy/"));
    return url.substr(std::min(kHere.size(), url.size()));
}

class RemoteMedia : public testing::Test {
protected:
    RemoteMedia() : bob(fediverse.known_actor("bob")) {
        fediverse.put(kPicture, {.content_type = "image/webp", .body = media_fixture("picture.webp")});
    }

    // A post with one attachment; the entity of that attachment.
    json::Value post_with(json::Object attachment, const std::string& id = "1") {
        auto note = Fediverse::note(bob, id, "look");
        note["attachment"] = json::Array{std::move(attachment)};
        EXPECT_EQ(fediverse.deliver(bob, Fediverse::create(note)), 202);
        const auto status = fediverse.status(std::string(note.at("id").as_string()));
        if (!status) throw std::logic_error("the post did not arrive");
        const auto entity = viewer.get("/api/v1/statuses/" + to_string(*status)).json();
        return entity.at("media_attachments").at(0);
    }
    json::Value post_with_picture(const std::string& url = kPicture) {
        return post_with({{"type", "Document"}, {"mediaType", "image/webp"}, {"url", url}});
    }
    void put_film() { fediverse.put(kFilm, {.content_type = "video/mp4", .body = media_fixture("film.mp4")}); }
    std::string status_of(const std::string& id) {
        return to_string(fediverse.status("http://remote.test/users/bob/statuses/" + id).value());
    }
    std::int64_t copies() {
        return fediverse.read<std::int64_t>(
            [](db::Tx& tx) { return *tx.query_integer("select count(*) from cached_files"); });
    }

    Fediverse fediverse;
    Fediverse::Actor bob;
    HttpClient viewer = fediverse.sign_in("alice");
};

TEST_F(RemoteMedia, IsFetchedWhenSomebodyLooks) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    const auto entity = post_with_picture();
    EXPECT_EQ(text(entity, "remote_url"), kPicture);
    EXPECT_EQ(fediverse.requests_for(kPicture), 0);

    const auto small = viewer.get(path_of(text(entity, "preview_url")));
    const auto again = viewer.get(path_of(text(entity, "preview_url")));

    EXPECT_EQ(small.status, 200) << small.body;
    EXPECT_EQ(small.header("content-type"), "image/jpeg");
    EXPECT_THAT(small.body, StartsWith("\xff\xd8\xff"));
    EXPECT_THAT(small.header("content-security-policy"), HasSubstr("sandbox"));
    EXPECT_EQ(again.body, small.body);
    EXPECT_EQ(fediverse.requests_for(kPicture), 1);
    EXPECT_EQ(copies(), 1);
}

TEST_F(RemoteMedia, IsTheSameAfterAnEditOfTheWordsAroundIt) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    const auto before = post_with_picture();
    viewer.get(path_of(text(before, "preview_url")));
    auto note = Fediverse::note(bob, "1", "look again");
    const auto picture = [](const std::string& url, const char* words) {
        return json::Value{{"type", "Document"}, {"mediaType", "image/webp"}, {"url", url}, {"name", words}};
    };
    note["attachment"] = json::Array{picture("http://remote.test/media/new.webp", "new"), picture(kPicture, "a cat")};
    note["updated"] = "2024-01-02T03:02:00Z";

    fediverse.deliver(bob, {{"id", bob.url("#update")}, {"type", "Update"}, {"actor", bob.uri}, {"object", note}});

    const auto after = viewer.get("/api/v1/statuses/" + status_of("1")).json().at("media_attachments").as_array();
    ASSERT_EQ(after.size(), 2);
    EXPECT_EQ(after[0].at("description"), "new");
    EXPECT_EQ(after[1].at("id"), before.at("id"));
    EXPECT_EQ(after[1].at("description"), "a cat");
    EXPECT_EQ(viewer.get(path_of(text(after[1], "preview_url"))).status, 200);
    EXPECT_EQ(fediverse.requests_for(kPicture), 1) << "its copy is still here";
}

TEST_F(RemoteMedia, IsFetchedAgainAfterItWasRemoved) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    const auto path = path_of(text(post_with_picture(), "preview_url"));
    const auto before = viewer.get(path);
    fediverse.write([](db::Tx& tx) { media::give_up_unseen(tx, tx.now() + 1h, media::Profiles::Too, 100); });

    media::set_copy_times({.same = 0ms});
    const auto after = viewer.get(path);
    media::set_copy_times({});

    EXPECT_EQ(after.status, 503) << "the file is on its way out";
    fediverse.write([](db::Tx& tx) {
        const auto keys = media::stranded_files(tx, tx.now() + 1h, 100);
        media::forget_files(tx, keys);
    });
    fediverse.world().clock.advance(2min);
    EXPECT_EQ(viewer.get(path).body, before.body);
    EXPECT_EQ(fediverse.requests_for(kPicture), 3);
}

// Row 34 of what has gone wrong elsewhere: a proxy for whoever asks.
TEST_F(RemoteMedia, Security34_OnlyWhatPostsShowIsFetched) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    const auto entity = post_with_picture();
    const auto id = text(entity, "id");
    const auto other = "http://remote.test/secret.png";

    EXPECT_EQ(viewer.get("/media_proxy/small/" + id + "/" + media::mark_of(other)).status, 404);
    EXPECT_EQ(viewer.get("/media_proxy/small/" + id + "/" + std::string(32, '0')).status, 404);
    EXPECT_EQ(viewer.get("/media_proxy/small/12345/" + media::mark_of(kPicture)).status, 404);
    EXPECT_EQ(viewer.get("/media_proxy/odd/" + id + "/" + media::mark_of(kPicture)).status, 404);
    EXPECT_EQ(viewer.get("/media_proxy/small/x/" + media::mark_of(kPicture)).status, 404);
    EXPECT_EQ(viewer.get("/media_proxy/small/" + id + "/" + media::mark_of(kPicture) + "?url=" + other).status, 200);
    EXPECT_EQ(fediverse.requests_for(other), 0);
}

TEST_F(RemoteMedia, IsNotFetchedFromPrivateAddresses) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    const auto entity = post_with_picture("http://10.1.2.3/metadata.png");

    EXPECT_EQ(viewer.get(path_of(text(entity, "url"))).status, 404);
    EXPECT_EQ(copies(), 0);
}

// Row 33: whatever it says it is, it is decoded, or not shown at all.
TEST_F(RemoteMedia, Security33_WhatIsNoPictureIsNotShown) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    const auto page = "http://remote.test/page.png";
    fediverse.put(page, {.content_type = "image/png", .body = "<script>alert(1)</script>"});
    const auto path = path_of(text(post_with_picture(page), "url"));

    const auto first = viewer.get(path), second = viewer.get(path);

    EXPECT_EQ(first.status, 404);
    EXPECT_EQ(second.status, 404);
    EXPECT_EQ(fediverse.requests_for(page), 1) << "it is not asked for again and again";
}

TEST_F(RemoteMedia, IsTriedAgainWhenItsServerWasAway) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    fediverse.put(kPicture, {.status = 503, .body = "later"});
    const auto path = path_of(text(post_with_picture(), "url"));
    EXPECT_EQ(viewer.get(path).status, 503);
    EXPECT_EQ(viewer.get(path).status, 503);
    EXPECT_EQ(fediverse.requests_for(kPicture), 1);

    fediverse.put(kPicture, {.content_type = "image/webp", .body = media_fixture("picture.webp")});
    fediverse.world().clock.advance(2min);

    EXPECT_EQ(viewer.get(path).status, 200);
}

TEST_F(RemoteMedia, ComesNoMoreFromAServerWhoseMediaAreRejected) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    const auto path = path_of(text(post_with_picture(), "url"));
    fediverse.write([](db::Tx& tx) { tx.exec(R"(
            insert into domain_blocks (domain, severity, rejects_media, private_comment, created_at)
            values ('remote.test', 'noop', true, '', $1))", {tx.now()}); });

    EXPECT_EQ(viewer.get(path).status, 404);
    EXPECT_EQ(fediverse.requests_for(kPicture), 0);
}

TEST_F(RemoteMedia, Security20_IsNotFetchedWhereARedirectLeadsToARejectedServer) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    const auto picture = media_fixture("picture.webp");
    fediverse.put(kPicture, {.status = 302, .body = "", .location = "http://rejected.test/picture"});
    fediverse.put("http://remote.test/other", {.status = 302, .body = "", .location = "http://other.test/picture"});
    for (const auto* url : {"http://rejected.test/picture", "http://other.test/picture"}) {
        fediverse.put(url, {.content_type = "image/webp", .body = picture});
    }
    fediverse.write([](db::Tx& tx) { tx.exec(R"(
            insert into domain_blocks (domain, severity, rejects_media, private_comment, created_at)
            values ('rejected.test', 'noop', true, '', 0))"); });

    const auto entity = post_with_picture(),
               other = post_with(
                   {{"type", "Document"}, {"mediaType", "image/webp"}, {"url", "http://remote.test/other"}}, "2");

    EXPECT_EQ(viewer.get(path_of(text(entity, "url"))).status, 404);
    EXPECT_EQ(fediverse.requests_for("http://rejected.test/picture"), 0);
    EXPECT_EQ(viewer.get(path_of(text(other, "url"))).status, 200);
}

// Under a link of ours nobody shows a page of theirs.
TEST_F(RemoteMedia, Security45_LeadsPlayersToAFilmAndNoBrowserToAPage) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    put_film();
    const auto entity = post_with({{"type", "Document"}, {"mediaType", "video/mp4"}, {"url", kFilm}});
    const auto path = path_of(text(entity, "url"));

    const auto page = viewer.get(path, {{"Sec-Fetch-Dest", "document"}, {"Sec-Fetch-Mode", "navigate"}});
    EXPECT_EQ(page.status, 503);
    EXPECT_EQ(page.header("location"), "");
    EXPECT_EQ(viewer.get(path, {{"Accept", "application/activity+json"}}).status, 503);
    EXPECT_EQ(viewer.get(path, {{"Sec-Fetch-Dest", "video"}}).status, 302);
    fediverse.settle();

    EXPECT_EQ(viewer.get(path, {{"Sec-Fetch-Dest", "document"}, {"Sec-Fetch-Mode", "navigate"}}).status, 200);
}

TEST_F(RemoteMedia, IsFetchedAheadWhereTheOperatorSaysSo) {
    fediverse.world().config.media_remote = base::RemoteMedia::Eager;
    fediverse.let_follow(fediverse.person("carol"), bob);

    const auto entity = post_with_picture();

    EXPECT_EQ(fediverse.requests_for(kPicture), 1);
    EXPECT_EQ(viewer.get(path_of(text(entity, "preview_url"))).status, 200);
    EXPECT_EQ(fediverse.requests_for(kPicture), 1);
}

TEST_F(RemoteMedia, IsLeftToItsViewersWhereTheOperatorSaysSo) {
    fediverse.world().config.media_remote = base::RemoteMedia::Never;
    fediverse.let_follow(fediverse.person("carol"), bob);

    EXPECT_EQ(text(post_with_picture(), "url"), kPicture);
}

TEST_F(RemoteMedia, LeadsToAFilmUntilItHasACopyOfIt) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    put_film();
    const auto entity = post_with({{"type", "Document"},
                                   {"mediaType", "video/mp4"},
                                   {"url", kFilm},
                                   {"icon", {{"type", "Image"}, {"url", kPicture}}}});
    const auto path = path_of(text(entity, "url"));

    const auto first = viewer.get(path), again = viewer.get(path);
    EXPECT_EQ(first.status, 302) << first.body;
    EXPECT_EQ(first.header("location"), kFilm);
    EXPECT_EQ(again.status, 302);
    fediverse.settle();

    const auto shown = viewer.get(path, {{"Range", "bytes=4-7"}});
    EXPECT_EQ(shown.status, 206);
    EXPECT_EQ(shown.body, "ftyp");
    EXPECT_EQ(shown.header("content-type"), "video/mp4");
    EXPECT_EQ(fediverse.requests_for(kFilm), 1);
    EXPECT_EQ(viewer.get(path_of(text(entity, "preview_url"))).status, 200);
    EXPECT_EQ(fediverse.requests_for(kPicture), 1);
}

TEST_F(RemoteMedia, MakesThePreviewOfAFilmThatHasNone) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    put_film();
    const auto entity = post_with({{"type", "Document"}, {"mediaType", "video/mp4"}, {"url", kFilm}});
    EXPECT_TRUE(entity.at("blurhash").is_null());

    const auto preview = viewer.get(path_of(text(entity, "preview_url")));

    EXPECT_EQ(preview.status, 200) << preview.body;
    EXPECT_THAT(preview.header("content-type"), StartsWith("image/"));
    EXPECT_EQ(viewer.get(path_of(text(entity, "url"))).status, 200) << "it came along";
    EXPECT_EQ(fediverse.requests_for(kFilm), 1);
    const auto later = viewer.get("/api/v1/statuses/" + status_of("1")).json().at("media_attachments").at(0);
    EXPECT_FALSE(text(later, "blurhash").empty());
}

TEST_F(RemoteMedia, KeepsSoundAsItCame) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    const auto sound = "http://remote.test/media/sound.ogg";
    fediverse.put(sound, {.content_type = "audio/ogg", .body = media_fixture("sound.ogg")});
    const auto entity = post_with({{"type", "Document"}, {"mediaType", "audio/ogg"}, {"url", sound}});
    EXPECT_TRUE(entity.at("preview_url").is_null());
    EXPECT_EQ(viewer.get(path_of(text(entity, "url"))).status, 302);
    fediverse.settle();

    const auto shown = viewer.get(path_of(text(entity, "url")));

    EXPECT_EQ(shown.body, media_fixture("sound.ogg"));
    EXPECT_EQ(shown.header("content-type"), "audio/ogg");
}

TEST_F(RemoteMedia, SaysWhatColoursTheCoverOfSoundHas) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    const auto entity = post_with({{"type", "Document"},
                                   {"mediaType", "audio/ogg"},
                                   {"url", "http://remote.test/media/sound.ogg"},
                                   {"icon", {{"type", "Image"}, {"url", kPicture}}}});
    EXPECT_FALSE(entity.at("meta").as_object().contains("colors")) << "nobody has looked at it yet";

    EXPECT_EQ(viewer.get(path_of(text(entity, "preview_url"))).status, 200);

    const auto later = viewer.get("/api/v1/statuses/" + status_of("1")).json().at("media_attachments").at(0);
    EXPECT_THAT(text(later.at("meta").at("colors"), "background"), StartsWith("#"));
    EXPECT_FALSE(text(later, "blurhash").empty());
}

TEST_F(RemoteMedia, LeavesAFilmThatIsTooLargeWhereItIs) {
    fediverse.world().config.media_remote_budget_bytes = 100'000; // No film takes more than a tenth.
    fediverse.let_follow(fediverse.person("carol"), bob);
    put_film();
    const auto entity = post_with({{"type", "Document"}, {"mediaType", "video/mp4"}, {"url", kFilm}});
    const auto path = path_of(text(entity, "url"));

    EXPECT_EQ(viewer.get(path_of(text(entity, "preview_url"))).status, 404);
    EXPECT_EQ(viewer.get(path).status, 302);
    fediverse.settle();
    EXPECT_EQ(viewer.get(path).status, 302);
    fediverse.settle();

    EXPECT_EQ(viewer.get(path).header("location"), kFilm);
    EXPECT_EQ(copies(), 0);
    EXPECT_EQ(fediverse.requests_for(kFilm), 2) << "once for each of the two, and not again";
}

// ── films that take long to come ──

// Sends the first bytes of a film at once, and the rest when it is told to.
class SlowFilms {
public:
    ~SlowFilms() { send_the_rest(); }
    std::string url(const std::string& name = "film.mp4") const { return server_.url("/" + name); }
    void send_the_rest() {
        if (!has_begun_.exchange(true)) begun_.set_value();
    }
    // Waits for that many requests, 20 seconds at most.
    void wait_for(std::size_t requests) const {
        const auto end = std::chrono::steady_clock::now() + 20s;
        while (server_.requests().size() < requests && std::chrono::steady_clock::now() < end)
            std::this_thread::yield();
        EXPECT_EQ(server_.requests().size(), requests);
    }
    std::size_t requests() const { return server_.requests().size(); }

private:
    const std::string film_ = raw_answer("200 OK", media_fixture("film.mp4"), "Content-Type: video/mp4\r\n");
    std::atomic<bool> has_begun_ = false;
    std::promise<void> begun_;
    std::shared_future<void> may_go_on_{begun_.get_future()};
    RawServer server_{[this](const std::string&, const RawServer::Peer& peer) {
        return peer.send(film_.substr(0, 5000)) && may_go_on_.wait_for(30s) == std::future_status::ready
               && peer.send(film_.substr(5000));
    }};
};

class SlowMedia : public RemoteMedia {
protected:
    SlowMedia() {
        fediverse.let_follow(fediverse.person("carol"), bob);
        media::set_copy_times({.soon = 200ms, .film = 30s});
    }
    ~SlowMedia() override { media::set_copy_times({}); }

    json::Value post_with_film(const std::string& name, const std::string& id) {
        return post_with({{"type", "Document"}, {"mediaType", "video/mp4"}, {"url", slow.url(name)}}, id);
    }
    // As the threads of the jobs do.
    std::future<void> settle_meanwhile() {
        return std::async(std::launch::async, [this] { fediverse.settle(); });
    }

    SlowFilms slow;
};

TEST_F(SlowMedia, HasTimeWhileNobodyWaitsForIt) {
    const auto entity = post_with_film("film.mp4", "1");
    const auto path = path_of(text(entity, "url"));
    EXPECT_EQ(viewer.get(path).status, 302);
    auto jobs = settle_meanwhile();
    slow.wait_for(1);

    // Who looks meanwhile waits for no film, and not long for its preview.
    EXPECT_EQ(viewer.get(path).header("location"), slow.url());
    EXPECT_EQ(viewer.get(path_of(text(entity, "preview_url"))).status, 503);
    slow.wait_for(2);
    slow.send_the_rest();
    jobs.get();

    EXPECT_EQ(viewer.get(path, {{"Range", "bytes=4-7"}}).body, "ftyp");
    EXPECT_EQ(viewer.get(path_of(text(entity, "preview_url"))).status, 200);
    EXPECT_EQ(slow.requests(), 2u) << "it was fetched once, and given up once";
}

TEST_F(SlowMedia, LeavesThreadsToOtherJobs) {
    std::vector<std::string> paths;
    std::vector<std::future<void>> jobs;
    for (const auto* name : {"1", "2"}) {
        const auto entity = post_with_film(name, name);
        paths.push_back(path_of(text(entity, "url")));
        jobs.push_back(std::async(std::launch::async, [this, id = std::stoll(text(entity, "id"))] {
            media::copy_film_job(jobs::Arguments({{"id", id}}), fediverse.database());
        }));
    }
    slow.wait_for(2);

    paths.push_back(path_of(text(post_with_film("3", "3"), "url")));
    EXPECT_EQ(viewer.get(paths[2]).status, 302);
    fediverse.settle();
    EXPECT_EQ(slow.requests(), 2u) << "two at once are enough";

    slow.send_the_rest();
    for (auto& job : jobs) job.get();
    fediverse.world().clock.advance(2min);
    // Of two that bring the same film in the same moment, one is told to come again.
    for (const auto& path : paths) viewer.get(path);
    fediverse.settle();
    for (const auto& path : paths) EXPECT_EQ(viewer.get(path).status, 200);
}

TEST_F(SlowMedia, IsTriedAgainLaterAndLater) {
    media::set_copy_times({.soon = 200ms, .film = 200ms});
    const auto path = path_of(text(post_with_film("film.mp4", "1"), "url"));
    for (const auto pause : {0min, 1min, 2min, 4min}) {
        const auto before = slow.requests();
        fediverse.world().clock.advance(pause - (pause > 0min ? 1s : 0s));
        if (pause > 0min) {
            EXPECT_EQ(viewer.get(path).status, 302);
            fediverse.settle();
            EXPECT_EQ(slow.requests(), before) << "too early";
            fediverse.world().clock.advance(2s);
        }
        EXPECT_EQ(viewer.get(path).status, 302);
        fediverse.settle();
        EXPECT_EQ(slow.requests(), before + 1);
    }
}

TEST_F(RemoteMedia, LeavesFilmsToTheirViewersWhereTheOperatorSaysSo) {
    fediverse.world().config.media_remote = base::RemoteMedia::Never;
    fediverse.let_follow(fediverse.person("carol"), bob);

    const auto entity = post_with({{"type", "Document"}, {"mediaType", "video/mp4"}, {"url", kFilm}});

    EXPECT_EQ(text(entity, "url"), kFilm);
    EXPECT_TRUE(entity.at("preview_url").is_null());
}

TEST_F(RemoteMedia, ShowsAFirstPictureOfWhatMoves) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    const auto gif = "http://remote.test/moving.gif";
    fediverse.put(gif, {.content_type = "image/gif", .body = media_fixture("moving.gif")});

    const auto reply = viewer.get(path_of(text(post_with_picture(gif), "url")));

    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_THAT(reply.header("content-type"), StartsWith("image/"));
}

TEST_F(RemoteMedia, ShowsProfilePicturesTheSameWay) {
    const auto id = fediverse.account_of(bob);
    fediverse.write([&](db::Tx& tx) {
        tx.exec("update accounts set avatar = $2, header = $2 where id = $1", {id, kPicture});
    });
    const auto account = viewer.get("/api/v1/accounts/" + to_string(id)).json();

    const auto avatar = viewer.get(path_of(text(account, "avatar")));
    const auto header = viewer.get(path_of(text(account, "header_static")));

    EXPECT_EQ(avatar.status, 200) << avatar.body;
    EXPECT_EQ(header.status, 200) << header.body;
    EXPECT_NE(avatar.body, header.body);
    EXPECT_EQ(viewer.get("/media_proxy/avatar/" + to_string(id) + "/" + media::mark_of("x")).status, 404);
}

TEST_F(RemoteMedia, ShowsEmojisAndLetsThemMove) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    const auto still = "http://remote.test/emoji/still.webp", moving = "http://remote.test/emoji/moving.gif";
    fediverse.put(still, {.content_type = "image/webp", .body = media_fixture("picture.webp")});
    fediverse.put(moving, {.content_type = "image/gif", .body = media_fixture("moving.gif")});
    auto note = Fediverse::note(bob, "e", "so :still: and :moving:");
    const auto tag = [](const char* name, const char* url) {
        return json::Object{{"type", "Emoji"}, {"name", name}, {"icon", {{"type", "Image"}, {"url", url}}}};
    };
    note["tag"] = json::Array{tag(":still:", still), tag(":moving:", moving)};
    fediverse.deliver(bob, Fediverse::create(note));
    const auto id = fediverse.status("http://remote.test/users/bob/statuses/e").value();
    const auto emojis = viewer.get("/api/v1/statuses/" + to_string(id)).json().at("emojis").as_array();
    ASSERT_EQ(emojis.size(), 2u);

    const auto first = viewer.get(path_of(text(emojis.at(0), "url")));
    const auto whole = viewer.get(path_of(text(emojis.at(1), "url")));
    const auto one = viewer.get(path_of(text(emojis.at(1), "static_url")));

    EXPECT_EQ(first.status, 200) << first.body;
    EXPECT_EQ(whole.body, media_fixture("moving.gif"));
    EXPECT_EQ(whole.header("content-type"), "image/gif");
    EXPECT_EQ(one.status, 200) << one.body;
    EXPECT_NE(one.body, whole.body);
    const auto picture = path_of(text(emojis.at(0), "url"));
    const auto guessed = picture.substr(0, picture.rfind('/') + 1) + media::mark_of("http://remote.test/other.png");
    EXPECT_EQ(viewer.get(guessed).status, 404);
}

TEST_F(RemoteMedia, ShowsThePicturesOfCards) {
    StatusId status;
    std::int64_t card_id = 0;
    fediverse.write([&](db::Tx& tx) {
        status = make_status(tx, make_person(tx), "See http://news.example.org/a");
        card_id = tx.query_integer("select card_id from statuses_cards").value();
        cards::Card card;
        card.title = "A page";
        card.image_url = kPicture;
        cards::keep_card(tx, cards::CardId{card_id}, card);
    });
    const auto card = viewer.get("/api/v1/statuses/" + to_string(status)).json().at("card");

    const auto shown = viewer.get(path_of(text(card, "image")));

    EXPECT_EQ(shown.status, 200) << shown.body;
    EXPECT_EQ(
        viewer
            .get("/media_proxy/card/" + std::to_string(card_id) + "/" + media::mark_of("http://remote.test/other.png"))
            .status,
        404);
    fediverse.world().config.media_remote = base::RemoteMedia::Never;       // Nobody can while a server runs:
    fediverse.world().clock.advance(base::Renderings{}.statuses.kLifetime); // what was shown is kept so long.
    EXPECT_TRUE(viewer.get("/api/v1/statuses/" + to_string(status)).json().at("card").at("image").is_null());
}

TEST_F(RemoteMedia, IsGoneWithItsPost) {
    fediverse.let_follow(fediverse.person("carol"), bob);
    const auto path = path_of(text(post_with_picture(), "url"));
    EXPECT_EQ(viewer.get(path).status, 200);

    fediverse.write([](db::Tx& tx) { tx.exec("delete from media_attachments"); });

    EXPECT_EQ(viewer.get(path).status, 404);
}

// ── three servers of ours ──

TEST(ClusterMedia, ShowsAPictureElsewhereAndAgainWhenItsCopyIsGone) {
    Cluster cluster({"a.test", "b.test", "c.test"});
    HttpClient alice(cluster["a.test"].port(), "a.test");
    cluster["a.test"].write([&](db::Tx& tx) { alice.token = make_token(tx, make_user(tx, {.username = "alice"}).id); });
    for (const auto* there : {"b.test", "c.test"}) cluster[there].sign_up("reader").follow("alice@a.test");
    cluster.settle();
    ASSERT_EQ(alice.post("/api/v1/statuses", "status=look&media_ids[]=" + upload(alice)).status, 200);
    cluster.settle();

    for (const auto* there : {"b.test", "c.test"}) {
        SCOPED_TRACE(there);
        auto& server = cluster[there];
        HttpClient reader(server.port(), there);
        server.write([&](db::Tx& tx) { reader.token = make_token(tx, make_user(tx).id); });
        const auto id = server.count("select id from statuses where uri like 'http://a.test/%'");
        const auto entity = reader.get("/api/v1/statuses/" + std::to_string(id)).json().at("media_attachments").at(0);
        const auto url = text(entity, "preview_url");
        const auto path = url.substr(url.find("/media_proxy/"));

        const auto shown = reader.get(path);
        ASSERT_EQ(shown.status, 200) << shown.body;
        std::vector<std::string> keys;
        server.write([&](db::Tx& tx) { keys = media::give_up_oldest(tx, 1); });
        media::remove_given_up(server.world().context, server.database(), keys);
        EXPECT_EQ(server.count("select count(*) from cached_files"), 0);

        EXPECT_EQ(reader.get(path).body, shown.body);
        EXPECT_EQ(server.count("select count(*) from cached_files"), 1);
    }
}

} // namespace
