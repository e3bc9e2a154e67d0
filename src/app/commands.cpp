#include "app/commands.h"

#include "accounts/moving_cli.h"
#include "app/config_cli.h"
#include "app/migrate_cli.h"
#include "app/serve_cli.h"
#include "app/version_cli.h"
#include "auth/users_cli.h"
#include "federation/federation_cli.h"
#include "federation/relays_cli.h"
#include "instance/announcements_cli.h"
#include "instance/emojis_cli.h"
#include "instance/legal_texts_cli.h"
#include "instance/rules_cli.h"
#include "jobs/jobs_cli.h"
#include "media/media_cli.h"
#include "moderation/domain_blocks_cli.h"

namespace app {
namespace {

using cli::Parameter;

constexpr bool kRequired = true;
constexpr std::string_view kRoles = "user|moderator|admin|owner";

constexpr Parameter kServe[] = {
    {"--listen ADDRESS:PORT", "Where to answer, instead of what the configuration says"},
};
constexpr Parameter kAccountsCreate[] = {
    {"NAME", "The username: letters, digits and underscores", kRequired},
    {"--email ADDRESS", "The e-mail address, for signing in", kRequired},
    {"--password PASSWORD", "Instead of one that is made up and printed"},
    {"--role ROLE", "What they may do; user when it is not given", !kRequired, kRoles},
    {"--confirmed", "The e-mail address needs no confirmation"},
};
constexpr Parameter kAccountsModify[] = {
    {"NAME", "The username", kRequired},
    {"--email ADDRESS", "Another e-mail address"},
    {"--role ROLE", "What they may do", !kRequired, kRoles},
    {"--password PASSWORD", "Another password; signs them out everywhere"},
    {"--reset-password", "The same, with one that is made up and printed"},
    {"--confirm", "The e-mail address counts as confirmed"},
    {"--approve", "Let a pending sign-up in"},
    {"--disable", "They cannot sign in; signs them out everywhere"},
    {"--enable", "They can again"},
};
constexpr Parameter kAccountsList[] = {
    {"--limit NUMBER", "At most so many, newest first; 100 when it is not given"},
    {"--json", "As a JSON array"},
};
constexpr Parameter kAccountsDelete[] = {
    {"NAME", "The username", kRequired},
    {"--yes", "Do not ask first"},
};
constexpr Parameter kAccountsAlias[] = {
    {"NAME", "The username", kRequired},
    {"--add ACCT", "Another account that is the same person: it can then move here"},
    {"--remove ACCT", "One that is not any more, by its handle or as the list shows it"},
};
constexpr Parameter kAccountsMove[] = {
    {"NAME", "The username", kRequired},
    {"--to ACCT", "Who they are now; that account must have this one as an alias"},
    {"--redirect", "Only show that they are there: followers stay, and no alias is needed"},
    {"--force", "Also within 30 days of the last time"},
    {"--return", "They are here again; followers stay where they are"},
};
constexpr Parameter kAnnouncementsCreate[] = {
    {"TEXT", "What to tell everybody on this server", kRequired},
    {"--starts-at TIME", "A date or a time; it is shown from then on, and at once when it is not given"},
    {"--ends-at TIME", "A date or a time; it is shown until then, and until it is deleted when it is not given"},
    {"--all-day", "These are whole days: the last is shown to its end"},
};
constexpr Parameter kAnnouncementsList[] = {
    {"--limit NUMBER", "At most so many, newest first; 100 when it is not given"},
    {"--json", "As a JSON array"},
};
constexpr Parameter kAnnouncementsDelete[] = {
    {"ID", "As announcements list shows it", kRequired},
};
constexpr Parameter kEmojiImport[] = {
    {"FILE", "A tar archive, compressed with gzip: a picture (PNG, GIF, WebP) for each, named by its shortcode",
     kRequired},
    {"--prefix TEXT", "Before each shortcode"},
    {"--suffix TEXT", "After each shortcode"},
    {"--category NAME", "Where apps show them"},
    {"--unlisted", "Apps do not offer them"},
    {"--overwrite", "In the place of those with the same shortcode, which are skipped otherwise"},
};
constexpr Parameter kEmojiExport[] = {
    {"FILE", "The archive to write, as emoji import takes it", kRequired},
    {"--category NAME", "Only those in it"},
    {"--overwrite", "In the place of a file that is there already"},
};
constexpr Parameter kEmojiPurge[] = {
    {"--remote-only", "Only those of other servers; they come back with the next post that uses them"},
    {"--suspended-only", "Only those of servers that are suspended here"},
};
constexpr Parameter kFederationStatus[] = {
    {"--limit NUMBER", "At most so many, the longest queue first; 100 when it is not given"},
    {"--json", "As a JSON array"},
};
constexpr std::string_view kSeverities = "suspend|silence|noop";
constexpr Parameter kFederationBlock[] = {
    {"DOMAIN", "The server, with all names below its own", kRequired},
    {"--severity SEVERITY", "How much; suspend when it is not given and the server is not blocked yet", !kRequired,
     kSeverities},
    {"--reject-media", "Pictures, films and emojis from there are not shown"},
    {"--reject-reports", "Reports from there are ignored"},
    {"--comment TEXT", "Why, for those who may see it"},
    {"--private-comment TEXT", "Why, for those who run this server"},
    {"--obfuscate", "The public list shows only parts of the name"},
};
constexpr Parameter kFederationDomain[] = {
    {"DOMAIN", "The server", kRequired},
};
constexpr Parameter kFederationBlocks[] = {
    {"--limit NUMBER", "At most so many, newest first; 1000 when it is not given"},
    {"--json", "As a JSON array"},
};
constexpr Parameter kFederationPurge[] = {
    {"DOMAIN", "The server", kRequired},
    {"--include-subdomains", "And all names below its own"},
    {"--dry-run", "Only say how much it is"},
};
constexpr Parameter kRelay[] = {
    {"INBOX", "The address of the relay's inbox", kRequired},
};
constexpr Parameter kRelays[] = {
    {"--json", "As a JSON array"},
};
constexpr Parameter kJobsList[] = {
    {"--dead", "Those that failed too often and were given up, instead of those that wait"},
    {"--limit NUMBER", "At most so many, oldest first; 100 when it is not given"},
    {"--json", "As a JSON array"},
};
constexpr Parameter kJobsRetry[] = {
    {"ID", "A dead job, as jobs list --dead shows it"},
    {"--all", "Every dead job"},
};
constexpr Parameter kMediaUsage[] = {
    {"--json", "As a JSON object"},
};
constexpr Parameter kMediaRemove[] = {
    {"--days NUMBER", "Those that nobody has seen for so many days; 7 when it is not given"},
    {"--prune-profiles", "Avatars and headers, too"},
    {"--dry-run", "Say what would be removed, and remove nothing"},
};
constexpr Parameter kMediaRemoveOrphans[] = {
    {"--dry-run", "Say what would be removed, and remove nothing"},
};
constexpr Parameter kMediaRefresh[] = {
    {"--domain DOMAIN", "Those from that server"},
    {"--days NUMBER", "Those that came in so many days"},
    {"--all", "All of them"},
    {"--force", "Those that are here already, too"},
};
constexpr Parameter kMediaLookup[] = {
    {"URL", "As posts and profiles show it", kRequired},
};
constexpr Parameter kPolicyPublish[] = {
    {"FILE", "HTML when its name ends in .html; else text, whose paragraphs an empty line parts", kRequired},
};
constexpr Parameter kTermsPublish[] = {
    {"FILE", "HTML when its name ends in .html; else text, whose paragraphs an empty line parts", kRequired},
    {"--from DAY", "The day from which they hold, such as 2026-07-01; today when it is not given"},
};
constexpr Parameter kTermsList[] = {
    {"--json", "As a JSON array"},
};
constexpr Parameter kTermsRemove[] = {
    {"DAY", "As terms list shows it", kRequired},
};
constexpr Parameter kRulesAdd[] = {
    {"TEXT", "What everybody keeps to, in up to 300 characters", kRequired},
    {"--hint TEXT", "What it means in detail"},
};
constexpr Parameter kRulesList[] = {
    {"--json", "As a JSON array"},
};
constexpr Parameter kRulesRemove[] = {
    {"ID", "The number that rules list shows", kRequired},
};
constexpr Parameter kVersion[] = {
    {"--json", "As a JSON object"},
};

constexpr cli::Command kCommands[] = {
    {"serve", "Run the server until it is told to stop", kServe, cli_serve,
     "akebono serve\nakebono serve --data /var/lib/akebono --listen 127.0.0.1:3000"},
    {"migrate", "Bring the database up to this version; serve does so by itself", {}, cli_migrate},
    {"accounts create", "Create an account; prints a password when none is given", kAccountsCreate, auth::cli_create,
     "akebono accounts create alice --email alice@example.com --role owner --confirmed"},
    {"accounts modify", "Change an e-mail address, a password, or who may do what", kAccountsModify, auth::cli_modify,
     "akebono accounts modify alice --reset-password\nakebono accounts modify bob --disable"},
    {"accounts list", "List the accounts of this server", kAccountsList, auth::cli_list,
     "akebono accounts list --json"},
    {"accounts delete", "Delete an account with all that is in it, for good; its name stays taken", kAccountsDelete,
     auth::cli_delete, "akebono accounts delete alice"},
    {"accounts alias", "Say which other accounts somebody is, and list those", kAccountsAlias, accounts::cli_alias,
     "akebono accounts alias alice --add alice@old.example"},
    {"accounts move", "Move somebody to another account, with their followers", kAccountsMove, accounts::cli_move,
     "akebono accounts move alice --to alice@new.example"},
    {"announcements create", "Tell everybody on this server something; prints its ID", kAnnouncementsCreate,
     instance::cli_announce, "akebono announcements create 'Maintenance at ten.' --ends-at 2026-12-24T22:00:00+09:00"},
    {"announcements list", "List what everybody was told", kAnnouncementsList, instance::cli_list_announcements,
     "akebono announcements list --json"},
    {"announcements delete", "Take an announcement back", kAnnouncementsDelete, instance::cli_delete_announcement},
    {"emoji import", "Add custom emojis from an archive", kEmojiImport, instance::cli_import_emojis,
     "akebono emoji import cats.tar.gz --category Cats"},
    {"emoji export", "Write the custom emojis of this server to an archive", kEmojiExport, instance::cli_export_emojis,
     "akebono emoji export emojis.tar.gz"},
    {"emoji purge", "Forget custom emojis, those of this server, too", kEmojiPurge, instance::cli_purge_emojis,
     "akebono emoji purge --remote-only"},
    {"federation status", "List the servers with something waiting for them or wrong with them", kFederationStatus,
     federation::cli_status, "akebono federation status --json"},
    {"federation block", "Keep a server away, or out of public places; again, with other options, to change it",
     kFederationBlock, moderation::cli_block,
     "akebono federation block spam.example --comment Spam\n"
     "akebono federation block loud.example --severity silence --reject-media"},
    {"federation unblock", "Take that back; what was deleted stays deleted", kFederationDomain,
     moderation::cli_unblock},
    {"federation blocks", "List the servers that are blocked", kFederationBlocks, moderation::cli_list_blocks,
     "akebono federation blocks --json"},
    {"federation allow", "Put a server on the list of those that alone are spoken with", kFederationDomain,
     moderation::cli_allow, "akebono federation allow friends.example"},
    {"federation disallow", "Take it off that list; where the list is in force, what came from there is deleted",
     kFederationDomain, moderation::cli_disallow},
    {"federation allows", "List those servers", kFederationBlocks, moderation::cli_list_allows},
    {"federation purge", "Delete all that came from a server; it may come back", kFederationPurge,
     moderation::cli_purge, "akebono federation purge gone.example --dry-run"},
    {"federation relay add", "Subscribe to a relay: public posts go there, and come from there", kRelay,
     federation::cli_add_relay, "akebono federation relay add https://relay.example/inbox"},
    {"federation relay remove", "Take that back", kRelay, federation::cli_remove_relay},
    {"federation relay list", "List the relays, and what they have answered", kRelays, federation::cli_list_relays},
    {"jobs list", "List the work that waits, or that was given up", kJobsList, jobs::cli_list,
     "akebono jobs list --dead"},
    {"jobs retry", "Try again what was given up", kJobsRetry, jobs::cli_retry, "akebono jobs retry --all"},
    {"media usage", "Show how much room files take", kMediaUsage, media::cli_usage},
    {"media remove", "Remove copies of other servers' pictures; they are fetched again when somebody looks at them",
     kMediaRemove, media::cli_remove, "akebono media remove --days 30\nakebono media remove --days 0 --prune-profiles"},
    {"media remove-orphans", "Remove files that no post and no profile knows of", kMediaRemoveOrphans,
     media::cli_remove_orphans, "akebono media remove-orphans --dry-run"},
    {"media refresh", "Fetch pictures of other servers that are not here", kMediaRefresh, media::cli_refresh,
     "akebono media refresh --domain remote.example --days 3"},
    {"media lookup", "Say whose file it is", kMediaLookup, media::cli_lookup},
    {"privacy-policy publish",
     "Publish the privacy policy of this server, in the place of the one before; prints its address", kPolicyPublish,
     instance::cli_publish_privacy_policy, "akebono privacy-policy publish privacy.html"},
    {"privacy-policy remove", "Take the privacy policy back", {}, instance::cli_remove_privacy_policy},
    {"rules add", "Add a rule of this server at the end; prints its number", kRulesAdd, instance::cli_add_rule,
     "akebono rules add 'Be kind' --hint 'No insults, no harassment.'"},
    {"rules list", "List the rules of this server", kRulesList, instance::cli_list_rules, "akebono rules list"},
    {"rules remove", "Remove a rule of this server", kRulesRemove, instance::cli_remove_rule,
     "akebono rules remove 111683827199410176"},
    {"terms publish", "Publish terms of service that hold from a day on; prints their address", kTermsPublish,
     instance::cli_publish_terms, "akebono terms publish terms.html --from 2026-07-01"},
    {"terms list", "List the terms of service, and which of them hold", kTermsList, instance::cli_list_terms,
     "akebono terms list --json"},
    {"terms remove", "Take terms of service back", kTermsRemove, instance::cli_remove_terms,
     "akebono terms remove 2026-07-01"},
    {"config check",
     "Check the configuration, and print what is in force",
     {},
     cli_config_check,
     "akebono config check --config /etc/akebono/akebono.toml"},
    {"config reference", "Print all that can be configured, as Markdown", {}, cli_config_reference},
    {"version", "Print the version", kVersion, cli_version},
};

} // namespace

std::span<const cli::Command> commands() { return kCommands; }

} // namespace app
