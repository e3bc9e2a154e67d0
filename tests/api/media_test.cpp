#include "media/processing.h"
#include "support/api_server.h"
#include "support/media_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Uploading, looking at, posting and taking back media over HTTP.
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::string text(const json::Value& entity, const char* member) {
    const auto& value = entity.at(member);
    return value.is_string() ? std::string(value.as_string()) : "";
}

// The path of one of our URLs.
std::string path_of(const std::string& url) {
    constexpr std::string_view kOurs = "https://akebono.test";
    EXPECT_THAT(url, StartsWith(kOurs));
    return url.substr(std::min(kOurs.size(), url.size()));
}

std::string media_path(const std::string& id) { return "/api/v1/media/" + id; }

HttpReply send_picture(HttpClient& client, const std::string& fixture,
                       const std::vector<std::pair<std::string, std::string>>& fields = {}) {
    return send_form(client, "POST", "/api/v2/media", {{.field = "file", .bytes = media_fixture(fixture)}}, fields);
}

struct Expected {
    const char* fixture;
    const char* extension;
    const char* original; // As meta has it.
    const char* small;
    const char* blurhash;
};

// Looked at once; from then on they stay as they are.
TEST(MediaApi, MakesPicturesOfWhatIsUploaded) {
    ApiServer server;
    auto alice = server.sign_in();
    static const Expected kExpected[] = {
        {"turned.jpg", ".jpg", "400x600", "392x588", "U+HV8{q1geo]2cbCfla{$8jrfRjsShfhfkfQ"},
        {"transparent.png", ".png", "90x60", "90x60", "U~TP-lqFf+mls:f+fQf6fQfQfQfQs:f+fQf6"},
        {"still.gif", ".png", "90x60", "90x60", "U#HLnU2c$8Shm1a*jvf9gfflfRfknma~jufR"},
        {"picture.webp", ".webp", "600x400", "588x392", "U#HV8{2c$8Shm1a*jvf9gMflfRfknma~jufR"},
        {"turned.webp", ".webp", "400x600", "392x588", "U+HV8_q1geo]2cbCfla{$8jrfRjsShfhfkfQ"},
        {"picture.avif", ".jpg", "600x400", "588x392", "U#HV8{2c$8Shm1a*jvf9gMflfRfknma~jufR"},
        {"picture.heic", ".jpg", "600x400", "588x392", "U#HV8{2c$8Shm1a*jvf9gfflfRfknma~jufR"},
    };
    for (const auto& expected : kExpected) {
        SCOPED_TRACE(expected.fixture);

        const auto reply = send_picture(alice.client, expected.fixture);

        ASSERT_EQ(reply.status, 200) << reply.body;
        const auto entity = reply.json();
        EXPECT_EQ(text(entity, "type"), "image");
        EXPECT_EQ(text(entity, "blurhash"), expected.blurhash);
        EXPECT_EQ(entity.at("meta").at("original").at("size"), expected.original);
        EXPECT_EQ(entity.at("meta").at("small").at("size"), expected.small);
        for (const char* name : {"url", "preview_url"}) {
            const auto url = text(entity, name);
            EXPECT_TRUE(url.ends_with(expected.extension)) << url;
            const auto file = server.client().get(path_of(url));
            EXPECT_EQ(file.status, 200);
            EXPECT_GT(file.body.size(), 100u);
            EXPECT_EQ(file.body.find("secret"), std::string::npos);
        }
    }
}

TEST(MediaApi, KeepsDescriptionAndFocus) {
    ApiServer server;
    auto alice = server.sign_in();

    const auto made = send_picture(alice.client, "picture.webp", {{"description", " A hill "}, {"focus", "0.5,-2"}});
    const auto id = text(made.json(), "id");
    const auto read = alice.client.get(media_path(id));
    const auto changed = alice.client.request("PUT", media_path(id), {{"Content-Type", "application/json"}},
                                              R"({"description":"A mountain","focus":"nonsense"})");
    const auto too_long = alice.client.request("PUT", media_path(id), {{"Content-Type", "application/json"}},
                                               R"({"description":")" + std::string(10'001, 'a') + "\"}");

    EXPECT_EQ(text(made.json(), "description"), "A hill");
    EXPECT_EQ(made.json().at("meta").at("focus").at("x"), 0.5);
    EXPECT_EQ(made.json().at("meta").at("focus").at("y").to_number<double>(), -1.0);
    EXPECT_EQ(read.body, made.body);
    EXPECT_EQ(changed.status, 200);
    EXPECT_EQ(text(changed.json(), "description"), "A mountain");
    EXPECT_EQ(changed.json().at("meta").at("focus").at("x"), 0.5);
    EXPECT_EQ(too_long.status, 422);
}

HttpReply send_with_thumbnail(HttpClient& client, const std::string& fixture, const std::string& thumbnail) {
    return send_form(client, "POST", "/api/v2/media",
                     {{.field = "file", .bytes = media_fixture(fixture)},
                      {.field = "thumbnail", .bytes = media_fixture(thumbnail)}});
}

TEST(MediaApi, ShowsTheThumbnailThatWasChosen) {
    ApiServer server;
    auto alice = server.sign_in();

    const auto made = send_with_thumbnail(alice.client, "picture.webp", "transparent.png");

    ASSERT_EQ(made.status, 200) << made.body;
    const auto entity = made.json();
    EXPECT_TRUE(text(entity, "url").ends_with(".webp"));
    EXPECT_TRUE(text(entity, "preview_url").ends_with(".png"));
    EXPECT_EQ(entity.at("meta").at("original").at("size"), "600x400");
    EXPECT_EQ(entity.at("meta").at("small").at("size"), "90x60");
    EXPECT_EQ(text(entity, "blurhash"), "U~TP-lqFf+mls:f+fQf6fQfQfQfQs:f+fQf6");
    EXPECT_EQ(server.client().get(path_of(text(entity, "preview_url"))).header("content-type"), "image/png");
    server.write([&](db::Tx& tx) { EXPECT_THAT(waiting_jobs(tx), testing::Contains("remove_media_files")); });
}

TEST(MediaApi, ChangesAThumbnail) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto id = upload(alice.client);
    const auto before = text(alice.client.get(media_path(id)).json(), "preview_url");

    const auto changed =
        send_form(alice.client, "PUT", media_path(id), {{.field = "thumbnail", .bytes = media_fixture("turned.jpg")}},
                  {{"description", "A hill"}});

    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_TRUE(text(changed.json(), "preview_url").ends_with(".jpg"));
    EXPECT_NE(text(changed.json(), "preview_url"), before);
    EXPECT_EQ(text(changed.json(), "description"), "A hill");
    EXPECT_EQ(changed.json().at("meta").at("small").at("size"), "392x588");
    EXPECT_EQ(changed.json().at("meta").at("original").at("size"), "600x400");
}

TEST(MediaApi, RefusesThumbnailsThatAreNone) {
    ApiServer server;
    auto alice = server.sign_in();
    auto bob = server.sign_in({.username = "bob"});
    const auto id = upload(alice.client);

    EXPECT_EQ(send_with_thumbnail(alice.client, "picture.webp", "film.mp4").status, 422);
    EXPECT_EQ(send_with_thumbnail(alice.client, "picture.webp", "moving.gif").status, 422);
    EXPECT_EQ(send_with_thumbnail(alice.client, "picture.webp", "bomb.png").status, 422);
    const auto others =
        send_form(bob.client, "PUT", media_path(id), {{.field = "thumbnail", .bytes = media_fixture("turned.jpg")}});
    EXPECT_EQ(others.status, 404);
}

TEST(MediaApi, KeepsTheThumbnailOfAFilmThatIsDecodedLater) {
    ApiServer server;
    auto alice = server.sign_in();
    media::Processing processing(server.world().context, server.database());

    const auto made = send_with_thumbnail(alice.client, "film.mp4", "turned.jpg");
    ASSERT_EQ(made.status, 202) << made.body;
    ASSERT_TRUE(processing.process_one());

    const auto entity = alice.client.get(media_path(text(made.json(), "id"))).json();
    EXPECT_TRUE(text(entity, "url").ends_with(".mp4"));
    EXPECT_TRUE(text(entity, "preview_url").ends_with(".jpg"));
    EXPECT_EQ(entity.at("meta").at("small").at("size"), "392x588");
    EXPECT_GT(entity.at("meta").at("original").at("duration").to_number<double>(), 0);
}

TEST(MediaApi, IsForItsOwnerAlone) {
    ApiServer server;
    auto alice = server.sign_in(), bob = server.sign_in();
    auto nobody = server.client();
    auto reader = server.sign_in_again(alice.account.id, "read write:statuses");
    const auto id = upload(alice.client);
    ASSERT_THAT(id, Not(IsEmpty()));

    EXPECT_EQ(send_picture(nobody, "picture.webp").status, 401);
    EXPECT_EQ(send_picture(reader, "picture.webp").status, 403);
    for (const char* method : {"GET", "PUT", "PATCH", "DELETE"}) {
        EXPECT_EQ(nobody.request(method, media_path(id)).status, 401) << method;
        EXPECT_EQ(reader.request(method, media_path(id)).status, 403) << method;
        EXPECT_EQ(bob.client.request(method, media_path(id)).status, 404) << method;
        EXPECT_EQ(alice.client.request(method, media_path("1")).status, 404) << method;
        EXPECT_EQ(alice.client.request(method, media_path("one")).status, 404) << method;
    }
    EXPECT_EQ(bob.client.post("/api/v1/statuses", "status=mine&media_ids[]=" + id).status, 422);
    EXPECT_EQ(alice.client.del(media_path(id)).status, 200);
    EXPECT_EQ(alice.client.get(media_path(id)).status, 404);
}

TEST(MediaApi, Security31_RefusesWhatIsNoMedia) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto refusal_of = [&](const std::string& bytes, const std::string& filename = "a.jpg") {
        const auto reply =
            send_form(alice.client, "POST", "/api/v2/media",
                      {{.field = "file", .bytes = bytes, .filename = filename, .content_type = "image/jpeg"}});
        EXPECT_EQ(reply.status, 422) << filename << ": " << reply.body;
        EXPECT_THAT(reply.error(), StartsWith("Validation failed: File"));
        return reply.error();
    };
    const auto turned = media_fixture("turned.jpg");

    EXPECT_EQ(alice.client.post("/api/v2/media", "description=x").error(), "Validation failed: File can't be blank");
    EXPECT_EQ(alice.client.post("/api/v2/media", "file=text").status, 422);
    EXPECT_EQ(refusal_of(""), "Validation failed: File can't be blank");
    refusal_of("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\nfile:///etc/passwd\n", "a.m3u8");
    refusal_of("ffconcat version 1.0\nfile /etc/passwd\n", "a.mp4");
    refusal_of(R"(<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>)");
    refusal_of("push graphic-context\nviewbox 0 0 640 480\nimage over 0,0 0,0 'https://evil.test/'\n", "a.mvg");
    refusal_of("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "a.pdf");
    refusal_of("<!doctype html><script>alert(1)</script>");
    refusal_of("\xff\xd8\xff" + std::string(1000, '\0'));
    refusal_of(turned.substr(0, 400)); // In the middle of its header.
    refusal_of("\x89PNG\r\n\x1a\n" + turned);
    refusal_of("GIF89a" + std::string(100, '\xff'));
    refusal_of(std::string("RIFF\x10\0\0\0WEBPVP8 ", 16) + std::string(64, '\x7f'));
    EXPECT_THAT(refusal_of(media_fixture("bomb.png")), HasSubstr("10000 by 5000"));
}

struct ExpectedFilm {
    const char* fixture;
    const char* type;
    const char* content_type;
    bool has_preview;
};

TEST(MediaApi, MakesFilmsAndSoundWhileOneWaits) {
    ApiServer server;
    auto alice = server.sign_in();
    media::Processing processing(server.world().context, server.database());
    static const ExpectedFilm kExpected[] = {{"film.mp4", "video", "video/mp4", true},
                                             {"film.webm", "video", "video/mp4", true},
                                             {"moving.gif", "gifv", "video/mp4", true},
                                             {"sound.ogg", "audio", "audio/mpeg", false}};
    for (const auto& expected : kExpected) {
        SCOPED_TRACE(expected.fixture);

        const auto taken = send_picture(alice.client, expected.fixture);
        const auto id = text(taken.json(), "id");
        const auto waiting = alice.client.get(media_path(id));
        const auto posted = alice.client.post("/api/v1/statuses", "media_ids[]=" + id);
        while (processing.process_one()) {
        }
        const auto ready = alice.client.get(media_path(id));

        ASSERT_EQ(taken.status, 202) << taken.body;
        EXPECT_TRUE(taken.json().at("url").is_null());
        EXPECT_EQ(waiting.status, 206);
        EXPECT_EQ(posted.status, 422);
        ASSERT_EQ(ready.status, 200) << ready.body;
        const auto entity = ready.json();
        EXPECT_EQ(text(entity, "type"), expected.type);
        EXPECT_GT(entity.at("meta").at("original").at("duration").to_number<double>(), 0.5);
        const auto file = server.client().get(path_of(text(entity, "url")));
        EXPECT_EQ(file.header("Content-Type"), expected.content_type);
        EXPECT_GT(file.body.size(), 500u);
        EXPECT_EQ(entity.at("preview_url").is_string(), expected.has_preview);
        EXPECT_EQ(text(entity, "blurhash").size(), expected.has_preview ? 36u : 0u);
    }
}

TEST(MediaApi, ShowsTheCoverOfSound) {
    ApiServer server;
    auto alice = server.sign_in();
    media::Processing processing(server.world().context, server.database());

    const auto taken = send_picture(alice.client, "cover.mp3");
    ASSERT_EQ(taken.status, 202) << taken.body;
    ASSERT_TRUE(processing.process_one());

    const auto entity = alice.client.get(media_path(text(taken.json(), "id"))).json();
    EXPECT_EQ(text(entity, "type"), "audio");
    EXPECT_EQ(server.client().get(path_of(text(entity, "url"))).header("Content-Type"), "audio/mpeg");
    EXPECT_EQ(server.client().get(path_of(text(entity, "preview_url"))).header("Content-Type"), "image/jpeg");
    EXPECT_EQ(entity.at("meta").at("small").at("size"), "64x64");
    EXPECT_GT(entity.at("meta").at("original").at("duration").to_number<double>(), 0.5);
    EXPECT_FALSE(text(entity, "blurhash").empty());
    for (const auto* name : {"background", "foreground", "accent"}) {
        EXPECT_THAT(text(entity.at("meta").at("colors"), name), testing::MatchesRegex("#[0-9a-f]{6}")) << name;
    }
}

TEST(MediaApi, PaintsSoundLikeTheThumbnailThatItsOwnerChose) {
    ApiServer server;
    auto alice = server.sign_in();
    media::Processing processing(server.world().context, server.database());

    const auto sound = send_with_thumbnail(alice.client, "cover.mp3", "turned.jpg").json();
    const auto chosen = sound.at("meta").at("colors");
    ASSERT_TRUE(processing.process_one());
    const auto entity = alice.client.get(media_path(text(sound, "id"))).json();
    EXPECT_EQ(entity.at("meta").at("colors"), chosen) << "its own cover has others";

    const auto film = send_with_thumbnail(alice.client, "film.mp4", "turned.jpg").json();
    ASSERT_TRUE(processing.process_one());
    EXPECT_FALSE(alice.client.get(media_path(text(film, "id"))).json().at("meta").as_object().contains("colors"));
    const auto picture = send_with_thumbnail(alice.client, "picture.webp", "turned.jpg").json();
    EXPECT_FALSE(picture.at("meta").as_object().contains("colors"));
}

TEST(MediaApi, Security31_RefusesFilmsThatAreNone) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto film = media_fixture("film.mp4");
    for (const std::string& bytes : {film.substr(0, 200), std::string("OggS") + std::string(500, 'x'),
                                     std::string("\x1a\x45\xdf\xa3", 4) + std::string(500, '\0'),
                                     std::string("ID3") + std::string(500, '\0'), "fLaC" + film}) {
        const auto reply = send_form(alice.client, "POST", "/api/v2/media", {{.field = "file", .bytes = bytes}});
        EXPECT_EQ(reply.status, 422) << reply.body;
    }
}

TEST(MediaApi, GivesFacesToProfiles) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto* path = "/api/v1/accounts/update_credentials";

    const auto changed = send_form(alice.client, "PATCH", path,
                                   {{.field = "avatar", .bytes = media_fixture("turned.jpg")},
                                    {.field = "header", .bytes = media_fixture("moving.gif")}},
                                   {{"note", "with a face"}, {"avatar_description", "Me"}});
    const auto seen = server.client().get(alice.path());
    const auto refused =
        send_form(alice.client, "PATCH", path, {{.field = "avatar", .bytes = "no picture"}}, {{"note", "without"}});
    const auto removed = alice.client.del("/api/v1/profile/avatar");

    ASSERT_EQ(changed.status, 200) << changed.body;
    const auto entity = seen.json();
    const auto avatar = path_of(text(entity, "avatar")), header = path_of(text(entity, "header"));
    EXPECT_EQ(text(entity, "avatar_static"), text(entity, "avatar"));
    EXPECT_EQ(text(entity, "avatar_description"), "Me");
    EXPECT_EQ(server.client().get(avatar).header("Content-Type"), "image/jpeg");
    EXPECT_EQ(server.client().get(header).header("Content-Type"), "image/gif");
    EXPECT_EQ(server.client().get(path_of(text(entity, "header_static"))).header("Content-Type"), "image/png");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(text(removed.json(), "note"), "<p>with a face</p>");
    EXPECT_THAT(text(removed.json(), "avatar"), HasSubstr("missing"));
    EXPECT_EQ(text(removed.json(), "avatar_description"), "");
    server.write([&](db::Tx& tx) { EXPECT_THAT(waiting_jobs(tx), testing::Contains("remove_media_files")); });
}

TEST(MediaApi, TakesAPictureThatIsCutOff) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto turned = media_fixture("turned.jpg");

    const auto reply = send_form(alice.client, "POST", "/api/v2/media",
                                 {{.field = "file", .bytes = turned.substr(0, turned.size() * 3 / 4)}});

    // Its lower part is grey, as in every browser; or it is refused. It is never half an answer.
    EXPECT_TRUE(reply.status == 200 || reply.status == 422) << reply.body;
}

TEST(MediaApi, Security33_FilesAreShownAndNeverRun) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto path = path_of(text(send_picture(alice.client, "turned.jpg").json(), "url"));
    auto nobody = server.client();

    const auto whole = nobody.get(path);
    const auto known = nobody.get(path, {{"If-None-Match", whole.header("ETag")}});
    const auto head = nobody.request("HEAD", path);

    EXPECT_THAT(path, Not(HasSubstr("evil")));
    EXPECT_EQ(whole.header("Content-Type"), "image/jpeg");
    EXPECT_EQ(whole.header("X-Content-Type-Options"), "nosniff");
    EXPECT_THAT(whole.header("Content-Security-Policy"), HasSubstr("sandbox"));
    EXPECT_THAT(whole.header("Cache-Control"), HasSubstr("immutable"));
    EXPECT_EQ(whole.header("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(known.status, 304);
    EXPECT_THAT(known.body, IsEmpty());
    EXPECT_EQ(head.header("Content-Length"), std::to_string(whole.body.size()));
    EXPECT_THAT(head.body, IsEmpty());
}

TEST(MediaApi, FilesAreSentInParts) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto path = path_of(text(send_picture(alice.client, "turned.jpg").json(), "url"));
    auto nobody = server.client();
    const auto whole = nobody.get(path).body;
    const auto part = [&](const std::string& range) { return nobody.get(path, {{"Range", range}}); };

    EXPECT_EQ(part("bytes=0-9").status, 206);
    EXPECT_EQ(part("bytes=0-9").body, whole.substr(0, 10));
    EXPECT_EQ(part("bytes=0-9").header("Content-Range"), "bytes 0-9/" + std::to_string(whole.size()));
    EXPECT_EQ(part("bytes=10-").body, whole.substr(10));
    EXPECT_EQ(part("bytes=-7").body, whole.substr(whole.size() - 7));
    EXPECT_EQ(part("bytes=5-99999999").body, whole.substr(5));
    EXPECT_EQ(part("bytes=99999999-").status, 416);
    EXPECT_EQ(part("bytes=-0").status, 416);
    for (const char* other : {"bytes=9-0", "bytes=0-1,3-4", "bytes=a-b", "bytes=-", "lines=0-1", "bytes"}) {
        EXPECT_EQ(part(other).status, 200) << other;
        EXPECT_EQ(part(other).body.size(), whole.size()) << other;
    }
    EXPECT_EQ(nobody.get(path, {{"Range", "bytes=0-9"}, {"If-Range", "\"other\""}}).status, 200);
}

TEST(MediaApi, Security31_ShowsNoOtherFiles) {
    ApiServer server;
    auto nobody = server.client();
    for (const char* path :
         {"/system/", "/system/../akebono.db", "/system/..%2fakebono.db", "/system/attachments/../../akebono.toml",
          "/system/attachments/00/00000000000000000000000000000000.jpg", "/system/attachments/00",
          "/system/incoming/00/00000000000000000000000000000000.mp4", "/system/%2fetc%2fpasswd"}) {
        EXPECT_EQ(nobody.get(path).status, 404) << path;
    }
}

TEST(MediaApi, PostsPicturesAndLetsThemGo) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto first = upload(alice.client), second = upload(alice.client, "turned.jpg");

    const auto posted = alice.client.post("/api/v1/statuses", "media_ids[]=" + second + "&media_ids[]=" + first);
    const auto status = text(posted.json(), "id");
    const auto shown = server.client().get("/api/v1/statuses/" + status);
    const auto again = alice.client.post("/api/v1/statuses", "status=x&media_ids[]=" + first);
    const auto in_use = alice.client.del(media_path(first));
    const auto deleted = alice.client.del("/api/v1/statuses/" + status);
    const auto redrafted = alice.client.post("/api/v1/statuses", "status=x&media_ids[]=" + first);

    ASSERT_EQ(posted.status, 200) << posted.body;
    const auto entity = shown.json();
    const auto& attachments = entity.at("media_attachments").as_array();
    ASSERT_EQ(attachments.size(), 2u);
    EXPECT_EQ(text(attachments[0], "id"), second);
    EXPECT_EQ(text(attachments[1], "id"), first);
    EXPECT_EQ(again.status, 422);
    EXPECT_THAT(again.error(), HasSubstr(first));
    EXPECT_EQ(in_use.status, 422);
    EXPECT_EQ(alice.client.get(media_path(first)).status, 404);
    EXPECT_EQ(deleted.json().at("media_attachments").as_array().size(), 2u);
    EXPECT_EQ(redrafted.status, 200);
}

TEST(MediaApi, DeletesPicturesWithTheirPostWhenAsked) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto media = upload(alice.client);
    const auto status = text(alice.client.post("/api/v1/statuses", "media_ids[]=" + media).json(), "id");

    EXPECT_EQ(alice.client.request("DELETE", "/api/v1/statuses/" + status + "?delete_media=true").status, 200);

    EXPECT_EQ(alice.client.post("/api/v1/statuses", "status=x&media_ids[]=" + media).status, 422);
    server.write([&](db::Tx& tx) { EXPECT_THAT(waiting_jobs(tx), testing::Contains("remove_media_files")); });
}

TEST(MediaApi, EditsWhatHangsOnAPost) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto first = upload(alice.client), second = upload(alice.client);
    const auto status = text(
        alice.client.post("/api/v1/statuses", "status=x&media_ids[]=" + first + "&media_ids[]=" + second).json(), "id");
    const auto edit = [&](const std::string& body) {
        return alice.client.request("PUT", "/api/v1/statuses/" + status, {{"Content-Type", "application/json"}}, body);
    };

    const auto described = edit(R"({"status":"x","media_ids":[")" + first + R"(",")" + second
                                + R"("],"media_attributes":[{"id":")" + first + R"(","description":"A hill"}]})");
    const auto fewer = edit(R"({"status":"x","media_ids":[")" + first + R"("]})");
    const auto history = alice.client.get("/api/v1/statuses/" + status + "/history");

    EXPECT_EQ(text(described.json().at("media_attachments").at(0), "description"), "A hill");
    EXPECT_FALSE(described.json().at("edited_at").is_null());
    EXPECT_EQ(fewer.json().at("media_attachments").as_array().size(), 1u);
    const auto versions = history.json();
    ASSERT_EQ(versions.as_array().size(), 3u);
    EXPECT_EQ(versions.at(0).at("media_attachments").as_array().size(), 2u);
    EXPECT_TRUE(versions.at(0).at("media_attachments").at(0).at("description").is_null());
    EXPECT_EQ(text(versions.at(1).at("media_attachments").at(0), "description"), "A hill");
    EXPECT_EQ(versions.at(2).at("media_attachments").as_array().size(), 1u);
}

TEST(MediaApi, PicturesWaitWithScheduledPosts) {
    ApiServer server;
    auto alice = server.sign_in();
    const auto media = upload(alice.client);

    const auto scheduled =
        alice.client.post("/api/v1/statuses", "scheduled_at=2024-02-02T00:00:00Z&media_ids[]=" + media);
    const auto listed = alice.client.get("/api/v1/scheduled_statuses");
    const auto taken = alice.client.post("/api/v1/statuses", "status=x&media_ids[]=" + media);

    ASSERT_EQ(scheduled.status, 200) << scheduled.body;
    EXPECT_EQ(text(scheduled.json().at("media_attachments").at(0), "id"), media);
    EXPECT_EQ(scheduled.json().at("params").at("media_ids").at(0), json::Value(media));
    EXPECT_EQ(text(listed.json().at(0).at("media_attachments").at(0), "id"), media);
    EXPECT_EQ(taken.status, 422);
    EXPECT_EQ(alice.client.del("/api/v1/scheduled_statuses/" + text(scheduled.json(), "id")).status, 200);
    EXPECT_EQ(alice.client.post("/api/v1/statuses", "status=x&media_ids[]=" + media).status, 200);
}

} // namespace
