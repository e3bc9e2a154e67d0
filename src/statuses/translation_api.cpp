#include "base/languages.h"
#include "statuses/statuses_api.h"
#include "statuses/translating.h"
#include "translation/translation.h"

namespace statuses {

namespace {

// The language that somebody reads: what their app says, else what they have chosen here.
std::string_view language_of(const http::Request& request, const base::Config& config) {
    const auto* asked = base::iso_language(request.text_or("lang", ""));
    const auto* chosen = base::iso_language(request.caller.locale);
    return asked ? asked->code : chosen ? chosen->code : std::string_view(config.default_language);
}

// What the database says.
struct Known {
    Result<Translatable> post = base::not_found();
    std::optional<translation::Languages> languages;
};

Known look_up(const http::Request& request, db::Database& database, StatusId id) {
    Known known;
    database.read([&](db::Tx& tx) {
        known.post = find_translatable(tx, id, request.account());
        if (known.post) known.languages = translation::known_languages(tx);
    });
    return known;
}

std::optional<translation::Translated> look_up(db::Database& database, const translation::Texts& texts) {
    std::optional<translation::Translated> translated;
    database.read([&](db::Tx& tx) { translated = translation::known_translation(tx, texts); });
    return translated;
}

} // namespace

// https://docs.joinmastodon.org/methods/statuses/#translate
http::Reply post_translate(const http::Request& request, db::Database& database) {
    const auto& config = database.context().config;
    if (!translation::is_on(config)) return base::not_found();
    auto [found, languages] = look_up(request, database, TRY(request.id<StatusId>("id")));
    const auto post = TRY(std::move(found));
    if (!languages && !request.may_wait) return http::wait_elsewhere();
    if (!languages) languages = TRY(translation::ask_for_languages(database));

    const auto pair = translation::find_pair(*languages, post.language, language_of(request, config));
    if (!pair) return base::forbidden();
    const translation::Texts texts{.html = texts_of(post), .source = pair->source, .target = pair->target};
    auto translated =
        texts.html.empty() ? translation::Translated{.html = {}, .source = texts.source} : look_up(database, texts);
    if (!translated && !request.may_wait) return http::wait_elsewhere();
    if (!translated) translated = TRY(translation::translate(database, texts));
    return http::json([&](json::Writer& out) {
        write_translation(out, post, *translated, texts.target, translation::provider(config));
    });
}

} // namespace statuses
