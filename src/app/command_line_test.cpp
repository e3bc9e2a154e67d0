#include "app/command_line.h"

#include "app/commands.h"
#include "app/help.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace app {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Result<> do_nothing(const cli::Invocation&) { return {}; }

constexpr cli::Parameter kCreate[] = {
    {"NAME", "Who", true},
    {"--email ADDRESS", "Where", true},
    {"--role ROLE", "What", false, "admin|user"},
    {"--confirmed", "At once"},
};
constexpr cli::Command kTable[] = {
    {"serve", "Serve", {}, do_nothing},
    {"accounts create", "Create", kCreate, do_nothing, "akebono accounts create alice"},
    {"accounts list", "List", {}, do_nothing},
};

Result<Asked> parse(std::vector<std::string_view> arguments) { return parse_command_line(arguments, kTable); }

std::string error_of(std::vector<std::string_view> arguments) {
    const auto asked = parse(std::move(arguments));
    return asked ? "" : asked.error().message;
}

TEST(CommandLine, FindsCommandsOfOneAndTwoWords) {
    EXPECT_EQ(parse({"serve"})->command->name, "serve");
    EXPECT_EQ(parse({"accounts", "list"})->command->name, "accounts list");
}

TEST(CommandLine, ReadsOptionsInBothSpellings) {
    const auto asked =
        parse({"accounts", "create", "alice", "--email", "a@example.com", "--role=admin", "--confirmed"});

    ASSERT_TRUE(asked) << asked.error().message;
    EXPECT_EQ(asked->invocation.text("NAME"), "alice");
    EXPECT_EQ(asked->invocation.text("--email"), "a@example.com");
    EXPECT_EQ(asked->invocation.text("--role"), "admin");
    EXPECT_TRUE(asked->invocation.flag("--confirmed"));
    EXPECT_EQ(asked->invocation.option("--data"), std::nullopt);
}

TEST(CommandLine, TakesCommonOptionsAnywhere) {
    for (const auto& arguments :
         std::vector<std::vector<std::string_view>>{{"--data", "d", "--config=f", "accounts", "list"},
                                                    {"accounts", "--data=d", "list", "--config", "f"},
                                                    {"accounts", "list", "--config", "f", "--data", "d"}}) {
        const auto asked = parse(arguments);
        ASSERT_TRUE(asked) << asked.error().message;
        EXPECT_EQ(asked->command->name, "accounts list");
        EXPECT_EQ(asked->invocation.text("--data"), "d");
        EXPECT_EQ(asked->invocation.text("--config"), "f");
    }
}

TEST(CommandLine, TakesEverythingAfterTwoDashesAsItIs) {
    EXPECT_EQ(parse({"accounts", "create", "--email=a@b", "--", "--confirmed"})->invocation.text("NAME"),
              "--confirmed");
}

TEST(CommandLine, SaysWhatWouldBeRight) {
    EXPECT_THAT(error_of({"accounts", "crate"}),
                StartsWith("there is no command accounts crate; did you mean accounts create?"));
    EXPECT_THAT(error_of({"sevre"}), StartsWith("there is no command sevre; did you mean serve?"));
    EXPECT_THAT(error_of({"serve", "--dta", "x"}), StartsWith("there is no option --dta; did you mean --data?"));
    EXPECT_THAT(error_of({"--listen", "x", "serve"}), HasSubstr("put it after"));
    EXPECT_THAT(error_of({"accounts", "create", "--email", "a@b"}), StartsWith("NAME is missing\n"));
    EXPECT_THAT(error_of({"accounts", "create", "alice"}), StartsWith("--email ADDRESS is missing\n"));
    EXPECT_THAT(error_of({"accounts", "create", "alice", "--email"}),
                StartsWith("--email needs a value: --email ADDRESS\n"));
    EXPECT_THAT(error_of({"accounts", "create", "alice", "--email", "--confirmed"}),
                StartsWith("--email needs a value"));
    EXPECT_THAT(error_of({"accounts", "create", "alice", "--confirmed=yes"}), StartsWith("--confirmed takes no value"));
    EXPECT_THAT(error_of({"accounts", "create", "alice", "--role", "king"}),
                StartsWith("--role is one of admin|user, not \"king\""));
    EXPECT_THAT(error_of({"serve", "now"}), StartsWith("nothing is to be done with \"now\""));
}

TEST(CommandLine, ExplainsItself) {
    EXPECT_TRUE(parse({})->is_mistake);
    EXPECT_FALSE(parse({"--help"})->is_mistake);
    EXPECT_THAT(parse({"-h"})->help, AllOf(HasSubstr("accounts create"), HasSubstr("serve")));
    EXPECT_THAT(parse({"accounts"})->help, AllOf(HasSubstr("accounts create"), Not(HasSubstr("  serve  "))));
    EXPECT_THAT(parse({"accounts", "create", "--help"})->help,
                HasSubstr("Usage: akebono accounts create NAME --email ADDRESS [--role ROLE]"));
    EXPECT_THAT(parse({"help", "accounts", "create"})->help, HasSubstr("Examples:\n  akebono accounts create alice\n"));
}

// `make golden` writes it again.
TEST(CommandLine, IsDocumentedAsItIs) {
    const std::string file = "docs/commands.md";
    if (::getenv("AKEBONO_GOLDEN")) std::ofstream(file) << command_reference(commands());

    std::ifstream in(file, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), command_reference(commands()));
}

} // namespace
} // namespace app
