#include "base/config_keys.h"

#include "base/ascii.h"
#include "base/log.h"
#include "base/url.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace base {
namespace {

using Texts = std::vector<std::string>;

template <auto Member>
ConfigValue get_text(const Config& config) {
    return std::string(config.*Member);
}
template <auto Member>
bool set_any_text(Config& config, const ConfigValue& value) {
    config.*Member = std::get<std::string>(value);
    return true;
}
template <auto Member>
bool set_text(Config& config, const ConfigValue& value) {
    return !std::get<std::string>(value).empty() && set_any_text<Member>(config, value);
}

template <auto Member>
ConfigValue get_flag(const Config& config) {
    return config.*Member;
}
template <auto Member>
bool set_flag(Config& config, const ConfigValue& value) {
    config.*Member = std::get<bool>(value);
    return true;
}

template <auto Member>
ConfigValue get_number(const Config& config) {
    return std::int64_t{config.*Member};
}
template <auto Member, int Lowest, int Highest>
bool set_number(Config& config, const ConfigValue& value) {
    const auto number = std::get<std::int64_t>(value);
    if (number < Lowest || number > Highest) return false;
    config.*Member = static_cast<int>(number);
    return true;
}

template <auto Member>
bool set_domain(Config& config, const ConfigValue& value) {
    const auto domain = normalise_domain(std::get<std::string>(value));
    if (domain) config.*Member = *domain;
    return domain.has_value();
}
bool set_web_domain(Config& config, const ConfigValue& value) {
    if (!std::get<std::string>(value).empty()) return set_domain<&Config::web_domain>(config, value);
    config.web_domain.clear();
    return true;
}

template <auto Member>
ConfigValue get_networks(const Config& config) {
    Texts texts;
    for (const auto& network : config.*Member) texts.push_back(network.text());
    return texts;
}
template <auto Member>
bool set_networks(Config& config, const ConfigValue& value) {
    std::vector<Network> networks;
    for (const auto& text : std::get<Texts>(value)) {
        auto network = Network::parse(text);
        if (!network) return false;
        networks.push_back(*network);
    }
    config.*Member = std::move(networks);
    return true;
}

// The names of an enum's values, in their order.
template <auto Member, const auto& Names>
ConfigValue get_choice(const Config& config) {
    return std::string(Names[static_cast<std::size_t>(config.*Member)]);
}
template <auto Member, const auto& Names>
bool set_choice(Config& config, const ConfigValue& value) {
    const auto found = std::ranges::find(Names, std::get<std::string>(value));
    if (found == Names.end()) return false;
    config.*Member = static_cast<std::remove_reference_t<decltype(config.*Member)>>(found - Names.begin());
    return true;
}
constexpr std::array<std::string_view, 3> kRegistrations = {"open", "approval", "closed"};
constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warning", "error"};
constexpr std::array<std::string_view, 4> kSecurities = {"starttls", "opportunistic", "tls", "none"};
constexpr std::array<std::string_view, 3> kRemoteMedia = {"eager", "on_view", "never"};
constexpr std::array<std::string_view, 2> kAcls = {"none", "public-read"};
constexpr std::array<std::string_view, 3> kFormats = {"auto", "text", "json"};
constexpr std::array<std::string_view, 3> kTranslators = {"none", "libretranslate", "deepl"};
constexpr std::array<std::string_view, 3> kShown = {"disabled", "users", "all"};

bool set_database(Config& config, const ConfigValue& value) {
    const auto& text = std::get<std::string>(value);
    const bool is_url = text.find("://") != std::string::npos;
    if (is_url && !text.starts_with("postgresql://") && !text.starts_with("postgres://")) return false;
    config.database = text;
    return true;
}

bool set_listen(Config& config, const ConfigValue& value) {
    return Endpoint::parse(std::get<std::string>(value)) && set_text<&Config::listen>(config, value);
}

template <auto Member>
bool set_address(Config& config, const ConfigValue& value) {
    const auto& text = std::get<std::string>(value);
    const auto at = text.find('@');
    if (!text.empty() && (at == 0 || at == std::string::npos || at + 1 == text.size())) return false;
    config.*Member = text;
    return true;
}

// Goes into the envelope of every mail.
bool set_smtp_from(Config& config, const ConfigValue& value) {
    const auto is_allowed = [](char c) { return c > ' ' && c <= '~' && c != '<' && c != '>'; };
    return std::ranges::all_of(std::get<std::string>(value), is_allowed)
           && set_address<&Config::smtp_from>(config, value);
}

bool set_smtp_server(Config& config, const ConfigValue& value) {
    const auto& text = std::get<std::string>(value);
    const auto colon = text.rfind(':');
    const auto is_in_a_host = [](char c) {
        return is_ascii_alphanumeric(c) || std::string_view(".-:[]").find(c) != std::string_view::npos;
    };
    const bool has_port = colon != std::string::npos && colon > 0 && colon + 1 < text.size() && text.size() - colon <= 6
                          && std::ranges::all_of(text.substr(colon + 1), is_ascii_digit);
    if (!text.empty() && (!has_port || !std::ranges::all_of(text, is_in_a_host))) return false;
    config.smtp_server = text;
    return true;
}

struct Unit {
    std::string_view name;
    int bits;
};
constexpr std::array<Unit, 3> kUnits = {{{"MiB", 20}, {"GiB", 30}, {"TiB", 40}}};

// "5GiB": the largest unit that leaves a whole number.
template <auto Member>
ConfigValue get_size(const Config& config) {
    Unit unit = kUnits[0];
    for (const auto& larger : kUnits) {
        if ((config.*Member & ((std::int64_t{1} << larger.bits) - 1)) == 0) unit = larger;
    }
    return std::to_string(config.*Member >> unit.bits) + std::string(unit.name);
}
template <auto Member>
bool set_size(Config& config, const ConfigValue& value) {
    const auto& text = std::get<std::string>(value);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    std::string_view name(end, static_cast<std::size_t>(text.data() + text.size() - end));
    while (name.starts_with(' ')) name.remove_prefix(1);
    const auto* unit = std::ranges::find(kUnits, name, &Unit::name);
    if (error != std::errc() || unit == kUnits.end() || number < 1 || number > 1'000'000) return false;
    config.*Member = number << unit->bits;
    return true;
}

// Without the slash at its end; `may_have_path` or not.
template <auto Member, bool MayHavePath>
bool set_url(Config& config, const ConfigValue& value) {
    const auto& text = std::get<std::string>(value);
    const auto url = Url::parse(text);
    const bool is_plain = url && url->target.find_first_of("?#") == std::string::npos;
    if (!text.empty() && (!is_plain || (!MayHavePath && url->target != "/"))) return false;
    config.*Member = text.empty() ? "" : url->text();
    if ((config.*Member).ends_with('/')) (config.*Member).pop_back();
    return true;
}

// What stands in hosts and paths as it is.
bool is_plain_name(std::string_view text, std::string_view more) {
    return std::ranges::all_of(
        text, [&](char c) { return is_ascii_alphanumeric(c) || more.find(c) != std::string_view::npos; });
}
template <auto Member>
bool set_name(Config& config, const ConfigValue& value) {
    return is_plain_name(std::get<std::string>(value), "-._") && set_any_text<Member>(config, value);
}
bool set_s3_prefix(Config& config, const ConfigValue& value) {
    std::string_view text = std::get<std::string>(value);
    while (text.starts_with('/')) text.remove_prefix(1);
    while (text.ends_with('/')) text.remove_suffix(1);
    if (!is_plain_name(text, "-._/") || text.find("//") != std::string_view::npos) return false;
    config.s3_prefix = text.empty() ? "" : std::string(text) + "/";
    return true;
}

bool set_contact_account(Config& config, const ConfigValue& value) {
    std::string_view name = std::get<std::string>(value);
    if (name.starts_with('@')) name.remove_prefix(1);
    if (!std::ranges::all_of(name, [](char c) { return is_ascii_alphanumeric(c) || c == '_'; })) return false;
    config.contact_account = name;
    return true;
}

bool set_default_language(Config& config, const ConfigValue& value) {
    const auto& text = std::get<std::string>(value);
    const auto is_letter = [](char c) { return is_ascii_letter(c) || c == '-'; };
    if (text.size() < 2 || text.size() > 10 || !std::ranges::all_of(text, is_letter)) return false;
    config.default_language = text;
    return true;
}

constexpr std::string_view kAddresses = "an array of addresses and networks, such as [\"10.0.0.0/8\", \"::1\"]";
constexpr std::string_view kSite = "The site";
constexpr std::string_view kPlaces = "Where things are";
constexpr std::string_view kNetwork = "Who may ask";
constexpr std::string_view kSizes = "How much";
constexpr std::string_view kMail = "Mail";
constexpr std::string_view kMedia = "Media";
constexpr std::string_view kTranslation = "Translation";
constexpr std::string_view kFederation = "Other servers";
constexpr std::string_view kLog = "Log";

constexpr ConfigKey kKeys[] = {
    {"Names", "domain", "a host name, such as \"social.example\"",
     "The part of every handle after the second @, and the name by which other servers know this one. "
     "Choose it once: accounts cannot move with a change.",
     get_text<&Config::domain>, set_domain<&Config::domain>, "`localhost` with the port of `listen`"},
    {"Names", "web_domain", "a host name, such as \"www.social.example\", or empty",
     "The host of every URL, where it is not `domain`.", get_text<&Config::web_domain>, set_web_domain, "`domain`"},
    {"Names", "https", "true or false",
     "Whether URLs begin with https. Clients and other servers insist on it, so a proxy in front must speak TLS.",
     get_flag<&Config::https>, set_flag<&Config::https>, "`true`, but for a `web_domain` that is localhost"},

    {kPlaces, "data", "a path", "The folder of everything that is kept on disk. It is created, for its owner alone.",
     get_text<&Config::data>, set_text<&Config::data>},
    {kPlaces, "database", "a path, or a URL that begins with postgresql://",
     "Where the database is: the path of a file for SQLite, or `postgresql://USER:PASSWORD@HOST:PORT/NAME` for PostgreSQL 15 or later.",
     get_text<&Config::database>, set_database, "`akebono.db` in `data`"},
    {kPlaces, "listen", "ADDRESS:PORT with an IP address, such as \"127.0.0.1:3000\" or \"[::]:3000\"",
     "Where requests are answered. Port 0 takes any that is free.", get_text<&Config::listen>, set_listen},

    {kNetwork, "trusted_proxies", kAddresses,
     "The proxies in front of this server. Only what they say in `X-Forwarded-For` and `X-Forwarded-Proto` is believed; "
     "for a proxy on the same machine: `[\"127.0.0.1\", \"::1\"]`.",
     get_networks<&Config::trusted_proxies>, set_networks<&Config::trusted_proxies>},
    {kNetwork, "rate_limits", "true or false",
     "Whether clients that ask too often are answered 429. False is for tests and for proxies that limit by themselves.",
     get_flag<&Config::rate_limits>, set_flag<&Config::rate_limits>},
    {kNetwork, "allowed_private_addresses", kAddresses,
     "Private addresses that requests to other servers may reach all the same. None may be reached otherwise, so that nobody makes "
     "this server look into its own network.",
     get_networks<&Config::allowed_private_addresses>, set_networks<&Config::allowed_private_addresses>},
    {kNetwork, "metrics_networks", kAddresses, "Who may read `/metrics`.", get_networks<&Config::metrics_networks>,
     set_networks<&Config::metrics_networks>},

    {kSizes, "workers", "a whole number from 0 to 256",
     "Threads that answer requests. 0 is 4 with SQLite and 8 with PostgreSQL.", get_number<&Config::workers>,
     set_number<&Config::workers, 0, 256>},
    {kSizes, "database_connections", "a whole number from 0 to 1000",
     "Connections to the database. 0 is as many as the threads need.", get_number<&Config::database_connections>,
     set_number<&Config::database_connections, 0, 1000>},
    {kSizes, "max_connections", "a whole number from 16 to 1000000",
     "Open connections of clients, streams among them. Those beyond are refused.", get_number<&Config::max_connections>,
     set_number<&Config::max_connections, 16, 1'000'000>},

    {kSite, "title", "a text that is not empty", "The name of the site.", get_text<&Config::title>,
     set_text<&Config::title>},
    {kSite, "description", "a text", "A sentence or two about the site, shown by apps before people sign in.",
     get_text<&Config::description>, set_any_text<&Config::description>},
    {kSite, "contact_email", "an e-mail address, or empty", "Where people reach those who run the site. It is public.",
     get_text<&Config::contact_email>, set_address<&Config::contact_email>},
    {kSite, "contact_account", "a username of this server, or empty",
     "The account of whoever runs the site, shown beside its description.", get_text<&Config::contact_account>,
     set_contact_account},
    {kSite, "default_language", "a language code, such as \"en\" or \"ja\"",
     "The language of pages for browsers that ask for none, and of the site itself.",
     get_text<&Config::default_language>, set_default_language},
    {kSite, "registrations", "\"open\", \"approval\" or \"closed\"",
     "Who may sign up: everybody, everybody whom a moderator lets in, or nobody, and accounts are made with `akebono accounts create`.",
     get_choice<&Config::registrations, kRegistrations>, set_choice<&Config::registrations, kRegistrations>},

    {kMail, "smtp.server", "HOST:PORT, such as \"smtp.example.com:587\", or empty",
     "The server that sends mail. With one, who signs up follows a link in a mail before they can come in; without, there is no mail, and "
     "addresses count as confirmed.",
     get_text<&Config::smtp_server>, set_smtp_server},
    {kMail, "smtp.security", "\"starttls\", \"opportunistic\", \"tls\" or \"none\"",
     "How it is spoken to: encrypted after STARTTLS, which it must offer (port 587); the same, but in the clear where it does not offer it; "
     "encrypted from the start (port 465); or in the clear.",
     get_choice<&Config::smtp_security, kSecurities>, set_choice<&Config::smtp_security, kSecurities>},
    {kMail, "smtp.user", "a text", "The name to sign in with there. Empty: nobody signs in.",
     get_text<&Config::smtp_user>, set_any_text<&Config::smtp_user>},
    {kMail, "smtp.password", "a text", "The password to sign in with there. Better given in the environment.",
     get_text<&Config::smtp_password>, set_any_text<&Config::smtp_password>},
    {kMail, "smtp.from", "an e-mail address, or empty", "The address that mail comes from.",
     get_text<&Config::smtp_from>, set_smtp_from, "`notifications@` and the `domain`"},
    {kMail, "smtp.ca_file", "a path", "The certificates that vouch for that server, in PEM.",
     get_text<&Config::smtp_ca_file>, set_text<&Config::smtp_ca_file>},

    {kMedia, "media.url", "an address that begins with https:// or http://, or empty",
     "What stands before the names of files in their URLs: a CDN, or the bucket itself where everybody may read it, with the `s3.prefix` where "
     "there is one. Empty: this server shows files itself, or leads to where they can be read for an hour, which a private bucket needs.",
     get_text<&Config::media_url>, set_url<&Config::media_url, true>, "`/system` on this server"},
    {kMedia, "media.per_post", "a whole number from 1 to 16",
     "How many pictures a post of this server may have. Of films and sound it is one. Other servers may show only the first four.",
     get_number<&Config::media_per_post>, set_number<&Config::media_per_post, 1, 16>},
    {kMedia, "media.remote", "\"eager\", \"on_view\" or \"never\"",
     "When pictures of other servers are fetched: as soon as they are heard of; when somebody looks at them; or never, and people's apps "
     "fetch them from there, which tells those servers who looks at what. Faces, emojis, and pictures of link previews are never fetched ahead; "
     "neither are films and sound, which are taken up to 99 MB, and to a tenth of the budget.",
     get_choice<&Config::media_remote, kRemoteMedia>, set_choice<&Config::media_remote, kRemoteMedia>},
    {kMedia, "media.remote_budget", "a size, such as \"500MiB\", \"5GiB\" or \"1TiB\"",
     "How much room copies of other servers' pictures, films and sound may take. It is never exceeded: those that nobody has seen for the longest time go first, and "
     "are fetched again when somebody looks at them.",
     get_size<&Config::media_remote_budget_bytes>, set_size<&Config::media_remote_budget_bytes>},
    {kMedia, "media.remote_days", "a whole number from 0 to 3650",
     "Once a week, copies that nobody has seen for so many days are removed. 0: only for want of room.",
     get_number<&Config::media_remote_days>, set_number<&Config::media_remote_days, 0, 3650>},
    {kMedia, "s3.bucket", "the name of a bucket, or empty",
     "The bucket of S3, or of a service that speaks like it, that keeps files. Empty: they are kept in `media` in `data`.",
     get_text<&Config::s3_bucket>, set_name<&Config::s3_bucket>},
    {kMedia, "s3.region", "the name of a region", "The region of the bucket.", get_text<&Config::s3_region>,
     set_name<&Config::s3_region>},
    {kMedia, "s3.endpoint", "an address without a path, such as \"https://s3.example.com\", or empty",
     "The service, where it is not AWS. It may be on a private address.", get_text<&Config::s3_endpoint>,
     set_url<&Config::s3_endpoint, false>, "that of AWS in the `s3.region`"},
    {kMedia, "s3.path_style", "true or false",
     "Whether the bucket's name stands in the path (`https://ENDPOINT/BUCKET/…`) or in the host (`https://BUCKET.ENDPOINT/…`).",
     get_flag<&Config::s3_path_style>, set_flag<&Config::s3_path_style>, "`true` with an `s3.endpoint`"},
    {kMedia, "s3.prefix", "letters, digits, and any of -._/, or empty",
     "What the names of all files in the bucket begin with, for a bucket that others use, too.",
     get_text<&Config::s3_prefix>, set_s3_prefix},
    {kMedia, "s3.access_key_id", "a text",
     "Whose bucket it is. Empty: the role of the machine or container is asked for credentials, as AWS provides them for EC2, ECS and EKS.",
     get_text<&Config::s3_access_key_id>, set_any_text<&Config::s3_access_key_id>},
    {kMedia, "s3.secret_access_key", "a text", "The secret of `s3.access_key_id`. Better given in the environment.",
     get_text<&Config::s3_secret_access_key>, set_any_text<&Config::s3_secret_access_key>},
    {kMedia, "s3.acl", "\"none\" or \"public-read\"",
     "Who may read a file in the bucket: whom the bucket's own policy lets, or everybody. New buckets of AWS refuse `public-read`.",
     get_choice<&Config::s3_acl, kAcls>, set_choice<&Config::s3_acl, kAcls>},
    {kMedia, "s3.storage_class", "the name of a storage class, such as \"STANDARD_IA\", or empty",
     "How files are kept. Empty: as the bucket does by default.", get_text<&Config::s3_storage_class>,
     set_name<&Config::s3_storage_class>},
    {kMedia, "s3.ca_file", "a path", "The certificates that vouch for the service, in PEM.",
     get_text<&Config::s3_ca_file>, set_text<&Config::s3_ca_file>},

    {kTranslation, "translation.service", "\"none\", \"libretranslate\" or \"deepl\"",
     "Who translates public posts when people ask for it: nobody, and apps show no button; a LibreTranslate server, such as one of your own; "
     "or DeepL. What was translated is kept for a day.",
     get_choice<&Config::translation_service, kTranslators>, set_choice<&Config::translation_service, kTranslators>},
    {kTranslation, "translation.url", "an address that begins with https:// or http://, or empty",
     "Where that service is: `http://127.0.0.1:5000` for LibreTranslate on the same machine. It may be on a private address.",
     get_text<&Config::translation_url>, set_url<&Config::translation_url, true>,
     "for DeepL its own: that of its free plan for a key that ends in `:fx`"},
    {kTranslation, "translation.api_key", "a text",
     "The key that the service wants: DeepL always does. Better given in the environment.",
     get_text<&Config::translation_api_key>, set_any_text<&Config::translation_api_key>},
    {kTranslation, "translation.ca_file", "a path", "The certificates that vouch for the service, in PEM.",
     get_text<&Config::translation_ca_file>, set_text<&Config::translation_ca_file>},

    {kFederation, "federation.allow_http", "true or false",
     "Whether other servers may be spoken to without TLS. Only for tests: everybody on the way can read and change what "
     "is said. The server warns of it when it starts.",
     get_flag<&Config::federation_allow_http>, set_flag<&Config::federation_allow_http>},
    {kFederation, "federation.ca_file", "a path",
     "The certificates that vouch for other servers, in PEM. All are checked, always.",
     get_text<&Config::federation_ca_file>, set_text<&Config::federation_ca_file>},
    {kFederation, "federation.authorized_fetch", "true or false",
     "Whether other servers get documents only when they sign what they ask, so that those who are kept away cannot read "
     "here. Some software does not sign: it will not find this server's people.",
     get_flag<&Config::federation_authorized_fetch>, set_flag<&Config::federation_authorized_fetch>},
    {kFederation, "federation.allow_list", "true or false",
     "Whether only servers that `akebono federation allow` names are spoken with. Then nothing is shown to who is not "
     "signed in, and `federation.authorized_fetch` is on. `akebono federation purge` deletes what came from others before.",
     get_flag<&Config::federation_allow_list>, set_flag<&Config::federation_allow_list>},
    {kFederation, "federation.show_domain_blocks", "\"disabled\", \"users\" or \"all\"",
     "Who may see which servers are limited or suspended: nobody, who is signed in, or everybody.",
     get_choice<&Config::federation_show_blocks, kShown>, set_choice<&Config::federation_show_blocks, kShown>},
    {kFederation, "federation.show_domain_blocks_rationale", "\"disabled\", \"users\" or \"all\"",
     "Who of them may see why: the public comment of each.", get_choice<&Config::federation_show_block_reasons, kShown>,
     set_choice<&Config::federation_show_block_reasons, kShown>},

    {kLog, "log", "\"debug\", \"info\", \"warning\" or \"error\", or a table with level and format",
     "Short for `log.level`.", get_choice<&Config::log_level, kLevels>, set_choice<&Config::log_level, kLevels>},
    {kLog, "log.level", "\"debug\", \"info\", \"warning\" or \"error\"",
     "The least important lines that are written to standard error.", get_choice<&Config::log_level, kLevels>,
     set_choice<&Config::log_level, kLevels>},
    {kLog, "log.format", "\"auto\", \"text\" or \"json\"",
     "`text` is for people, `json` is an object a line for machines; `auto` is text on a terminal.",
     get_choice<&Config::log_format, kFormats>, set_choice<&Config::log_format, kFormats>},
};

std::string toml_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\u{:04x}", byte);
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string default_of(const ConfigKey& key) {
    return key.default_text.empty() ? "`" + to_toml(key.get(Config())) + "`" : std::string(key.default_text);
}

} // namespace

std::span<const ConfigKey> config_keys() { return kKeys; }

std::string environment_name(const ConfigKey& key) {
    std::string name = "AKEBONO_";
    for (const char c : key.name) name += c == '.' ? '_' : is_ascii_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    return name;
}

std::string to_toml(const ConfigValue& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return toml_text(*text);
    std::string out;
    for (const auto& text : std::get<Texts>(value)) out += (out.empty() ? "" : ", ") + toml_text(text);
    return "[" + out + "]";
}

bool is_secret(const ConfigKey& key) {
    constexpr std::array<std::string_view, 3> kSecrets = {"smtp.password", "s3.secret_access_key",
                                                          "translation.api_key"};
    return std::ranges::find(kSecrets, key.name) != kSecrets.end();
}

std::string describe(const Config& config) {
    std::string out;
    for (const auto& key : kKeys) {
        if (key.name == "log") continue; // The same again as log.level.
        auto value = key.get(config);
        if (auto* text = std::get_if<std::string>(&value); text && key.name == "database")
            *text = log::without_secrets(*text);
        if (auto* text = std::get_if<std::string>(&value); text && is_secret(key) && !text->empty()) *text = "[hidden]";
        out += fmt::format("{} = {}\n", key.name, to_toml(value));
    }
    return out;
}

std::string config_reference() {
    std::string out =
        "# Configuration\n\n"
        "<!-- Written by `akebono config reference`. A test compares. -->\n\n"
        "Akebono reads `akebono.toml` in the folder where it is started, or the file that `--config` or the environment's `AKEBONO_CONFIG`\n"
        "names. It runs without one. Every key can be set in the environment too, which wins over the file; `--data` and `--listen`\n"
        "win over both. An array in the environment is a list with commas. Relative paths begin at the folder where it is started.\n"
        "`akebono config check` says what is wrong with a configuration, or prints what is in force.\n";
    std::string_view section;
    for (const auto& key : kKeys) {
        if (key.section != section) {
            section = key.section;
            out += fmt::format("\n## {}\n", section);
        }
        out += fmt::format("\n### {}\n{}\n\n- In the environment: `{}`\n- Is: {}\n- Default: {}\n", key.name, key.help,
                           environment_name(key), key.expected, default_of(key));
    }
    return out;
}

} // namespace base
