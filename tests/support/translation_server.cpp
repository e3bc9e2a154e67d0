#include "support/translation_server.h"

#include "base/json.h"

TranslationServer::TranslationServer(base::Translator kind)
    : kind_(kind), server_(std::make_unique<RawServer>([this](const std::string& request, const RawServer::Peer& peer) {
          return serve(request, peer);
      })) {}

void TranslationServer::set_up(base::Config& config, const std::string& api_key) const {
    config.translation_service = kind_;
    config.translation_url = server_->url("");
    config.translation_api_key = api_key;
}

void TranslationServer::answer(std::string raw) {
    const std::scoped_lock lock(mutex_);
    raw_ = std::move(raw);
}

std::vector<std::string> TranslationServer::asked() const {
    const std::scoped_lock lock(mutex_);
    return asked_;
}

std::string TranslationServer::last_request() const {
    const std::scoped_lock lock(mutex_);
    return last_;
}

int TranslationServer::asked_for_languages() const {
    const std::scoped_lock lock(mutex_);
    return asked_for_languages_;
}

bool TranslationServer::serve(const std::string& request, const RawServer::Peer& peer) {
    std::string raw;
    bool goes_on = true;
    {
        const std::scoped_lock lock(mutex_);
        last_ = request;
        const auto target = request.substr(0, request.find(" HTTP/"));
        const bool is_translation = target == "POST /translate" || target == "POST /v2/translate";
        const auto body = request.substr(request.find("\r\n\r\n") + 4);
        is_translation ? asked_.push_back(body) : static_cast<void>(++asked_for_languages_);
        goes_on = raw_.empty();
        raw = goes_on ? raw_answer("200 OK", is_translation ? translate(body) : languages(target)) : raw_;
    }
    return peer.send(raw) && goes_on;
}

std::string TranslationServer::translate(const std::string& body) const {
    const auto asked = json::parse(body).value();
    const bool is_deepl = kind_ == base::Translator::DeepL;
    json::Array translated;
    for (const auto& text : asked.at(is_deepl ? "text" : "q").as_array()) {
        const auto said = "[ja] " + std::string(text.as_string());
        translated.push_back(is_deepl ? json::Value{{"detected_source_language", "EN"}, {"text", said}}
                                      : json::Value(said));
    }
    json::Object answer{{is_deepl ? "translations" : "translatedText", translated}};
    if (!is_deepl) answer["detectedLanguage"] = json::Array{json::Object{{"confidence", 92.0}, {"language", "en"}}};
    return boost::json::serialize(answer);
}

std::string TranslationServer::languages(const std::string& target) const {
    if (kind_ == base::Translator::LibreTranslate) {
        return R"([{"code":"en","name":"English","targets":["en","ja","zh-Hans"]},
                   {"code":"ja","name":"Japanese","targets":["en","ja"]}])";
    }
    return target.ends_with("type=source")
               ? R"([{"language":"EN","name":"English"},{"language":"JA","name":"Japanese"}])"
               : R"([{"language":"EN-GB","name":"English"},{"language":"JA","name":"Japanese"},
                     {"language":"ZH-HANS","name":"Chinese"}])";
}
