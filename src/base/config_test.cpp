#include "base/config.h"

#include "base/config_keys.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace base {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

using Environment = std::map<std::string, std::string>;

class ConfigFile : public testing::Test {
protected:
    Result<Config> load(std::string_view toml, const Environment& environment = {}) {
        std::ofstream(path_) << toml;
        return load_config(path_, environment);
    }
    std::string error_of(std::string_view toml, const Environment& environment = {}) {
        const auto config = load(toml, environment);
        return config ? "" : config.error().message;
    }
    void TearDown() override { std::filesystem::remove(path_); }

    std::filesystem::path path_ = testing::TempDir() + "akebono_config_test_" + std::to_string(::getpid()) + ".toml";
};

TEST_F(ConfigFile, SetsEveryKindOfKey) {
    const auto config = load(R"(
        domain = "Social.Example"
        database = "postgresql://me:secret@db.example/akebono"
        listen = "[::]:8080"
        trusted_proxies = ["10.0.0.0/8", "::1"]
        rate_limits = false
        workers = 6
        registrations = "approval"
        [log]
        level = "warning"
        format = "json"
    )");

    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->domain, "social.example");
    EXPECT_TRUE(config->is_postgresql());
    EXPECT_EQ(config->listen, "[::]:8080");
    ASSERT_EQ(config->trusted_proxies.size(), 2u);
    EXPECT_TRUE(any_contains(config->trusted_proxies, *IpAddress::parse("10.1.2.3")));
    EXPECT_FALSE(config->rate_limits);
    EXPECT_EQ(config->workers, 6);
    EXPECT_EQ(config->registrations, Registrations::Approval);
    EXPECT_EQ(config->log_level, LogLevel::Warning);
    EXPECT_EQ(config->log_format, Config::LogFormat::Json);
}

TEST_F(ConfigFile, TakesALogLevelAlone) {
    EXPECT_EQ(load("log = \"debug\"")->log_level, LogLevel::Debug);
    EXPECT_EQ(load("log.level = \"debug\"")->log_level, LogLevel::Debug);
    EXPECT_EQ(load("", {{"AKEBONO_LOG", "error"}})->log_level, LogLevel::Error);
}

TEST_F(ConfigFile, WritesHttpsUrlsUnlessTheSiteIsThisMachine) {
    EXPECT_EQ(load("domain = \"social.example\"")->web_url(), "https://social.example");
    EXPECT_EQ(load("domain = \"social.example\"\nweb_domain = \"www.social.example\"")->web_url(),
              "https://www.social.example");
    EXPECT_EQ(load("domain = \"localhost:3000\"")->web_url(), "http://localhost:3000");
    EXPECT_EQ(load("domain = \"localhost:3000\"\nhttps = true")->web_url(), "https://localhost:3000");
    EXPECT_EQ(load("domain = \"social.example\"\nhttps = false")->web_url(), "http://social.example");
}

TEST_F(ConfigFile, CallsItselfLocalhostUntilItHasADomain) {
    EXPECT_EQ(load("")->domain, "localhost:3000");
    EXPECT_EQ(load("listen = \"127.0.0.1:4000\"")->web_url(), "http://localhost:4000");
    EXPECT_EQ(load("listen = \"127.0.0.1:4000\"\ndomain = \"localhost:3000\"")->web_url(), "http://localhost:3000");
}

TEST_F(ConfigFile, FindsTheDatabaseInTheDataFolder) {
    EXPECT_EQ(load("data = \"/var/lib/akebono\"")->sqlite_path(), "/var/lib/akebono/akebono.db");
    EXPECT_EQ(load("data = \"/x\"\ndatabase = \"/y/z.db\"")->sqlite_path(), "/y/z.db");
}

TEST_F(ConfigFile, FindsABucket) {
    const auto config = load(R"(
        [s3]
        bucket = "pictures"
        endpoint = "http://10.0.0.5:9000/"
        prefix = "/social/media/"
        acl = "public-read"
        access_key_id = "me"
        secret_access_key = "hunter2"
        [media]
        url = "https://files.social.example/"
    )");

    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->s3_endpoint, "http://10.0.0.5:9000");
    EXPECT_TRUE(config->s3_path_style);
    EXPECT_EQ(config->s3_prefix, "social/media/");
    EXPECT_EQ(config->s3_acl, S3Acl::PublicRead);
    EXPECT_EQ(config->media_url, "https://files.social.example");
    EXPECT_THAT(describe(*config), Not(HasSubstr("hunter2")));
    EXPECT_FALSE(load("s3.bucket = \"pictures\"")->s3_path_style);
}

TEST_F(ConfigFile, RefusesBucketsThatAreNone) {
    EXPECT_THAT(error_of("s3.access_key_id = \"me\""), HasSubstr("s3.secret_access_key"));
    EXPECT_NE(error_of("s3.bucket = \"a/b\""), "");
    EXPECT_NE(error_of("s3.endpoint = \"https://host/path\""), "");
    EXPECT_NE(error_of("s3.endpoint = \"host:9000\""), "");
    EXPECT_NE(error_of("s3.prefix = \"a b\""), "");
    EXPECT_NE(error_of("media.url = \"files.example\""), "");
}

TEST_F(ConfigFile, SaysWhoTranslates) {
    EXPECT_EQ(load("")->translation_service, Translator::None);
    const auto deepl = load("translation.service = \"deepl\"\ntranslation.api_key = \"hunter2\"");
    ASSERT_TRUE(deepl) << deepl.error().message;
    EXPECT_THAT(describe(*deepl), AllOf(HasSubstr("translation.api_key = \"[hidden]\""), Not(HasSubstr("hunter2"))));
    EXPECT_EQ(
        load("translation.service = \"libretranslate\"\ntranslation.url = \"http://127.0.0.1:5000/\"")->translation_url,
        "http://127.0.0.1:5000");
    EXPECT_THAT(error_of("translation.service = \"libretranslate\""), HasSubstr("translation.url"));
    EXPECT_THAT(error_of("translation.service = \"deepl\""), HasSubstr("translation.api_key"));
    EXPECT_NE(error_of("translation.service = \"babelfish\""), "");
}

TEST_F(ConfigFile, CountsInBytes) {
    EXPECT_EQ(load("media.remote_budget = \"500MiB\"")->media_remote_budget_bytes, std::int64_t{500} << 20);
    EXPECT_EQ(load("media.remote_budget = \"2 TiB\"")->media_remote_budget_bytes, std::int64_t{2} << 40);
    EXPECT_THAT(describe(*load("media.remote_budget = \"5120MiB\"")), HasSubstr("media.remote_budget = \"5GiB\""));
    for (const auto* wrong : {"5GB", "0GiB", "-1GiB", "GiB", "5", "lots"}) {
        EXPECT_NE(error_of(std::string("media.remote_budget = \"") + wrong + "\""), "") << wrong;
    }
}

TEST_F(ConfigFile, GivesWayToTheEnvironment) {
    const auto config = load(
        "workers = 6\ntitle = \"File\"",
        {{"AKEBONO_WORKERS", "7"}, {"AKEBONO_TRUSTED_PROXIES", "10.0.0.0/8, ::1"}, {"AKEBONO_RATE_LIMITS", "false"}});

    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->workers, 7);
    EXPECT_EQ(config->title, "File");
    EXPECT_EQ(config->trusted_proxies.size(), 2u);
    EXPECT_FALSE(config->rate_limits);
}

TEST_F(ConfigFile, NamesFileLineKeyAndWhatWouldBeRight) {
    EXPECT_EQ(error_of("\n\nworkers = \"many\""),
              path_.string() + ":3: workers must be a whole number from 0 to 256, not \"many\"");
    EXPECT_EQ(error_of("workers = 257"), path_.string() + ":1: workers must be a whole number from 0 to 256, not 257");
    EXPECT_EQ(error_of("[log]\nlevel = \"loud\""),
              path_.string() + ":2: log.level must be \"debug\", \"info\", \"warning\" or \"error\", not \"loud\"");
    EXPECT_THAT(error_of("trusted_proxies = [\"10.0.0.0/99\"]"),
                HasSubstr("trusted_proxies must be an array of addresses"));
    EXPECT_THAT(error_of("trusted_proxies = [1]"), EndsWith("not an array of other things than texts"));
    EXPECT_EQ(error_of("", {{"AKEBONO_RATE_LIMITS", "maybe"}}),
              "environment: AKEBONO_RATE_LIMITS must be true or false, not \"maybe\"");
}

TEST_F(ConfigFile, RefusesImpossibleValues) {
    for (const auto* line :
         {"domain = \"https://a.example\"", "domain = \"\"", "listen = \"3000\"", "listen = \"example.com:1\"",
          "database = \"mysql://db/x\"", "title = \"\"", "contact_email = \"nobody\"", "contact_account = \"a b\"",
          "default_language = \"english please\"", "max_connections = 1", "registrations = \"yes\"", "log = 3",
          "data = \"\"", "rate_limits = \"false\"", "workers = 1.5", "log = {loud = true}"}) {
        EXPECT_NE(error_of(line), "") << line;
    }
}

TEST_F(ConfigFile, RefusesUnknownKeys) {
    EXPECT_EQ(error_of("domian = \"a.example\""), path_.string() + ":1: there is no key domian; did you mean domain?");
    EXPECT_THAT(error_of("[log]\nfile = \"x\""), HasSubstr(":2: there is no key log.file"));
    EXPECT_THAT(error_of("[fax]\nhost = \"x\""), HasSubstr(":1: there is no key fax"));
    EXPECT_THAT(error_of("", {{"AKEBONO_DOMIAN", "a"}}),
                HasSubstr("there is no key AKEBONO_DOMIAN; did you mean AKEBONO_DOMAIN?"));
}

TEST_F(ConfigFile, TellsEveryProblemAtOnce) {
    EXPECT_THAT(
        error_of("workers = -1\nunknown_thing = 1\nhttps = 1"),
        AllOf(HasSubstr(":1: workers"), HasSubstr(":2: there is no key unknown_thing"), HasSubstr(":3: https")));
}

TEST_F(ConfigFile, PointsAtBrokenToml) {
    EXPECT_THAT(error_of("title = \"x\"\ndomain = "), HasSubstr(path_.string() + ":2: "));
}

TEST(Config, MissesAFileOnlyWhenAskedForIt) {
    EXPECT_TRUE(load_config("", {}));
    EXPECT_THAT(load_config("/nowhere/akebono.toml", {}).error().message, HasSubstr("/nowhere/akebono.toml: "));
    EXPECT_FALSE(load_config("", {{"AKEBONO_CONFIG", "/nowhere/akebono.toml"}}));
    EXPECT_FALSE(load_config("/tmp", {}));
}

TEST(Config, LooksAtItsOwnVariablesOnly) {
    ::setenv("AKEBONO_TITLE", "Here", 1);
    for (const auto* name : {"AKEBONO_SERVICE_HOST", "AKEBONO_PORT_3000_TCP", "AKEBONO_TEST_X"}) ::setenv(name, "1", 1);
    ::setenv("AKEBONO_PORT", "tcp://10.0.0.1:3000", 1);

    const auto environment = akebono_environment();

    for (const auto* name :
         {"AKEBONO_TITLE", "AKEBONO_SERVICE_HOST", "AKEBONO_PORT_3000_TCP", "AKEBONO_TEST_X", "AKEBONO_PORT"}) {
        ::unsetenv(name);
    }
    EXPECT_EQ(environment.at("AKEBONO_TITLE"), "Here");
    EXPECT_FALSE(environment.contains("AKEBONO_SERVICE_HOST"));
    EXPECT_FALSE(environment.contains("AKEBONO_PORT_3000_TCP"));
    EXPECT_FALSE(environment.contains("AKEBONO_PORT"));
    EXPECT_FALSE(environment.contains("AKEBONO_TEST_X"));
}

TEST(Config, DescribesItselfAsAFileThatGivesItAgain) {
    const auto config = *load_config("", {{"AKEBONO_DOMAIN", "a.example"}, {"AKEBONO_TITLE", "a \"b\" \\ c"}});
    const std::filesystem::path file = testing::TempDir() + "akebono_described_" + std::to_string(::getpid()) + ".toml";

    std::ofstream(file) << describe(config);
    const auto again = load_config(file, {});
    std::filesystem::remove(file);

    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(describe(*again), describe(config));
}

TEST(Config, DescribesItselfWithoutPasswords) {
    Config config;
    config.database = "postgresql://me:hunter2@db.example/akebono?sslpassword=hunter2";

    EXPECT_THAT(describe(config),
                AllOf(HasSubstr("postgresql://me:[hidden]@db.example/akebono"), Not(HasSubstr("hunter2"))));
}

// `make golden` writes it again.
TEST(Config, IsDocumentedAsItIs) {
    const std::string file = "docs/configuration.md";
    if (::getenv("AKEBONO_GOLDEN")) std::ofstream(file) << config_reference();

    std::ifstream in(file, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), config_reference());
}

} // namespace
} // namespace base
