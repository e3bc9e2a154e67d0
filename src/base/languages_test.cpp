#include "base/languages.h"

#include "base/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace base {
namespace {

std::string code_of(std::string_view tag) {
    const auto* language = iso_language(tag);
    return language == nullptr ? "none" : std::string(language->code);
}

TEST(Languages, AreSortedAndComplete) {
    const auto all = languages();
    EXPECT_TRUE(
        std::is_sorted(all.begin(), all.end(), [](const Language& a, const Language& b) { return a.code < b.code; }));
    std::set<std::string_view> codes;
    for (const auto& language : all) {
        EXPECT_TRUE(codes.insert(language.code).second) << language.code;
        EXPECT_FALSE(language.name.empty()) << language.code;
        EXPECT_FALSE(language.native_name.empty()) << language.code;
        EXPECT_TRUE(is_valid_utf8(language.native_name)) << language.code;
    }
    EXPECT_GE(codes.size(), 200U);
}

TEST(Languages, HaveTheirNames) {
    EXPECT_EQ(iso_language("ja")->name, "Japanese");
    EXPECT_EQ(iso_language("ja")->native_name, "日本語");
    EXPECT_EQ(iso_language("en")->native_name, "English");
    EXPECT_EQ(iso_language("tok")->name, "Toki Pona");
}

TEST(Languages, AreFoundByTheirCodesAlone) {
    for (const auto& language : languages()) EXPECT_TRUE(is_language(language.code)) << language.code;
    for (const std::string_view code : {"", "xx", "JA", "ja-JP", "zz"}) EXPECT_FALSE(is_language(code)) << code;
}

TEST(IsoLanguage, KnowsRegions) {
    EXPECT_EQ(code_of("ja"), "ja");
    EXPECT_EQ(code_of("ja-JP"), "ja");
    EXPECT_EQ(code_of("en_US"), "en");
    EXPECT_EQ(code_of("EN-us"), "en");
    EXPECT_EQ(code_of("zh-TW"), "zh-TW");
    EXPECT_EQ(code_of("zh_tw"), "zh-TW");
    EXPECT_EQ(code_of("zh-Hant"), "zh");
    EXPECT_EQ(code_of("ms-Arab"), "ms-Arab");
    EXPECT_EQ(code_of("ckb"), "ckb");
}

TEST(IsoLanguage, RefusesOthers) {
    for (const std::string_view tag : {"", "-", "xx", "eng", "japanese", "ja ", "j", "und", "日本語", "-ja"})
        EXPECT_EQ(code_of(tag), "none") << tag;
}

} // namespace
} // namespace base
