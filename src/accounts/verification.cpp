#include "accounts/verification.h"

#include "accounts/accounts.h"
#include "base/ascii.h"
#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "federation/domain_policy.h"
#include "federation/page.h"
#include "http/client.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace accounts {

namespace {

constexpr std::size_t kPageBytes = 1 << 20;

struct Claims {
    std::string username;
    std::vector<std::string> urls; // As the fields have them.
};

constexpr std::string_view kFields = "select fields from accounts where id = $1 and domain = ''";
constexpr std::string_view kFieldsHeld = "select fields from accounts where id = $1 and domain = '' /*for_update*/";

json::Array fields_of(db::Tx& tx, AccountId account, std::string_view sql) {
    auto rows = tx.query(sql, {account});
    auto parsed = rows.next() ? json::parse(rows.text(0)) : std::nullopt;
    return parsed && parsed->is_array() ? std::move(parsed->get_array()) : json::Array();
}

std::string text_of(const json::Value& field) { return std::string(field.at("text").as_string()); }

std::optional<base::Url> page_of(db::Tx& tx, const std::string& text) {
    auto url = base::Url::parse(base::trim(text));
    if (!url || is_our_domain(tx.config(), url->host) || federation::is_suspended_host(tx, url->host)) {
        return std::nullopt;
    }
    return url;
}

Claims claims_of(db::Tx& tx, AccountId account) {
    Claims claims;
    auto rows = tx.query("select username from accounts where id = $1 and domain = ''", {account});
    if (!rows.next()) return claims;
    claims.username = rows.string(0);
    for (const auto& field : fields_of(tx, account, kFields)) {
        if (field.at("verified_at").is_null() && page_of(tx, text_of(field))) claims.urls.push_back(text_of(field));
    }
    return claims;
}

bool is_me(std::string_view rel) {
    while (!rel.empty()) {
        const auto end = std::min(rel.find_first_of(" \t\r\n"), rel.size());
        if (rel.substr(0, end) == "me") return true;
        rel.remove_prefix(std::min(end + 1, rel.size()));
    }
    return false;
}

// https://microformats.org/wiki/rel-me
bool links_to(const federation::Page& page, const std::vector<std::string>& profile) {
    return std::ranges::any_of(page.links, [&](const federation::Page::Link& link) {
        std::string href = base::ascii_lower(link.href);
        while (href.ends_with('/')) href.pop_back();
        return is_me(link.rel) && std::ranges::find(profile, href) != profile.end();
    });
}

bool confirms(http::Client& client, const std::string& url, const std::vector<std::string>& profile) {
    http::Outgoing request;
    request.url = base::Url::parse(base::trim(url))->text();
    request.headers = {{"Accept", "text/html, application/xhtml+xml"}};
    request.max_bytes = kPageBytes;
    request.may_cut = true;
    const auto answer = client.fetch(std::move(request));
    return answer && answer->status == 200 && links_to(federation::read_page(base::sanitize(answer->body)), profile);
}

void keep_verified(db::Tx& tx, AccountId account, const std::set<std::string>& verified) {
    auto fields = fields_of(tx, account, kFieldsHeld);
    for (auto& field : fields) {
        auto& at = field.at("verified_at");
        if (at.is_null() && verified.contains(text_of(field))) at = tx.now().time_since_epoch().count();
    }
    tx.exec("update accounts set fields = $2 where id = $1 and domain = ''", {account, boost::json::serialize(fields)});
}

} // namespace

void verify_fields(const jobs::Arguments& arguments, db::Database& database) {
    const auto account = arguments.id<AccountId>("account_id");
    Claims claims;
    std::vector<std::string> profile;
    http::Client* client = nullptr;
    database.read([&](db::Tx& tx) {
        claims = claims_of(tx, account);
        client = tx.context().client;
        const std::string name = base::ascii_lower(claims.username);
        profile = {tx.config().web_url() + "/@" + name, tx.config().web_url() + "/users/" + name};
    });
    if (!client) return;
    std::set<std::string> verified;
    for (const auto& url : claims.urls) {
        if (confirms(*client, url, profile)) verified.insert(url);
    }
    if (!verified.empty()) database.write([&](db::Tx& tx) { keep_verified(tx, account, verified); });
}

} // namespace accounts
