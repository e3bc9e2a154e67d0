#include "translation/service.h"

#include <algorithm>

namespace translation {

namespace {

constexpr int kRefused = 403; // The quota is used up, or the key is wrong.

std::string text_at(const json::Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::string body_for(const Texts& texts, const std::string& api_key) {
    std::string body;
    json::Writer out(body);
    out.begin_object();
    out.key("q");
    out.begin_array();
    for (const auto& text : texts.html) out.value(text);
    out.end_array();
    out.field("source", texts.source == kAnyLanguage ? std::string_view("auto") : std::string_view(texts.source));
    out.field("target", texts.target);
    out.field("format", "html");
    if (!api_key.empty()) out.field("api_key", api_key);
    out.end_object();
    return body;
}

// {"language": "en", "confidence": 92}, or one for each text.
std::string detected_language(const json::Object& answer) {
    const auto* detected = answer.if_contains("detectedLanguage");
    if (detected && detected->is_array() && !detected->as_array().empty()) detected = detected->as_array().data();
    return detected && detected->is_object() ? text_at(detected->as_object(), "language") : std::string();
}

class LibreTranslate final : public Service {
public:
    explicit LibreTranslate(const base::Config& config)
        : url_(config.translation_url), api_key_(config.translation_api_key), line_(config, {kRefused}) {}

    Result<Translated> translate(const Texts& texts) override {
        const auto answer = TRY(line_.ask({.method = "POST",
                                           .url = url_ + "/translate",
                                           .headers = {{"Content-Type", "application/json"}},
                                           .body = body_for(texts, api_key_)}));
        const auto* object = answer.if_object();
        const auto* translated = object ? object->if_contains("translatedText") : nullptr;
        if (!translated || !translated->is_array()) return unexpected_answer();

        Translated result{.html = {}, .source = texts.source};
        for (const auto& text : translated->as_array()) {
            if (!text.is_string()) return unexpected_answer();
            result.html.emplace_back(text.as_string());
        }
        if (result.html.size() != texts.html.size()) return unexpected_answer();
        if (texts.source == kAnyLanguage) result.source = detected_language(*object);
        return result;
    }

    Result<Languages> languages() override {
        const auto answer = TRY(line_.ask({.url = url_ + "/languages"}));
        if (!answer.is_array()) return unexpected_answer();
        Languages known;
        for (const auto& language : answer.as_array()) {
            if (language.is_object()) add(known, language.as_object());
        }
        return known;
    }

private:
    // {"code": "en", "name": "English", "targets": ["de", "en"]}
    static void add(Languages& known, const json::Object& language) {
        const auto code = text_at(language, "code");
        const auto* targets = language.if_contains("targets");
        if (code.empty() || !targets || !targets->is_array()) return;
        known[std::string(kAnyLanguage)].push_back(code);
        for (const auto& target : targets->as_array()) {
            if (target.is_string() && target.as_string() != code) known[code].emplace_back(target.as_string());
        }
    }

    std::string url_, api_key_;
    Line line_;
};

} // namespace

std::unique_ptr<Service> libre_translate(const base::Config& config) {
    return std::make_unique<LibreTranslate>(config);
}

} // namespace translation
