#pragma once

#include "base/network.h"
#include "base/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace base {

enum class Registrations { Open, Approval, Closed };
enum class LogLevel { Debug, Info, Warning, Error };
// How a mail server is spoken to: TLS from the start, TLS after STARTTLS (or, opportunistic, where it is offered), or
// in the clear.
enum class SmtpSecurity { Starttls, Opportunistic, Tls, None };
// Who may see something of this server's.
enum class Shown : std::uint8_t { Nobody, Users, Everybody };
// Who may read what is put into a bucket: as the bucket itself says, or everybody.
enum class S3Acl { None, PublicRead };
// When a picture of another server is fetched: as it is heard of, when somebody looks at it, or by its viewers.
enum class RemoteMedia { Eager, OnView, Never };
// Who translates posts.
enum class Translator : std::uint8_t { None, LibreTranslate, DeepL };

// Everything an operator can set, with its default: the key in akebono.toml is the name in the comment, the
// environment's is AKEBONO_ and the key in capitals, dots as underscores. config_keys.cpp has a row for each.
struct Config {
    // ── who we are ──
    std::string domain = "localhost:3000"; // domain: the part of a handle after the @. Never change it later.
    std::string web_domain;                // web_domain: the host of every URL; empty: domain.
    bool https = false;                    // https: whether URLs begin with https; default: unless domain is localhost.

    // ── where things are ──
    std::filesystem::path data = "data";   // data: the folder of everything that we keep on disk.
    std::string database;                  // database: a path or postgresql:// URL; empty: DATA/akebono.db.
    std::string listen = "127.0.0.1:3000"; // listen: ADDRESS:PORT; port 0 takes a free one.

    // ── who may ask ──
    std::vector<Network> trusted_proxies;           // trusted_proxies: whose X-Forwarded-* are believed.
    bool rate_limits = true;                        // rate_limits
    std::vector<Network> allowed_private_addresses; // allowed_private_addresses: private networks that outgoing
                                                    // requests may reach.
    std::vector<Network> metrics_networks = loopback_networks(); // metrics_networks: who may read /metrics.

    // ── how much ──
    int workers = 0;              // workers: threads for requests; 0: 4 on SQLite, 8 on PostgreSQL.
    int database_connections = 0; // database_connections: 0: as many as needed by workers and jobs.
    int max_connections = 20'000; // max_connections: open sockets.

    // ── the site ──
    std::string title = "Akebono";
    std::string description;
    std::string contact_email;
    std::string contact_account; // contact_account: a local username; shown on the instance page.
    std::string default_language = "en";
    Registrations registrations = Registrations::Closed; // registrations: open | approval | closed.

    // ── mail ──
    std::string smtp_server; // smtp.server: HOST:PORT; empty: there is no mail.
    std::string smtp_user;   // smtp.user: empty: nobody signs in.
    std::string smtp_password;
    std::string smtp_from;                               // smtp.from: an address; empty: notifications@ and the domain.
    SmtpSecurity smtp_security = SmtpSecurity::Starttls; // smtp.security
    std::string smtp_ca_file = "/etc/ssl/certs/ca-certificates.crt"; // smtp.ca_file

    // ── media ──
    std::string media_url; // media.url: what stands before the names of files in URLs; empty: this server shows them.
    RemoteMedia media_remote = RemoteMedia::OnView;                 // media.remote: eager | on_view | never.
    std::int64_t media_remote_budget_bytes = std::int64_t{5} << 30; // media.remote_budget: "5GiB"
    int media_per_post = 4;                                         // media.per_post: files of ours in one post.
    int media_remote_days = 7; // media.remote_days: unseen for so long, they go; 0: only for want of room.
    std::string s3_bucket;     // s3.bucket: empty: files are in DATA/media.
    std::string s3_region = "us-east-1";
    std::string s3_endpoint;      // s3.endpoint: empty: AWS.
    bool s3_path_style = false;   // s3.path_style; default: with an endpoint.
    std::string s3_prefix;        // s3.prefix: before the names of all files in the bucket.
    std::string s3_access_key_id; // s3.access_key_id: empty: the role of this machine or container.
    std::string s3_secret_access_key;
    S3Acl s3_acl = S3Acl::None;
    std::string s3_storage_class;                                  // s3.storage_class: empty: the bucket's own.
    std::string s3_ca_file = "/etc/ssl/certs/ca-certificates.crt"; // s3.ca_file

    // ── translation ──
    Translator translation_service = Translator::None; // translation.service: none | libretranslate | deepl.
    std::string translation_url; // translation.url: where it is; empty: DeepL's own, as the key says.
    std::string translation_api_key;
    std::string translation_ca_file = "/etc/ssl/certs/ca-certificates.crt"; // translation.ca_file

    // ── other servers ──
    bool federation_allow_http = false;       // federation.allow_http: without TLS, too. For tests only.
    bool federation_allow_list = false;       // federation.allow_list: only servers that are allowed, only for users.
    bool federation_authorized_fetch = false; // federation.authorized_fetch: documents only for those who sign.
    Shown federation_show_blocks = Shown::Nobody;        // federation.show_domain_blocks: disabled | users | all.
    Shown federation_show_block_reasons = Shown::Nobody; // federation.show_domain_blocks_rationale
    std::string federation_ca_file = "/etc/ssl/certs/ca-certificates.crt"; // federation.ca_file

    // ── log ──
    LogLevel log_level = LogLevel::Info;                                    // log.level, or just log = "debug"
    enum class LogFormat { Auto, Text, Json } log_format = LogFormat::Auto; // log.format

    // "https://social.example"; no slash at the end.
    std::string web_url() const;
    const std::string& web_host() const { return web_domain.empty() ? domain : web_domain; }
    // Whether documents are only for those who sign what they ask.
    bool wants_signatures() const { return federation_authorized_fetch || federation_allow_list; }
    bool is_postgresql() const;
    // The path of the SQLite file. Only when !is_postgresql().
    std::filesystem::path sqlite_path() const;
};

// Reads `file` (none is fine when it was not asked for: pass an empty path to look for akebono.toml in the working
// folder), then lets `environment` (AKEBONO_… names) override it; AKEBONO_CONFIG stands in for an empty `file`. Unknown
// keys, wrong types and impossible values are errors, one a line, that name the key, the file and line, and what would
// be right.
Result<Config> load_config(const std::filesystem::path& file, const std::map<std::string, std::string>& environment);

// The AKEBONO_… variables of this process, but for those of the tests and of Kubernetes.
std::map<std::string, std::string> akebono_environment();

} // namespace base
