#pragma once

#include "base/config.h"
#include "support/raw_server.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

// A service that translates, in the words of LibreTranslate or DeepL: of every text it says "[ja] " and the text.
class TranslationServer {
public:
    explicit TranslationServer(base::Translator kind);

    // Sets what the configuration says of it.
    void set_up(base::Config& config, const std::string& api_key = "key-of-ours") const;
    // From now on it says this instead of a translation; empty: it translates again.
    void answer(std::string raw);
    // Of the requests for a translation, in order: what was asked for, as JSON, and the whole of the last one.
    std::vector<std::string> asked() const;
    std::string last_request() const;
    // How often it was asked for its languages.
    int asked_for_languages() const;

private:
    bool serve(const std::string& request, const RawServer::Peer& peer);
    std::string translate(const std::string& body) const;
    std::string languages(const std::string& target) const;

    base::Translator kind_;
    mutable std::mutex mutex_;
    std::string raw_, last_;
    std::vector<std::string> asked_;
    int asked_for_languages_ = 0;
    std::unique_ptr<RawServer> server_;
};
