#include "auth/applications.h"

#include "auth/redirect_uri.h"
#include "auth/words.h"
#include "base/text.h"

#include <algorithm>
#include <fmt/core.h>

namespace auth {
namespace {

constexpr std::size_t kMaxName = 60; // Characters, as the others.
constexpr std::size_t kMaxRedirectUris = 2000;
constexpr std::size_t kMaxWebsite = 2000;

std::string join_lines(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

std::string too_long(std::size_t maximum) { return fmt::format("is too long (maximum is {} characters)", maximum); }

void check_name(std::vector<Problem>& problems, const std::string& name) {
    const auto problem = [&](std::string_view error, std::string description) {
        problems.push_back({"name", error, "Application name", std::move(description)});
    };
    if (base::trim(name).empty()) problem("ERR_BLANK", "can't be blank");
    if (base::code_point_count(name) > kMaxName) problem("ERR_TOO_LONG", too_long(kMaxName));
}

void check_redirect_uris(std::vector<Problem>& problems, const std::vector<std::string>& uris) {
    const auto problem = [&](std::string_view error, std::string_view description) {
        problems.push_back({"redirect_uri", error, "Redirect URI", std::string(description)});
    };
    if (uris.empty()) problem("ERR_BLANK", "can't be blank");
    if (join_lines(uris).size() > kMaxRedirectUris) return problem("ERR_TOO_LONG", too_long(kMaxRedirectUris));
    for (const auto& uri : uris) {
        if (const auto wrong = find_redirect_problem(uri); !wrong.empty()) return problem("ERR_INVALID", wrong);
    }
}

void check_website(std::vector<Problem>& problems, const std::string& website) {
    const auto problem = [&](std::string_view error, std::string description) {
        problems.push_back({"website", error, "Application website", std::move(description)});
    };
    const bool is_web = website.starts_with("https://") || website.starts_with("http://");
    if (!is_web || !find_redirect_problem(website.substr(0, website.find('#'))).empty()) {
        problem("ERR_INVALID", "is not a valid URL");
    }
    if (website.size() > kMaxWebsite) problem("ERR_TOO_LONG", too_long(kMaxWebsite));
}

void insert_application(db::Tx& tx, const Application& app) {
    tx.exec(R"(
        insert into oauth_applications (id, name, website, client_id, client_secret, redirect_uris, scopes, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8))", {app.id, app.name, app.website, app.client_id, app.client_secret, join_lines(app.redirect_uris),
                       app.scopes, tx.now()});
}

std::optional<Application> read_application(db::Rows rows) {
    if (!rows.next()) return std::nullopt;
    return Application{
        .id = rows.id<ApplicationId>(0),
        .name = rows.string(1),
        .website = rows.maybe_string(2),
        .client_id = rows.string(3),
        .client_secret = rows.string(4),
        .redirect_uris = split(rows.text(5), "\n"),
        .scopes = rows.string(6),
    };
}

} // namespace

http::Scope Application::scope_bits() const { return http::parse_scopes(scopes).value_or(http::Scope::None); }

// U+2068 first strong isolate, U+2069 pop directional isolate.
std::string Application::isolated_name() const { return "\u2068" + name + "\u2069"; }

bool Application::may_redirect_to(std::string_view uri) const {
    return std::ranges::any_of(redirect_uris, [&](const auto& own) { return is_same_redirect(own, uri); });
}

std::vector<Problem> find_problems(const NewApplication& wanted) {
    std::vector<Problem> problems;
    check_name(problems, wanted.name);
    check_redirect_uris(problems, wanted.redirect_uris);
    if (!http::parse_scopes(wanted.scopes)) {
        problems.push_back({"scopes", "ERR_INCLUSION", "Scopes", "doesn't match configured on the server."});
    }
    if (wanted.website) check_website(problems, *wanted.website);
    return problems;
}

Result<Application> register_application(db::Tx& tx, const NewApplication& wanted) {
    if (const auto problems = find_problems(wanted); !problems.empty()) return base::invalid(describe(problems));

    Application app{
        .id = tx.new_id<ApplicationId>(),
        .name = std::string(base::trim(wanted.name)),
        .website = wanted.website,
        .client_id = tx.random().token(),
        .client_secret = tx.random().token(),
        .redirect_uris = wanted.redirect_uris,
        .scopes = normalise_scopes(wanted.scopes),
    };
    insert_application(tx, app);
    return app;
}

std::optional<Application> find_application(db::Tx& tx, ApplicationId id) {
    return read_application(tx.query(R"(
        select id, name, website, client_id, client_secret, redirect_uris, scopes
        from oauth_applications where id = $1)", {id}));
}

std::optional<Application> find_application(db::Tx& tx, std::string_view client_id) {
    return read_application(tx.query(R"(
        select id, name, website, client_id, client_secret, redirect_uris, scopes
        from oauth_applications where client_id = $1)", {client_id}));
}

std::string normalise_scopes(std::string_view text) {
    std::string result;
    std::vector<std::string> seen;
    for (auto& scope : split(text, " +\t\r\n")) {
        if (std::ranges::find(seen, scope) != seen.end()) continue;
        result += (result.empty() ? "" : " ") + scope;
        seen.push_back(std::move(scope));
    }
    return result;
}

} // namespace auth
