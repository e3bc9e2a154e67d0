#include "support/api_server.h"
#include "support/media_builders.h"
#include "support/status_builders.h"
#include "support/translation_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::SizeIs;

struct TranslationsApi : testing::Test {
    TranslationsApi() { service.set_up(server.world().config); }

    std::string post(const std::string& form) {
        const auto posted = alice.client.post("/api/v1/statuses", form);
        EXPECT_EQ(posted.status, 200) << posted.body;
        return std::string(posted.json().at("id").as_string());
    }
    static HttpReply translate(HttpClient& client, const std::string& id, const std::string& form = "lang=ja") {
        return client.post("/api/v1/statuses/" + id + "/translate", form);
    }

    TranslationServer service{base::Translator::LibreTranslate};
    ApiServer server;
    ApiServer::Person alice = server.sign_in({.username = "alice"}), bob = server.sign_in();
};

TEST_F(TranslationsApi, AllThatAPostSaysIsTranslated) {
    server.write([&](db::Tx& tx) {
        tx.exec("insert into custom_emojis (id, shortcode, url, static_url) values (1, 'blob', '/b.png', '/b.png')");
    });
    std::string media;
    server.write([&](db::Tx& tx) {
        const auto picture = make_attachment(tx, alice.account.id);
        media::change_words(tx, picture.id, {.description = "A <cat>\nand a dog", .focus = {}});
        media = to_string(picture.id);
    });
    const auto with_picture =
        post("status=Hello%20:blob:%20@alice%20https://example.com/:blob:/&spoiler_text=Cats%20%26%20:blob:"
             "&language=en&media_ids[]="
             + media);
    const auto with_poll = post("status=Which?&language=en&poll[options][]=One&poll[options][]=Two%20:blob:"
                                "&poll[expires_in]=600");

    const auto translated = translate(bob.client, with_picture);
    const auto poll = translate(bob.client, with_poll);

    ASSERT_EQ(translated.status, 200) << translated.body;
    const auto content = std::string(translated.json().at("content").as_string());
    EXPECT_THAT(content, HasSubstr("[ja] <p>Hello :blob: "));
    EXPECT_THAT(content, HasSubstr(R"(<a href="https://akebono.test/@alice" class="u-url mention")"));
    EXPECT_THAT(content, HasSubstr(R"(<a href="https://example.com/:blob:/")"));
    EXPECT_EQ(translated.json().at("spoiler_text"), "[ja] Cats & :blob:");
    EXPECT_EQ(translated.json().at("media_attachments"),
              (json::Array{json::Object{{"id", media}, {"description", "[ja] A <cat>\nand a dog"}}}));
    EXPECT_EQ(translated.json().at("poll"), json::Value());
    EXPECT_EQ(translated.json().at("language"), "ja");
    EXPECT_EQ(translated.json().at("detected_source_language"), "en");
    EXPECT_EQ(translated.json().at("provider"), "LibreTranslate");

    ASSERT_EQ(poll.status, 200) << poll.body;
    EXPECT_EQ(poll.json().at("poll").at("options"),
              (json::Array{json::Object{{"title", "[ja] One"}}, json::Object{{"title", "[ja] Two :blob:"}}}));
    const auto shown = bob.client.get("/api/v1/statuses/" + with_poll).json();
    EXPECT_EQ(poll.json().at("poll").at("id"), shown.at("poll").at("id"));
    EXPECT_EQ(poll.json().at("media_attachments"), json::Array());

    // What must stay is marked, wherever it is seen.
    const auto asked = json::parse(service.asked().at(0)).value().at("q");
    EXPECT_THAT(
        std::string(asked.at(0).as_string()),
        testing::AllOf(HasSubstr(R"(Hello <span translate="no">:blob:</span> )"), HasSubstr("example.com/:blob:/\"")));
    EXPECT_EQ(asked.at(1), R"(Cats &amp; <span translate="no">:blob:</span>)");
    EXPECT_EQ(asked.at(2), "A &lt;cat&gt;<br>and a dog");
}

TEST_F(TranslationsApi, TheServiceIsAskedOnceADayForWhatAPostSays) {
    const auto id = post("status=Hello&language=en");
    const auto first = translate(bob.client, id);
    const auto again = translate(alice.client, id);

    EXPECT_EQ(again.body, first.body);
    EXPECT_THAT(service.asked(), SizeIs(1));
    EXPECT_EQ(service.asked_for_languages(), 1);

    alice.client.request("PUT", "/api/v1/statuses/" + id, {{"Content-Type", "application/x-www-form-urlencoded"}},
                         "status=Goodbye&language=en");
    EXPECT_EQ(translate(bob.client, id).json().at("content"), "[ja] <p>Goodbye</p>");
    server.world().clock.advance(std::chrono::hours(24));
    EXPECT_EQ(translate(bob.client, id).status, 200);
    EXPECT_THAT(service.asked(), SizeIs(3));
}

TEST_F(TranslationsApi, OnlyWhatEverybodyMayReadLeavesTheServer) {
    const auto followers = post("status=ours&language=en&visibility=private");
    const auto direct = post("status=secret&language=en&visibility=direct");
    const auto unlisted = post("status=quiet&language=en&visibility=unlisted");

    EXPECT_EQ(translate(bob.client, followers).status, 404);
    EXPECT_EQ(translate(bob.client, direct).status, 404);
    EXPECT_EQ(translate(bob.client, "12345").status, 404);
    EXPECT_EQ(translate(alice.client, followers).status, 403);
    EXPECT_EQ(translate(alice.client, direct).error(), "This action is not allowed");
    EXPECT_THAT(service.asked(), SizeIs(0));
    EXPECT_EQ(translate(bob.client, unlisted).status, 200);
    alice.client.post(bob.path("/block"));
    EXPECT_EQ(translate(bob.client, unlisted).status, 404);
}

TEST_F(TranslationsApi, ABoostIsWhatItBoosts) {
    const auto id = post("status=Hello&language=en");
    const auto boost = bob.client.post("/api/v1/statuses/" + id + "/reblog").json();

    const auto translated = translate(bob.client, std::string(boost.at("id").as_string()));

    EXPECT_EQ(translated.json().at("content"), "[ja] <p>Hello</p>");
}

TEST_F(TranslationsApi, RefusesAsMastodonDoes) {
    const auto id = post("status=Hello&language=en");
    auto nobody = server.client();
    auto writer = server.sign_in_again(alice.account.id, "write");

    EXPECT_EQ(translate(nobody, id).status, 401);
    EXPECT_EQ(translate(writer, id).status, 403);
    EXPECT_EQ(translate(bob.client, id, "lang=en").status, 403); // It is.
    EXPECT_EQ(translate(bob.client, id, "lang=fr").status, 403); // Unknown to the service.
    EXPECT_EQ(translate(bob.client, id, "lang=zh-CN").json().at("language"), "zh-Hans");

    server.world().config.translation_service = base::Translator::None;
    EXPECT_EQ(translate(bob.client, id).status, 404);
}

TEST_F(TranslationsApi, WithoutALanguageItIsTheReaders) {
    const auto id = post("status=Hello&language=en");
    server.write([](db::Tx& tx) { tx.exec("update users set locale = 'ja'"); });

    EXPECT_EQ(translate(bob.client, id, "").json().at("language"), "ja");
    EXPECT_EQ(translate(bob.client, id, "lang=klingon").json().at("language"), "ja");
    EXPECT_EQ(translate(bob.client, id, "lang=ja-JP").json().at("language"), "ja");
}

TEST_F(TranslationsApi, APostThatSaysNothingNeedsNoService) {
    StatusId id;
    server.write([&](db::Tx& tx) {
        id = make_status(tx, alice.account, "gone soon");
        tx.exec("update statuses set content = '', language = 'en' where id = $1", {id});
    });

    const auto translated = translate(bob.client, to_string(id));

    EXPECT_EQ(translated.json().at("content"), "");
    EXPECT_EQ(translated.json().at("detected_source_language"), "en");
    EXPECT_THAT(service.asked(), SizeIs(0));
}

TEST_F(TranslationsApi, SaysWhyThereIsNone) {
    const auto id = post("status=Hello&language=en");
    service.answer(raw_answer("503 Busy", "<html>"));

    const auto refused = translate(bob.client, id);
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.error(), "The translation service is not available right now.");
    EXPECT_EQ(server.client().get("/api/v1/instance/translation_languages").status, 503);

    service.answer("");
    server.world().clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(translate(bob.client, id).status, 200);
}

TEST_F(TranslationsApi, AppsSeeWhatCanBeTranslated) {
    const auto enabled = [&] {
        return server.client().get("/api/v2/instance").json().at("configuration").at("translation").at("enabled");
    };
    const auto languages = [&] { return server.client().get("/api/v1/instance/translation_languages").json(); };

    EXPECT_EQ(enabled(), true);
    EXPECT_EQ(languages(),
              (json::Value{
                  {"en", json::Array{"ja", "zh-Hans"}}, {"ja", json::Array{"en"}}, {"und", json::Array{"en", "ja"}}}));
    EXPECT_EQ(languages().as_object().size(), 3u);
    EXPECT_EQ(service.asked_for_languages(), 1);

    server.world().config.translation_service = base::Translator::None;
    EXPECT_EQ(enabled(), false);
    EXPECT_EQ(languages(), json::Object());
}

// CVE-2023-42452: what a service answers is as strange as what another server sends.
TEST_F(TranslationsApi, Security29_WhatTheServiceSaysIsCleaned) {
    const auto id = post("status=Hello&spoiler_text=Careful&language=en");
    ASSERT_EQ(server.client().get("/api/v1/instance/translation_languages").status, 200);
    service.answer(raw_answer("200 OK", R"({"translatedText":["<p onclick=\"x()\">a<script>x()</script><img src=x onerror=x()><a href=\"javascript:x()\">b</a></p>",
                              "<b>c</b> &lt;script&gt;d"]})"));

    const auto translated = translate(bob.client, id);

    ASSERT_EQ(translated.status, 200) << translated.body;
    EXPECT_EQ(translated.json().at("content"), "<p>ab</p>");
    EXPECT_EQ(translated.json().at("spoiler_text"), "c <script>d"); // Plain text: apps escape it.
}

} // namespace
