#include "instance/instance_json.h"

#include "accounts/account_json.h"
#include "accounts/accounts.h"
#include "base/version.h"
#include "instance/about.h"
#include "instance/configuration_json.h"
#include "instance/pictures.h"

namespace instance {

namespace {

constexpr std::string_view kMastodonVersion = "4.6.0";
// Where the source is to be had: for the packager to say.
constexpr std::string_view kSourceUrl;

bool is_open(const base::Config& config) { return config.registrations != base::Registrations::Closed; }
bool needs_approval(const base::Config& config) { return config.registrations == base::Registrations::Approval; }

void write_contact_account(json::Writer& out, db::Tx& tx) {
    const auto& name = tx.config().contact_account;
    const auto account = name.empty() ? std::nullopt : accounts::find_by_acct(tx, name);
    if (account && account->is_local()) {
        accounts::write_account(out, tx, account->id);
    } else {
        out.null();
    }
}

void write_usage(json::Writer& out, const Counts& counts) {
    out.begin_object();
    out.key("users");
    out.begin_object();
    out.field("active_month", counts.active_month);
    out.end_object();
    out.end_object();
}

void write_thumbnail(json::Writer& out, const std::string& web_url) {
    out.begin_object();
    out.field("url", web_url + std::string(kPreviewPath));
    out.null_field("description");
    out.end_object();
}

void write_icons(json::Writer& out, const std::string& web_url) {
    out.begin_array();
    for (const auto& icon : kIcons) {
        out.begin_object();
        out.field("src", web_url + std::string(icon.path));
        out.field("size", icon.size);
        out.end_object();
    }
    out.end_array();
}

void write_languages(json::Writer& out, const base::Config& config) {
    out.begin_array();
    out.value(config.default_language);
    out.end_array();
}

void write_registrations(json::Writer& out, const base::Config& config) {
    out.begin_object();
    out.field("enabled", is_open(config));
    out.field("approval_required", needs_approval(config));
    out.field("reason_required", false);
    out.null_field("message");
    out.null_field("min_age");
    out.null_field("url");
    out.end_object();
}

void write_contact(json::Writer& out, db::Tx& tx) {
    out.begin_object();
    out.field("email", tx.config().contact_email);
    out.key("account");
    write_contact_account(out, tx);
    out.end_object();
}

void write_stats(json::Writer& out, const Counts& counts) {
    out.begin_object();
    out.field("user_count", counts.users);
    out.field("status_count", counts.statuses);
    out.field("domain_count", counts.domains);
    out.end_object();
}

} // namespace

void write_instance(json::Writer& out, db::Tx& tx) {
    const base::Config& config = tx.config();
    const About found = about(tx);
    const std::string web_url = config.web_url();
    out.begin_object();
    out.field("domain", config.domain);
    out.field("title", config.title);
    out.field("version", version_text());
    out.field("source_url", kSourceUrl);
    out.field("description", config.description);
    out.key("usage");
    write_usage(out, found.counts);
    out.key("thumbnail");
    write_thumbnail(out, web_url);
    out.key("icon");
    write_icons(out, web_url);
    out.key("languages");
    write_languages(out, config);
    out.key("configuration");
    write_configuration(out, config, found.published);
    out.key("registrations");
    write_registrations(out, config);
    out.key("api_versions");
    out.begin_object();
    out.field("mastodon", kApiVersion);
    out.end_object();
    out.null_field("wrapstodon");
    out.key("contact");
    write_contact(out, tx);
    out.key("rules");
    write_rules(out, found.rules);
    out.end_object();
}

void write_instance_v1(json::Writer& out, db::Tx& tx) {
    const base::Config& config = tx.config();
    const About found = about(tx);
    out.begin_object();
    out.field("uri", config.domain);
    out.field("title", config.title);
    out.field("short_description", config.description);
    out.field("description", config.description);
    out.field("email", config.contact_email);
    out.field("version", version_text());
    out.key("urls");
    out.begin_object();
    out.field("streaming_api", streaming_url(config));
    out.end_object();
    out.key("stats");
    write_stats(out, found.counts);
    out.field("thumbnail", config.web_url() + std::string(kPreviewPath));
    out.key("languages");
    write_languages(out, config);
    out.field("registrations", is_open(config));
    out.field("approval_required", needs_approval(config));
    out.field("invites_enabled", false);
    out.key("configuration");
    write_configuration_v1(out, config);
    out.key("contact_account");
    write_contact_account(out, tx);
    out.key("rules");
    write_rules(out, found.rules);
    out.end_object();
}

std::string version_text() {
    return std::string(kMastodonVersion) + " (compatible; Akebono " + std::string(base::kVersion) + ")";
}

std::string streaming_url(const base::Config& config) {
    return (config.web_url().starts_with("https:") ? "wss://" : "ws://") + config.web_host();
}

} // namespace instance
