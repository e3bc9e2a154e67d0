#include "translation/translation.h"

#include "base/crypto.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <utility>

namespace translation {

namespace {

using namespace std::chrono_literals;

constexpr int kAtOnce = 4;
constexpr std::chrono::hours kLanguagesKept{7 * 24}, kTranslationsKept{24};
constexpr int kBatch = 5000;

std::unique_ptr<Service> make_service(const base::Config& config) {
    return config.translation_service == base::Translator::DeepL ? deepl(config) : libre_translate(config);
}

// Another key, or another place, is another service: what the former refused or said holds no more.
std::string service_id(const base::Config& config) {
    return base::sha256_hex(std::string(provider(config)) + "\n" + config.translation_url + "\n"
                            + config.translation_api_key);
}

std::string digest_of(const base::Config& config, const Texts& texts) {
    std::string whole = service_id(config) + "\n" + texts.source + "\n" + texts.target;
    for (const auto& text : texts.html)
        whole.append("\n").append(std::to_string(text.size())).append("\n").append(text);
    return base::sha256_hex(whole);
}

// How long nobody asks after such a failure.
std::chrono::seconds pause_after(std::string_view code) {
    if (code == failure::kQuota) return 10min;
    return code == failure::kTooMany || code == failure::kUnreachable ? 30s : 0s;
}

// One of the few who may ask at the same time.
class Place {
public:
    Place() : is_mine_(taken.fetch_add(1) < kAtOnce) {}
    ~Place() { taken.fetch_sub(1); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool is_mine() const { return is_mine_; }

private:
    static inline std::atomic<int> taken = 0;
    bool is_mine_;
};

Result<> check_may_ask(db::Database& database) {
    std::string refusal;
    database.read([&](db::Tx& tx) {
        auto rows = tx.query("select refusal from translation_services where service = $1 and not_before > $2",
                             {service_id(tx.config()), tx.now()});
        refusal = rows.next() ? rows.string(0) : "";
    });
    if (!refusal.empty()) return base::refuse(base::Refusal::Unavailable, refusal);
    return {};
}

void leave_alone(db::Database& database, const base::Error& error) {
    const auto pause = pause_after(error.code);
    if (pause == 0s) return;
    database.write([&](db::Tx& tx) { tx.exec(R"(
            insert into translation_services (service, refusal, not_before) values ($1, $2, $3)
            on conflict (service) do update set refusal = excluded.refusal, not_before = excluded.not_before)", {service_id(tx.config()), error.message, tx.now() + pause}); });
}

template <typename Question>
auto ask(db::Database& database, Question&& question) -> decltype(question(std::declval<Service&>())) {
    TRY(check_may_ask(database));
    const Place place;
    if (!place.is_mine()) {
        return base::refuse(base::Refusal::Unavailable,
                            "There have been too many requests to the translation service recently.");
    }
    auto answer = question(*make_service(database.context().config));
    if (answer) return answer;
    leave_alone(database, answer.error());
    return base::refuse(base::Refusal::Unavailable, answer.error().message); // The code is ours alone.
}

// What it said more than a week ago: better than nothing.
std::optional<Languages> former_languages(db::Database& database) {
    std::optional<Languages> languages;
    database.read([&](db::Tx& tx) {
        auto rows = tx.query("select languages from translation_services where service = $1 and languages <> ''",
                             {service_id(tx.config())});
        if (rows.next()) languages = read_languages(rows.text(0));
    });
    return languages;
}

std::string array_of(const std::vector<std::string>& texts) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const auto& one : texts) out.value(one);
    out.end_array();
    return text;
}

std::vector<std::string> texts_of(std::string_view array) {
    std::vector<std::string> texts;
    const auto value = json::parse(array);
    for (const auto& one : value.value().as_array()) texts.emplace_back(one.as_string());
    return texts;
}

std::string_view without_region(std::string_view code) { return code.substr(0, code.find('-')); }

// Whoever reads the one reads the other. Of Chinese there are two scripts.
bool is_same_language(std::string_view a, std::string_view b) {
    return without_region(a) == without_region(b) && without_region(a) != "zh";
}

// What the same language is called, the best first.
std::vector<std::string> names_of(std::string_view code) {
    std::vector<std::string> names = {std::string(code)};
    if (code == "zh-TW" || code == "zh-HK") names.insert(names.end(), {"zh-Hant", "zt"});
    if (code == "zh-CN" || code == "zh") names.emplace_back("zh-Hans");
    names.emplace_back(without_region(code));
    return names;
}

// One that says the same, or its language in any region; null: none does.
template <typename Codes, typename CodeOf>
const std::string* find_name(const Codes& codes, std::string_view wanted, CodeOf code_of) {
    for (const auto& name : names_of(wanted)) {
        const auto found = std::ranges::find(codes, name, code_of);
        if (found != codes.end()) return &code_of(*found);
    }
    const auto any_region = std::string(without_region(wanted)) + "-";
    const auto found =
        std::ranges::find_if(codes, [&](const auto& one) { return code_of(one).starts_with(any_region); });
    return found == codes.end() ? nullptr : &code_of(*found);
}

} // namespace

bool is_on(const base::Config& config) { return config.translation_service != base::Translator::None; }

std::string_view provider(const base::Config& config) {
    return config.translation_service == base::Translator::DeepL ? "DeepL.com" : "LibreTranslate";
}

void write_languages(json::Writer& out, const Languages& languages) {
    out.begin_object();
    for (const auto& [source, targets] : languages) {
        out.key(source);
        out.begin_array();
        for (const auto& target : targets) out.value(target);
        out.end_array();
    }
    out.end_object();
}

Languages read_languages(std::string_view text) {
    Languages languages;
    const auto value = json::parse(text);
    for (const auto& [source, targets] : value.value().as_object()) {
        auto& known = languages[std::string(source)];
        for (const auto& target : targets.as_array()) known.emplace_back(target.as_string());
    }
    return languages;
}

std::optional<Languages> known_languages(db::Tx& tx) {
    auto rows = tx.query(R"(
        select languages from translation_services
        where service = $1 and languages_until > $2)", {service_id(tx.config()), tx.now()});
    return rows.next() ? std::optional(read_languages(rows.text(0))) : std::nullopt;
}

Result<Languages> ask_for_languages(db::Database& database) {
    auto languages = ask(database, [](Service& service) { return service.languages(); });
    if (!languages) {
        auto former = former_languages(database);
        return former ? Result<Languages>(std::move(*former)) : languages;
    }
    std::string text;
    json::Writer out(text);
    write_languages(out, *languages);
    database.write([&](db::Tx& tx) { tx.exec(R"(
            insert into translation_services (service, languages, languages_until) values ($1, $2, $3)
            on conflict (service) do update
            set languages = excluded.languages, languages_until = excluded.languages_until)", {service_id(tx.config()), text, tx.now() + kLanguagesKept}); });
    return languages;
}

std::optional<Translated> known_translation(db::Tx& tx, const Texts& texts) {
    auto rows = tx.query("select texts, source from translations where digest = $1 and made_at > $2",
                         {digest_of(tx.config(), texts), tx.now() - kTranslationsKept});
    if (!rows.next()) return std::nullopt;
    return Translated{.html = texts_of(rows.text(0)), .source = rows.string(1)};
}

Result<Translated> translate(db::Database& database, const Texts& texts) {
    auto translated = TRY(ask(database, [&](Service& service) { return service.translate(texts); }));
    database.write([&](db::Tx& tx) {
        tx.exec(R"(
            insert into translations (digest, texts, source, made_at) values ($1, $2, $3, $4)
            on conflict (digest) do update
            set texts = excluded.texts, source = excluded.source, made_at = excluded.made_at)", {digest_of(tx.config(), texts), array_of(translated.html), translated.source, tx.now()});
    });
    return translated;
}

std::optional<Pair> find_pair(const Languages& languages, std::string_view source, std::string_view target) {
    if (is_same_language(source, target)) return std::nullopt;
    const auto* from = source.empty() ? nullptr
                                      : find_name(languages, source,
                                                  [](const auto& entry) -> const std::string& { return entry.first; });
    if (!from && !source.empty()) return std::nullopt;
    const auto targets = languages.find(from ? std::string_view(*from) : kAnyLanguage);
    if (targets == languages.end()) return std::nullopt;
    const auto* to = find_name(targets->second, target, [](const auto& code) -> const std::string& { return code; });
    return to ? std::optional(Pair{.source = targets->first, .target = *to}) : std::nullopt;
}

bool delete_old_translations(db::Tx& tx) { return tx.exec(R"(
        delete from translations where digest in (
            select digest from translations where made_at < $1 order by made_at limit $2))", {tx.now() - kTranslationsKept, kBatch}) < kBatch; }

} // namespace translation
