#include "base/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <string>

namespace base::json {
namespace {

std::string written(std::string_view text) {
    std::string out;
    Writer(out).value(text);
    return out;
}

TEST(JsonWriter, SetsCommasBetweenMembersAndElementsOnly) {
    std::string out;
    Writer writer(out);

    writer.begin_object();
    writer.field("id", StatusId{7});
    writer.field("count", 3);
    writer.key("tags");
    writer.begin_array();
    writer.value("a");
    writer.begin_object();
    writer.end_object();
    writer.null();
    writer.end_array();
    writer.empty_array_field("emojis");
    writer.field("sensitive", false);
    writer.field("language", std::optional<std::string>());
    writer.raw_field("card", "{\"a\":1}");
    writer.end_object();

    EXPECT_EQ(
        out,
        R"({"id":"7","count":3,"tags":["a",{},null],"emojis":[],"sensitive":false,"language":null,"card":{"a":1}})");
}

TEST(JsonWriter, EscapesWhatJsonCannotHold) {
    EXPECT_EQ(written("say \"hi\" \\ \n\r\t"), R"("say \"hi\" \\ \n\r\t")");
    EXPECT_EQ(written(std::string("\0\x01\x1f\x7f", 4)), "\"\\u0000\\u0001\\u001f\x7f\"");
    EXPECT_EQ(written("12345678\"12345678\n"), R"("12345678\"12345678\n")");
}

TEST(JsonWriter, KeepsEveryScript) {
    EXPECT_EQ(written("曙 é 🐘 plain text of some length"), "\"曙 é 🐘 plain text of some length\"");
}

TEST(JsonWriter, ReplacesIllFormedBytes) {
    EXPECT_EQ(written("a\xFFz"), "\"a\uFFFDz\"");
    EXPECT_EQ(written("\xE6\x9B"), "\"\uFFFD\uFFFD\"");           // Cut off in the middle.
    EXPECT_EQ(written("\xC0\xAF"), "\"\uFFFD\uFFFD\"");           // An overlong slash.
    EXPECT_EQ(written("\xED\xA0\x80"), "\"\uFFFD\uFFFD\uFFFD\""); // A surrogate.
    EXPECT_EQ(written("\xF4\x90\x80\x80").size(), 2 + 4 * 3u);    // Beyond U+10FFFF.
    EXPECT_EQ(written("\xF0\x9F\x90"), "\"\uFFFD\uFFFD\uFFFD\"");
}

TEST(JsonWriter, WhatItWritesCanBeParsedWhateverTheBytes) {
    std::string every_pair;
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; second += 5) {
            every_pair += static_cast<char>(first);
            every_pair += static_cast<char>(second);
        }
    }

    EXPECT_TRUE(parse(written(every_pair)));
}

TEST(JsonWriter, WritesNumbersExactlyAndInfinityAsNull) {
    std::string out;
    Writer writer(out);

    writer.begin_array();
    writer.value(std::int64_t{-9223372036854775807} - 1);
    writer.value(0.1);
    writer.value(HUGE_VAL);
    writer.value(std::size_t{5});
    writer.end_array();

    EXPECT_EQ(out, "[-9223372036854775808,0.1,null,5]");
}

TEST(JsonParse, RefusesWhatIsNoJson) {
    for (const auto* text : {"", "{", "{\"a\":}", "[1,]", "nul", "\"\xFF\"", "1e999", "[-1e999]", "{} x", "'a'"}) {
        EXPECT_FALSE(parse(text)) << text;
    }
}

TEST(JsonParse, RefusesWhatIsTooDeep) {
    EXPECT_TRUE(parse(std::string(32, '[') + std::string(32, ']')));
    EXPECT_FALSE(parse(std::string(33, '[') + std::string(33, ']')));
    EXPECT_FALSE(parse(std::string(200'000, '[')));
}

TEST(JsonParse, KeepsTheLastOfDuplicateKeys) {
    const auto value = parse(R"({"a":1,"a":2})");

    ASSERT_TRUE(value);
    EXPECT_EQ(value->at("a").as_int64(), 2);
}

} // namespace
} // namespace base::json
