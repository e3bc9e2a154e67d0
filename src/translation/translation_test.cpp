#include "translation/translation.h"

#include "support/test_db.h"
#include "support/translation_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace translation {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Optional;
using testing::SizeIs;

constexpr auto kLibre = base::Translator::LibreTranslate, kDeepL = base::Translator::DeepL;
const Texts kHello{.html = {"<p>Hello</p>", "and more"}, .source = "en", .target = "ja"};

struct TranslationTest : testing::Test {
    void use(base::Translator kind) {
        service = std::make_unique<TranslationServer>(kind);
        service->set_up(config());
    }
    base::Config& config() { return database.world().config; }
    std::optional<Translated> known(const Texts& texts) {
        std::optional<Translated> found;
        database->read([&](db::Tx& tx) { found = known_translation(tx, texts); });
        return found;
    }
    std::string error() {
        const auto translated = translate(*database, kHello);
        return translated ? "" : translated.error().message;
    }

    TestDatabase database;
    std::unique_ptr<TranslationServer> service;
};

TEST_F(TranslationTest, LibreTranslateIsAskedInItsWords) {
    use(kLibre);

    const auto translated = translate(*database, kHello);
    const auto found_out = translate(*database, {.html = {"Hello"}, .source = "und", .target = "ja"});

    ASSERT_TRUE(translated && found_out);
    EXPECT_THAT(translated->html, ElementsAre("[ja] <p>Hello</p>", "[ja] and more"));
    EXPECT_EQ(translated->source, "en");
    EXPECT_EQ(found_out->source, "en");
    ASSERT_THAT(service->asked(), SizeIs(2));
    EXPECT_EQ(
        service->asked()[0],
        R"({"q":["<p>Hello</p>","and more"],"source":"en","target":"ja","format":"html","api_key":"key-of-ours"})");
    EXPECT_THAT(service->asked()[1], HasSubstr(R"("source":"auto")"));
}

TEST_F(TranslationTest, DeepLIsAskedInItsWords) {
    use(kDeepL);

    const auto translated = translate(*database, {.html = {"<p>Hello</p>"}, .source = "en", .target = "zh-Hans"});
    const auto request = service->last_request();
    const auto found_out = translate(*database, {.html = {"Hello"}, .source = "und", .target = "ja"});

    ASSERT_TRUE(translated && found_out);
    EXPECT_THAT(translated->html, ElementsAre("[ja] <p>Hello</p>"));
    EXPECT_EQ(found_out->source, "en");
    EXPECT_EQ(raw_header(request, "authorization"), "DeepL-Auth-Key key-of-ours");
    ASSERT_THAT(service->asked(), SizeIs(2));
    EXPECT_EQ(service->asked()[0],
              R"({"text":["<p>Hello</p>"],"source_lang":"EN","target_lang":"ZH-HANS","tag_handling":"html"})");
    EXPECT_EQ(service->asked()[1], R"({"text":["Hello"],"target_lang":"JA","tag_handling":"html"})");
}

TEST_F(TranslationTest, DeepLIsWhereItsKeySays) {
    base::Config free, paid, own;
    free.translation_api_key = "abc:fx";
    paid.translation_api_key = "abc";
    own.translation_url = "https://proxy.example";

    EXPECT_EQ(deepl_url(free), "https://api-free.deepl.com");
    EXPECT_EQ(deepl_url(paid), "https://api.deepl.com");
    EXPECT_EQ(deepl_url(own), "https://proxy.example");
}

TEST_F(TranslationTest, TheLanguagesOfEachAreKnownForAWeek) {
    use(kLibre);
    const auto libre = ask_for_languages(*database);
    EXPECT_THAT(libre, Optional(Languages{{"en", {"ja", "zh-Hans"}}, {"ja", {"en"}}, {"und", {"en", "ja"}}}));
    const auto known = [&] {
        std::optional<Languages> found;
        database->read([&](db::Tx& tx) { found = known_languages(tx); });
        return found;
    };
    EXPECT_EQ(known(), *libre);
    database.world().clock.advance(7 * 24h);
    EXPECT_EQ(known(), std::nullopt);

    service->answer(raw_answer("500 Oh", ""));
    EXPECT_THAT(ask_for_languages(*database), Optional(*libre)); // Old, and better than nothing.

    use(kDeepL);
    EXPECT_THAT(ask_for_languages(*database), Optional(Languages{{"en", {"en-GB", "ja", "pt", "zh-Hans"}},
                                                                 {"ja", {"en", "en-GB", "pt", "zh-Hans"}},
                                                                 {"und", {"en", "en-GB", "ja", "pt", "zh-Hans"}}}));
}

TEST_F(TranslationTest, WhatWasSaidIsKeptForADay) {
    use(kLibre);
    EXPECT_EQ(known(kHello), std::nullopt);
    ASSERT_TRUE(translate(*database, kHello));

    ASSERT_TRUE(known(kHello));
    EXPECT_THAT(known(kHello)->html, ElementsAre("[ja] <p>Hello</p>", "[ja] and more"));
    EXPECT_EQ(known({.html = kHello.html, .source = "en", .target = "de"}), std::nullopt);
    EXPECT_EQ(known({.html = {"<p>Hello</p>and more"}, .source = "en", .target = "ja"}), std::nullopt);
    EXPECT_EQ(known({.html = {"<p>Hello</p>", "and less"}, .source = "en", .target = "ja"}), std::nullopt);

    database.world().clock.advance(23h);
    database->write([](db::Tx& tx) { EXPECT_TRUE(delete_old_translations(tx)); });
    EXPECT_NE(known(kHello), std::nullopt);
    database.world().clock.advance(2h);
    EXPECT_EQ(known(kHello), std::nullopt);
    database->write([](db::Tx& tx) {
        EXPECT_TRUE(delete_old_translations(tx));
        EXPECT_EQ(tx.query_integer("select count(*) from translations"), 0);
    });
}

TEST_F(TranslationTest, WhoRefusesIsLeftAloneForAWhile) {
    use(kDeepL);
    service->answer(raw_answer("456 Quota Exceeded", R"({"message":"Quota Exceeded"})"));
    const std::string quota = "The server-wide usage quota for the translation service has been exceeded.";
    EXPECT_EQ(error(), quota);
    service->answer("");
    EXPECT_EQ(error(), quota);
    EXPECT_THAT(service->asked(), SizeIs(1));

    service->set_up(config(), "another key");
    EXPECT_EQ(error(), ""); // Another account.
    service->set_up(config());
    database.world().clock.advance(10min);
    EXPECT_EQ(error(), "");

    service->answer(raw_answer("429 Too Many Requests", ""));
    EXPECT_EQ(error(), "There have been too many requests to the translation service recently.");
    service->answer("");
    EXPECT_NE(error(), "");
    database.world().clock.advance(30s);
    EXPECT_EQ(error(), "");
}

TEST_F(TranslationTest, WhatIsNoTranslationIsNone) {
    use(kLibre);
    const std::string not_available = "The translation service is not available right now.";
    const std::string not_this = "The translation service could not translate this.";
    const auto after = [&](const std::string& raw) {
        database.world().clock.advance(1min);
        service->answer(raw);
        return error();
    };
    EXPECT_EQ(after(raw_answer("502 Bad Gateway", "")), not_available);
    EXPECT_EQ(after("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"), not_available);
    EXPECT_EQ(after(raw_answer("400 Bad Request", "")), not_this);
    EXPECT_EQ(after(raw_answer("302 Found", "", "Location: /elsewhere\r\n")), not_this);
    for (const auto* body : {"", "no JSON", "[]", "{}", R"({"translatedText":"one text"})",
                             R"({"translatedText":["one"]})", R"({"translatedText":["one","two","three"]})",
                             R"({"translatedText":["one",2]})", R"({"translatedText":["one",null]})"}) {
        EXPECT_EQ(after(raw_answer("200 OK", body)), not_this) << body;
        EXPECT_EQ(known(kHello), std::nullopt) << body;
    }
    EXPECT_EQ(after(""), ""); // Questions that it did not take are no reason not to ask others.

    service.reset(); // Nobody is there.
    const auto elsewhere = translate(*database, {.html = {"x"}, .source = "en", .target = "ja"});
    ASSERT_FALSE(elsewhere);
    EXPECT_EQ(elsewhere.error().message, not_available);
}

TEST(TranslationPairs, AreFoundByWhatPeopleCallTheirLanguages) {
    const Languages languages = {{"de", {"en", "ja"}},
                                 {"en", {"de", "ja", "pt-BR", "zh-Hans", "zh-Hant"}},
                                 {"pt-BR", {"en"}},
                                 {"zh", {"en", "zh-Hans", "zh-Hant"}},
                                 {"und", {"de", "en", "ja"}}};
    const auto find = [&](std::string_view source, std::string_view target) {
        const auto pair = find_pair(languages, source, target);
        return pair ? pair->source + ">" + pair->target : "";
    };

    EXPECT_EQ(find("en", "ja"), "en>ja");
    EXPECT_EQ(find("de-AT", "ja"), "de>ja");
    EXPECT_EQ(find("en", "pt"), "en>pt-BR");
    EXPECT_EQ(find("pt", "en"), "pt-BR>en");
    EXPECT_EQ(find("en", "zh-TW"), "en>zh-Hant");
    EXPECT_EQ(find("en", "zh-CN"), "en>zh-Hans");
    EXPECT_EQ(find("zh-CN", "zh-TW"), "zh>zh-Hant");
    EXPECT_EQ(find("", "ja"), "und>ja");
    EXPECT_EQ(find("", "fr"), "");
    EXPECT_EQ(find("fr", "en"), "");
    EXPECT_EQ(find("de", "pt"), "");
    EXPECT_EQ(find("en", "en"), "");
    EXPECT_EQ(find("en", "en-GB"), "");
}

} // namespace
} // namespace translation
