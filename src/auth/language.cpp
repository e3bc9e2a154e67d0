#include "auth/language.h"

#include "auth/words.h"
#include "base/ascii.h"
#include "base/embedded.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/core.h>
#include <stdexcept>

namespace auth {
namespace {

// In the order of Language.
constexpr std::array<std::string_view, 2> kCodes = {"en", "ja"};

// "ja-JP" and "JA" are Japanese.
std::optional<Language> parse_language(std::string_view tag) {
    const std::string primary = base::ascii_lower(tag.substr(0, tag.find_first_of("-_;")));
    for (std::size_t i = 0; i < kCodes.size(); ++i) {
        if (kCodes.at(i) == primary) return static_cast<Language>(i);
    }
    return std::nullopt;
}

// The q of "ja;q=0.8"; 1 when there is none.
double weight_of(std::string_view range) {
    const auto at = range.find("q=");
    if (at == std::string_view::npos) return 1;
    double weight = 0;
    std::from_chars(range.data() + at + 2, range.data() + range.size(), weight);
    return weight;
}

// https://www.rfc-editor.org/rfc/rfc9110#name-accept-language
std::optional<Language> best_accepted(std::string_view header) {
    std::optional<Language> best;
    double best_weight = 0;
    for (const auto& range : split(header.substr(0, 200), ", \t")) {
        const auto language = parse_language(range);
        if (!language || weight_of(range) <= best_weight) continue;
        best = language;
        best_weight = weight_of(range);
    }
    return best;
}

json::Object read_texts(std::string_view code) {
    const auto file = base::embedded_file(fmt::format("src/auth/locales/{}.json", code));
    auto texts = file ? json::parse(*file) : std::nullopt;
    if (!texts || !texts->is_object()) throw std::runtime_error(fmt::format("locales/{}.json is broken", code));
    return std::move(texts->get_object());
}

} // namespace

Language choose_language(const http::Request& request, std::string_view site_default) {
    if (const auto chosen = chosen_language(request)) return *chosen;
    if (const auto accepted = best_accepted(request.header("accept-language"))) return *accepted;
    return parse_language(site_default).value_or(Language::English);
}

std::optional<Language> chosen_language(const http::Request& request) {
    return parse_language(request.text_or("lang", ""));
}

std::string with_language(std::string_view url, Language language) {
    const auto mark = std::min(url.find('?'), url.size());
    std::string result(url.substr(0, mark));
    char separator = '?';
    for (const auto& parameter : split(url.substr(mark), "?&")) {
        if (parameter.starts_with("lang=")) continue;
        result += separator + parameter;
        separator = '&';
    }
    return fmt::format("{}{}lang={}", result, separator, code_of(language));
}

Language language_of(std::string_view locale) {
    return locale.starts_with("ja") ? Language::Japanese : Language::English;
}

std::string_view code_of(Language language) { return kCodes.at(static_cast<std::size_t>(language)); }

const json::Object& texts_of(Language language) {
    static const std::array<json::Object, 2> texts = {read_texts(kCodes[0]), read_texts(kCodes[1])};
    return texts.at(static_cast<std::size_t>(language));
}

std::string say(Language language, std::string_view key,
                std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
    const auto dot = key.find('.');
    std::string text(texts_of(language).at(key.substr(0, dot)).as_object().at(key.substr(dot + 1)).as_string());
    for (const auto& [name, value] : values) {
        const std::string hole = fmt::format("{{{}}}", name);
        if (const auto at = text.find(hole); at != std::string::npos) text.replace(at, hole.size(), value);
    }
    return text;
}

} // namespace auth
