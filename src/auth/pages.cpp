#include "auth/pages.h"

#include "auth/assets.h"
#include "base/embedded.h"
#include "base/text.h"

#include <fmt/core.h>
#include <kainjow/mustache.hpp>

#include <stdexcept>

namespace auth {
namespace {

namespace mustache = kainjow::mustache;

std::string template_text(std::string_view name) {
    const auto file = base::embedded_file(fmt::format("src/auth/pages/{}.mustache", name));
    if (!file) throw std::runtime_error(fmt::format("{}.mustache is missing from the binary", name));
    return std::string(*file);
}

mustache::data to_data(const json::Value& value);

mustache::data to_data(const json::Object& object) {
    mustache::data data;
    for (const auto& member : object) data.set(std::string(member.key()), to_data(member.value()));
    return data;
}

mustache::data to_data(const json::Value& value) {
    // An empty text is nothing: {{#error}} must not show an empty notice.
    if (const auto* text = value.if_string(); text && text->empty()) return mustache::data::type::bool_false;
    if (const auto* text = value.if_string()) return {std::string(*text)};
    if (const auto* truth = value.if_bool())
        return {*truth ? mustache::data::type::bool_true : mustache::data::type::bool_false};
    if (const auto* object = value.if_object()) return to_data(*object);
    mustache::data list(mustache::data::type::list);
    for (const auto& element : value.as_array()) list.push_back(to_data(element));
    return list;
}

json::Array other_languages(const http::Request& request, Language current) {
    json::Array languages;
    if (request.method != http::Method::Get) return languages; // Forms are not sent again by a link.
    for (const auto language : {Language::English, Language::Japanese}) {
        languages.push_back(json::Object{
            {"code", code_of(language)},
            {"name", say(language, "site.language")},
            {"path", with_language(request.path + "?" + request.query, language)},
            {"is_current", language == current},
        });
    }
    return languages;
}

http::Reply with_headers(http::Reply reply, bool may_leave) {
    // Chromium holds redirects after a form to form-action too, wherever they lead to: an app's address cannot be
    // listed.
    const std::string policy =
        fmt::format("default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'{}",
                    may_leave ? "" : "; form-action 'self'");
    return std::move(reply)
        .with_header("Content-Security-Policy", policy)
        .with_header("X-Frame-Options", "DENY")
        .with_header("X-Content-Type-Options", "nosniff")
        .with_header("Referrer-Policy", "same-origin") // Not "no-referrer": forms would come with Origin: null.
        .with_header("Cache-Control", "private, no-store");
}

} // namespace

http::Reply render(const Page& page, const http::Request& request, const base::Config& config, Language language) {
    mustache::data data = to_data(page.values);
    data.set("t", to_data(texts_of(language)));
    data.set("lang", std::string(code_of(language)));
    data.set("title", page.title);
    data.set("site", config.title);
    data.set("domain", config.domain);
    data.set("style", asset_path("auth.css"));
    data.set("mark", asset_path("mark.svg"));
    data.set("languages", to_data(json::Value(other_languages(request, language))));
    data.set("body", template_text(page.name));

    mustache::mustache frame(template_text("layout"));
    if (!frame.is_valid()) throw std::runtime_error("layout.mustache: " + frame.error_message());
    frame.set_custom_escape([](const std::string& text) { return base::escape_html(text); });
    return with_headers(http::html(page.status, frame.render(data)), page.may_leave);
}

http::Reply render_problem(int status, std::string_view key, const http::Request& request, const base::Config& config,
                           Language language) {
    const std::string title = say(language, fmt::format("problem.{}_title", key));
    return render({.name = "problem",
                   .title = title,
                   .values = {{"text", say(language, fmt::format("problem.{}_text", key))}},
                   .status = status},
                  request, config, language);
}

} // namespace auth
