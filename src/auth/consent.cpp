#include "auth/consent.h"

#include "auth/words.h"

#include <algorithm>
#include <array>
#include <fmt/core.h>

namespace auth {
namespace {

// In the order they are shown. A parent stands for all that begin with it.
constexpr auto kGroups = std::to_array<std::string_view>({"profile", "read", "write", "follow", "push", "admin"});

bool is_in(std::string_view group, std::string_view scope) {
    return scope == group || (scope.starts_with(group) && scope.substr(group.size()).starts_with(':'));
}

bool has(const std::vector<std::string>& scopes, std::string_view scope) {
    return std::ranges::find(scopes, scope) != scopes.end();
}

// "read:lists" when "read" is asked for too, "admin:read:reports" with "admin:read".
bool is_covered(std::string_view scope, const std::vector<std::string>& scopes) {
    const auto colon = scope.rfind(':');
    return colon != std::string_view::npos && has(scopes, scope.substr(0, colon));
}

json::Array items_of(std::string_view group, const std::vector<std::string>& scopes, Language language) {
    json::Array items;
    for (const auto& scope : scopes) {
        if (!is_in(group, scope) || is_covered(scope, scopes)) continue;
        items.push_back(json::Value(say(language, "scopes." + scope)));
    }
    return items;
}

json::Array groups_of(const std::string& scopes_text, Language language) {
    const auto scopes = split(scopes_text, " ");
    json::Array groups;
    for (const auto group : kGroups) {
        auto items = items_of(group, scopes, language);
        if (items.empty()) continue;
        groups.push_back(json::Object{
            {"kind", group},
            {"title", say(language, fmt::format("groups.{}", group))},
            {"is_one", items.size() == 1},
            {"only", items.front()},
            {"warning", group == "admin" ? say(language, "scopes.admin_warning") : ""},
            {"items", std::move(items)},
        });
    }
    return groups;
}

bool is_web(std::string_view uri) { return uri.starts_with("https://") || uri.starts_with("http://"); }

// "app.example" of "https://app.example/callback".
std::string_view host_of(std::string_view uri) {
    const auto host = uri.substr(uri.find("://") + 3);
    return host.substr(0, host.find_first_of("/?#"));
}

std::string what_comes_after(const Authorization& authorization, Language language) {
    if (authorization.is_out_of_band()) return say(language, "consent.after_code");
    if (!is_web(authorization.redirect_uri)) return say(language, "consent.after_app");
    return say(language, "consent.after_host", {{"place", host_of(authorization.redirect_uri)}});
}

json::Array fields_of(const AuthorizationQuestion& question) {
    json::Array fields;
    for (const auto& [name, value] : parameters_of(question)) {
        if (!value.empty()) fields.push_back(json::Object{{"name", name}, {"value", value}});
    }
    return fields;
}

} // namespace

std::vector<std::pair<std::string_view, std::string>> parameters_of(const AuthorizationQuestion& question) {
    return {
        {"response_type", question.response_type},
        {"client_id", question.client_id},
        {"redirect_uri", question.redirect_uri},
        {"scope", question.scope},
        {"state", question.state},
        {"code_challenge", question.code_challenge},
        {"code_challenge_method", question.code_challenge_method},
    };
}

json::Object describe_consent(const Authorization& authorization, const AuthorizationQuestion& question,
                              Language language) {
    const Application& app = authorization.application;
    const std::string website = app.website.value_or("");
    return {
        {"heading", say(language, "consent.heading", {{"app", app.isolated_name()}})},
        {"website", website},
        {"website_host", website.empty() ? "" : host_of(website)},
        {"groups", groups_of(authorization.scopes, language)},
        {"after", what_comes_after(authorization, language)},
        {"fields", fields_of(question)},
    };
}

} // namespace auth
