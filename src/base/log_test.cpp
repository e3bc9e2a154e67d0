#include "base/log.h"

#include <gmock/gmock.h>

#include <unistd.h>

#include <sstream>

namespace base::log {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr Time kTime{std::chrono::milliseconds(1'700'000'000'123)};

std::string json(std::string_view message, std::initializer_list<Field> fields = {}) {
    return format_line(Config::LogFormat::Json, LogLevel::Info, kTime, message, {fields.begin(), fields.size()});
}

std::string text(std::string_view message, std::initializer_list<Field> fields = {}) {
    return format_line(Config::LogFormat::Text, LogLevel::Warning, kTime, message, {fields.begin(), fields.size()});
}

TEST(Log, WritesAJsonObjectALine) {
    EXPECT_EQ(
        json("listening", {{"address", "127.0.0.1:3000"}, {"workers", 4}}),
        R"({"time":"2023-11-14T22:13:20.123Z","level":"info","message":"listening","address":"127.0.0.1:3000","workers":4})"
        "\n");
}

TEST(Log, WritesWhatPeopleReadOnATerminal) {
    EXPECT_THAT(text("slow request", {{"path", "/api/v1/x"}, {"note", "two words"}, {"ms", 1200}}),
                EndsWith(" warning slow request  path=/api/v1/x  note=\"two words\"  ms=1200\n"));
}

TEST(Log, KeepsHostileTextOnItsLine) {
    EXPECT_THAT(json("a\nb", {{"agent", "x\"}\n{\"level\":\"error"}}),
                HasSubstr(R"("agent":"x\"}\u000a{\"level\":\"error"})"));
    EXPECT_THAT(text("a\nb", {{"agent", "x\n\x1b[2J"}}), HasSubstr(R"(a b  agent="x\u000a\u001b[2J")"));
}

TEST(Log, StaysUnicodeWhateverCameIn) {
    EXPECT_THAT(json("x", {{"name", "曙\xff"}}), Not(HasSubstr("\xff")));
    EXPECT_THAT(json("x", {{"name", "曙"}}), HasSubstr("曙"));
    EXPECT_THAT(text("x", {{"name", "曙"}}), EndsWith("name=曙\n"));
    EXPECT_THAT(text("x", {{"name", "\xff"}}), EndsWith("name=\"\\u00ff\"\n"));
}

TEST(Log, HidesFieldsThatSpeakOfSecrets) {
    for (const auto* name : {"password", "access_token", "client_secret", "authorization", "cookie", "email"}) {
        EXPECT_THAT(json("x", {{name, "hunter2"}}), Not(HasSubstr("hunter2"))) << name;
    }
}

TEST(Log, TakesQueriesAndPasswordsOutOfUrls) {
    EXPECT_EQ(without_secrets("/api/v1/streaming?access_token=abc"), "/api/v1/streaming?…");
    EXPECT_EQ(without_secrets("https://a.example/x?code=1"), "https://a.example/x?…");
    EXPECT_EQ(without_secrets("postgresql://me:p:a@ss@db.example:5432/akebono"),
              "postgresql://me:[hidden]@db.example:5432/akebono");
    EXPECT_EQ(without_secrets("postgresql://db.example:5432/a@b"), "postgresql://db.example:5432/a@b");
    EXPECT_EQ(without_secrets("what? nothing: me@home"), "what? nothing: me@home");
}

TEST(Log, CutsEndlessValues) { EXPECT_LT(json("x", {{"agent", std::string(100'000, 'a')}}).size(), 5000u); }

// Many threads, and below the level nothing.
TEST(Log, WritesWholeLines) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const int saved = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    configure(LogLevel::Info, Config::LogFormat::Json);

    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([] {
            for (int line = 0; line < 50; ++line) info("hello", {{"line", line}});
            debug("not this");
        });
    }
    for (auto& thread : threads) thread.join();
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(ends[1]);
    configure(LogLevel::Info, Config::LogFormat::Auto);

    std::string written;
    char buffer[4096];
    for (ssize_t size = 0; (size = read(ends[0], buffer, sizeof buffer)) > 0;)
        written.append(buffer, static_cast<std::size_t>(size));
    close(ends[0]);
    std::istringstream lines(written);
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count)
        EXPECT_TRUE(line.starts_with("{\"time\"") && line.ends_with("}")) << line;
    EXPECT_EQ(count, 200);
    EXPECT_THAT(written, Not(HasSubstr("not this")));
}

} // namespace
} // namespace base::log
