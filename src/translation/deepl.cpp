#include "translation/service.h"

#include "base/ascii.h"

#include <algorithm>

namespace translation {

namespace {

constexpr int kForbidden = 403, kQuotaExceeded = 456;

std::string body_for(const Texts& texts) {
    std::string body;
    json::Writer out(body);
    out.begin_object();
    out.key("text");
    out.begin_array();
    for (const auto& text : texts.html) out.value(text);
    out.end_array();
    if (texts.source != kAnyLanguage) out.field("source_lang", base::ascii_upper(texts.source));
    out.field("target_lang", base::ascii_upper(texts.target));
    out.field("tag_handling", "html");
    out.end_object();
    return body;
}

const json::Value* text_at(const json::Value& value, std::string_view name) {
    const auto* object = value.if_object();
    const auto* text = object ? object->if_contains(name) : nullptr;
    return text && text->is_string() ? text : nullptr;
}

class DeepL final : public Service {
public:
    explicit DeepL(const base::Config& config)
        : url_(deepl_url(config)),
          authorization_("DeepL-Auth-Key " + config.translation_api_key),
          line_(config, {kForbidden, kQuotaExceeded}) {}

    Result<Translated> translate(const Texts& texts) override {
        const auto answer =
            TRY(line_.ask({.method = "POST",
                           .url = url_ + "/v2/translate",
                           .headers = {{"Authorization", authorization_}, {"Content-Type", "application/json"}},
                           .body = body_for(texts)}));
        const auto* object = answer.if_object();
        const auto* translations = object ? object->if_contains("translations") : nullptr;
        if (!translations || !translations->is_array()) return unexpected_answer();

        Translated result;
        for (const auto& translation : translations->as_array()) {
            const auto* text = text_at(translation, "text");
            if (!text) return unexpected_answer();
            result.html.emplace_back(text->as_string());
            const auto* source = text_at(translation, "detected_source_language");
            if (source && result.source.empty()) result.source = normal_code(source->as_string());
        }
        return result.html.size() == texts.html.size() ? Result<Translated>(std::move(result)) : unexpected_answer();
    }

    // Every language that it reads into every one that it writes. It still takes "EN" and "PT", but does not name them.
    Result<Languages> languages() override {
        auto sources = TRY(codes("source"));
        auto targets = TRY(codes("target"));
        for (const auto* code : {"en", "pt"}) {
            if (std::ranges::find(targets, code) == targets.end()) targets.emplace_back(code);
        }
        std::ranges::sort(targets);
        sources.emplace_back(kAnyLanguage);
        Languages known;
        for (const auto& source : sources) {
            std::ranges::copy_if(targets, std::back_inserter(known[source]),
                                 [&](const auto& target) { return target != source; });
        }
        return known;
    }

private:
    // [{"language": "EN", "name": "English"}]
    Result<std::vector<std::string>> codes(std::string_view type) {
        const auto answer = TRY(line_.ask(
            {.url = url_ + "/v2/languages?type=" + std::string(type), .headers = {{"Authorization", authorization_}}}));
        if (!answer.is_array()) return unexpected_answer();
        std::vector<std::string> found;
        for (const auto& language : answer.as_array()) {
            if (const auto* code = text_at(language, "language")) found.push_back(normal_code(code->as_string()));
        }
        return found;
    }

    std::string url_, authorization_;
    Line line_;
};

} // namespace

std::string deepl_url(const base::Config& config) {
    if (!config.translation_url.empty()) return config.translation_url;
    return config.translation_api_key.ends_with(":fx") ? "https://api-free.deepl.com" : "https://api.deepl.com";
}

std::unique_ptr<Service> deepl(const base::Config& config) { return std::make_unique<DeepL>(config); }

} // namespace translation
