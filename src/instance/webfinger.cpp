#include "instance/webfinger.h"

#include "accounts/accounts.h"
#include "accounts/actors.h"
#include "accounts/pictures.h"
#include "federation/addresses.h"
#include "federation/documents.h"

#include <initializer_list>
#include <string>

namespace instance {

namespace {

// What stands behind /@ or /users/ in an address of ours; empty for anything else.
std::string_view username_in_url(std::string_view web_url, std::string_view url) {
    if (!url.starts_with(web_url)) return {};
    url.remove_prefix(web_url.size());
    for (const std::string_view path : {"/@", "/users/"}) {
        if (!url.starts_with(path)) continue;
        const auto name = url.substr(path.size());
        return name.find_first_of("/@?#") == std::string_view::npos ? name : std::string_view();
    }
    return {};
}

// The name in "alice@social.example", if that is ours; empty for anything else.
std::string_view username_in_acct(const base::Config& config, std::string_view acct) {
    if (acct.starts_with('@')) acct.remove_prefix(1);
    const auto at = acct.find('@');
    if (at == std::string_view::npos || !accounts::is_our_domain(config, acct.substr(at + 1))) return {};
    return acct.substr(0, at);
}

std::string_view username_in(const base::Config& config, std::string_view resource) {
    if (resource.starts_with("http://") || resource.starts_with("https://")) {
        return username_in_url(config.web_url(), resource);
    }
    if (resource.starts_with("acct:")) resource.remove_prefix(5);
    return username_in_acct(config, resource);
}

std::string avatar_of(db::Tx& tx, AccountId id) {
    auto rows = tx.query("select avatar from accounts where id = $1", {id});
    const std::string avatar = rows.next() ? rows.string(0) : std::string();
    return accounts::picture_url(tx.config(), avatar, accounts::kDefaultAvatarPath);
}

void write_link(json::Writer& out, std::string_view rel, std::string_view type, std::string_view href) {
    out.begin_object();
    out.field("rel", rel);
    if (!type.empty()) out.field("type", type);
    out.field("href", href);
    out.end_object();
}

void write_template(json::Writer& out, std::string_view rel, std::string_view address) {
    out.begin_object();
    out.field("rel", rel);
    out.field("template", address);
    out.end_object();
}

template <typename WriteLinks>
void write_descriptor(json::Writer& out, const std::string& acct, std::initializer_list<std::string_view> aliases,
                      WriteLinks&& write_links) {
    out.begin_object();
    out.field("subject", "acct:" + acct);
    out.key("aliases");
    out.begin_array();
    for (const auto alias : aliases) out.value(alias);
    out.end_array();
    out.key("links");
    out.begin_array();
    write_links();
    out.end_array();
    out.end_object();
}

} // namespace

Result<accounts::Account> find_by_resource(db::Tx& tx, std::string_view resource) {
    return accounts::find_local_actor(tx, username_in(tx.config(), resource));
}

bool is_instance_actor(const base::Config& config, std::string_view resource) {
    if (resource == federation::instance_actor_uri(config)) return true;
    if (resource.starts_with("acct:")) resource.remove_prefix(5);
    return accounts::is_our_domain(config, username_in_acct(config, resource));
}

void write_webfinger(json::Writer& out, db::Tx& tx, const accounts::Account& account) {
    const auto url = accounts::local_url(tx.config(), account.username);
    const auto uri = accounts::local_uri(tx.config(), account.username);
    write_descriptor(out, account.username + "@" + tx.config().domain, {url, uri}, [&] {
        write_link(out, "http://webfinger.net/rel/profile-page", "text/html", url);
        write_link(out, "self", federation::kActivityJson, uri);
        if (!account.is_suspended) write_link(out, "http://webfinger.net/rel/avatar", "", avatar_of(tx, account.id));
        // Where somebody from elsewhere who wants to follow, or to answer, is sent to.
        const auto page = tx.config().web_url() + "/authorize_interaction?uri=";
        write_template(out, "http://ostatus.org/schema/1.0/subscribe", page + "{uri}");
        write_template(out, "https://w3id.org/fep/3b86/Object", page + "{object}"); // FEP-3b86.
        write_template(out, "https://w3id.org/fep/3b86/Follow", page + "{object}");
    });
}

void write_instance_webfinger(json::Writer& out, const base::Config& config) {
    const auto uri = federation::instance_actor_uri(config);
    write_descriptor(out, config.domain + "@" + config.domain, {uri}, [&] {
        write_link(out, "http://webfinger.net/rel/profile-page", "text/html", config.web_url() + "/about");
        write_link(out, "self", federation::kActivityJson, uri);
    });
}

} // namespace instance
