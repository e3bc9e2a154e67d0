#pragma once

#include "base/config.h"
#include "base/json.h"
#include "base/result.h"
#include "http/direct.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// The services that translate, each in its own words. They are waited for: never inside a transaction.
namespace translation {

// Into which languages a service translates from which, as it names them: "en", "pt-BR". From kAnyLanguage: where it is
// left to find out itself.
using Languages = std::map<std::string, std::vector<std::string>, std::less<>>;
inline constexpr std::string_view kAnyLanguage = "und";

// What may be asked for at once: DeepL's limit.
inline constexpr std::size_t kMostTexts = 50;

struct Texts {
    std::vector<std::string> html;
    std::string source, target; // Of Languages.
};

struct Translated {
    std::vector<std::string> html; // As many as there were texts, in their order: to be cleaned before it is shown.
    std::string source;            // The language that they were in.
};

// Why there was no answer: the code of an error. All are Unavailable, with a message for whoever asked.
namespace failure {
inline constexpr std::string_view kQuota = "quota";             // The account's share is used up, or its key is wrong.
inline constexpr std::string_view kTooMany = "too_many";        // It wants to be asked less often.
inline constexpr std::string_view kUnreachable = "unreachable"; // It says nothing, or fails.
inline constexpr std::string_view kUnexpected = "unexpected";   // It does not take this question.
} // namespace failure

class Service {
public:
    virtual ~Service() = default;
    // Errors: Unavailable, with a code of failure.
    virtual Result<Translated> translate(const Texts& texts) = 0;
    virtual Result<Languages> languages() = 0;
};

// https://docs.libretranslate.com/guides/api_usage/
std::unique_ptr<Service> libre_translate(const base::Config& config);
// https://developers.deepl.com/docs/api-reference/translate
std::unique_ptr<Service> deepl(const base::Config& config);
// Where it is: the configured place, else that of the plan that the key is for.
std::string deepl_url(const base::Config& config);

// How a service is asked, and what its answers mean.
class Line {
public:
    // `quota_statuses`: how it says that nothing is left of what this account may use.
    Line(const base::Config& config, std::vector<int> quota_statuses);
    // The JSON that it answers.
    Result<json::Value> ask(const http::DirectRequest& request);

private:
    http::DirectClient client_;
    std::vector<int> quota_statuses_;
};

// For an answer that is not what it should be.
base::Unexpected unexpected_answer();
// "EN-us" as "en-US", "zh-HANS" as "zh-Hans".
std::string normal_code(std::string_view code);

} // namespace translation
