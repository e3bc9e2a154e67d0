#pragma once

#include "http/request.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// The languages of our pages, and their texts in locales/*.json.
namespace auth {

enum class Language { English, Japanese };

// The parameter `lang`, else what the browser asks for, else the site's: the same before and after somebody has signed
// in.
Language choose_language(const http::Request& request, std::string_view site_default);

// The one that the parameter `lang` names: the person, or the app, has chosen it.
std::optional<Language> chosen_language(const http::Request& request);

// The one for somebody with this locale: for what is sent to them.
Language language_of(std::string_view locale);

// "en", "ja".
std::string_view code_of(Language language);

// `url` with the parameter `lang` set.
std::string with_language(std::string_view url, Language language);

// All texts of a language: objects of texts.
const json::Object& texts_of(Language language);

// The text at "sign_in.title", with {name} replaced by what stands for "name" in `values`. A fault when there is no
// such text.
std::string say(Language language, std::string_view key,
                std::initializer_list<std::pair<std::string_view, std::string_view>> values = {});

} // namespace auth
