#include "mail/mime.h"

#include "support/test_world.h"

#include <gmock/gmock.h>

namespace mail {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find("\r\n", at);
        EXPECT_NE(end, std::string::npos);
        lines.push_back(text.substr(at, end - at));
        at = end + 2;
    }
    return lines;
}

TEST(Mime, SaysWhoWritesToWhomAndWhen) {
    TestWorld world;
    world.config.title = "Social";

    const auto text = compose({.to = "alice@example.com", .subject = "Hello", .text = "Hi\n"}, world.context);

    EXPECT_THAT(text, HasSubstr("Date: Tue, 02 Jan 2024 03:04:05 +0000\r\n"));
    EXPECT_THAT(text, HasSubstr("From: Social <notifications@akebono.test>\r\n"));
    EXPECT_THAT(text, HasSubstr("To: <alice@example.com>\r\n"));
    EXPECT_THAT(text, HasSubstr("Subject: Hello\r\n"));
    EXPECT_THAT(text, HasSubstr("@akebono.test>\r\n"));
    EXPECT_TRUE(text.ends_with("\r\n\r\nSGkNCg==\r\n")) << text;
}

TEST(Mime, KeepsLinesShortAndInAscii) {
    TestWorld world;
    world.config.title = "あけぼの「夜明け」のサーバー, <script>\r\nBcc: x@y.test";
    world.config.smtp_from = "akebono@mail.test";
    std::string subject;
    for (int i = 0; i < 40; ++i) subject += "確認 ";

    const auto text = compose({.to = "a@b.test", .subject = subject, .text = std::string(5000, 'x')}, world.context);

    for (const auto& line : lines_of(text)) EXPECT_LE(line.size(), 78u) << line;
    EXPECT_TRUE(
        std::all_of(text.begin(), text.end(), [](char c) { return (c >= ' ' && c <= '~') || c == '\r' || c == '\n'; }));
    EXPECT_THAT(text, Not(HasSubstr("Bcc")));
    EXPECT_THAT(text, HasSubstr("<akebono@mail.test>\r\n"));
}

TEST(Mime, HasNoPortInItsAddresses) {
    TestWorld world;
    world.config.domain = "localhost:3000";

    EXPECT_EQ(sender(world.config), "notifications@localhost");
}

} // namespace
} // namespace mail
