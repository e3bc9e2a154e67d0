#include "federation/inbox.h"

#include "accounts/remote_accounts.h"
#include "federation/backlog.h"
#include "federation/documents.h"
#include "federation/domain_policy.h"
#include "federation/follower_notices.h"
#include "federation/hosts.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "federation/received.h"
#include "federation/relays.h"
#include "federation/remote_keys.h"
#include "federation/signatures.h"
#include "jobs/jobs.h"

#include <algorithm>

namespace federation {

namespace {

using base::Refusal;
using base::refuse;

constexpr std::chrono::hours kProfileIsFresh{7 * 24};

// What can be said of a sender without asking anybody.
struct Sender {
    std::optional<RemoteKey> key;
    bool is_kept_away = false;
};

Sender find_sender(db::Database& database, const std::string& key_id) {
    Sender sender;
    database.read([&](db::Tx& tx) {
        sender.key = find_remote_key(tx, key_id);
        sender.is_kept_away = sender.key ? sender.key->is_kept_away : is_kept_away(tx, host_of_key(key_id));
    });
    return sender;
}

Result<json::Object> parse_body(const http::Request& request) {
    auto parsed = json::parse(request.body);
    if (!parsed || !parsed->is_object()) return refuse(Refusal::BadRequest, "the body is no JSON object");
    auto& document = parsed->get_object();
    if (type_of(document).empty() || id_in(document, "actor").empty()) {
        return refuse(Refusal::BadRequest, "the body is no activity");
    }
    return std::move(document);
}

Activity as_activity(json::Object document) {
    Activity activity;
    activity.id = id_of(document);
    activity.type = type_of(document);
    activity.actor_uri = id_in(document, "actor");
    activity.document = std::move(document);
    return activity;
}

// Of somebody whom nobody here has met: unless it speaks of us, or came to one of us, it concerns nobody. Looked for is
// our host alone: some write the slashes of an address with a backslash before each.
bool may_concern_us(const Activity& activity, const http::Request& request, const base::Config& config,
                    bool is_personal) {
    const bool is_about_itself = activity.object_id() == activity.actor_uri;
    if ((activity.type == "Delete" || activity.type == "Update") && is_about_itself) return false;
    return is_personal || request.body.find(config.web_host()) != std::string::npos;
}

// Relays, and those whose post somebody else answers, pass on what was sent to them as it stands. What it says is not
// believed of them, nor of a signature within: that they name it is all.
std::optional<json::Object> named_by_another(db::Database& database, const Activity& passed, const Sender& sender) {
    const std::string uri = passed.object_id();
    const bool is_boost = passed.type == "Announce"; // Of anybody's, and worth a look when a relay passes it on.
    const bool is_known_kind =
        is_boost || passed.type == "Create" || passed.type == "Update" || passed.type == "Delete";
    if (!sender.key || !is_known_kind || uri.empty() || uri == passed.actor_uri) return std::nullopt;
    if (!is_boost && !is_same_host(uri, passed.actor_uri)) return std::nullopt;
    json::Object named{{"id", sender.key->owner_uri + "#passed-on/" + uri},
                       {"type", kPassedOn},
                       {"actor", sender.key->owner_uri},
                       {"passed", passed.type},
                       {"object", uri}};
    bool is_by_relay = false;
    database.read([&](db::Tx& tx) { is_by_relay = is_relay(tx, sender.key->owner); });
    if (is_boost && !is_by_relay) return std::nullopt;
    if (is_by_relay && (is_boost || passed.type == "Create")) {
        named["type"] = "Announce";
        named["to"] = json::Array{kPublic};
    }
    return named;
}

// Its server says whom of ours it takes for followers: whether that is right is looked at where there is time to wait.
void compare_followers(db::Tx& tx, const http::Request& request, const SignatureClaim& claim, const RemoteKey& key) {
    const auto url = differing_followers(tx, request, claim, {.id = key.owner, .uri = key.owner_uri});
    if (!url) return;
    jobs::enqueue_waiting(tx, "synchronize_followers", {{"account_id", key.owner.value}, {"url", *url}}, {},
                          "synchronize_followers:" + to_string(key.owner));
}

enum class Proof { Given, Refused, MustWait };

// Whether `key`, or the one that has taken its place, signed the request.
Result<Proof> prove(const http::Request& request, const SignatureClaim& claim, std::optional<RemoteKey>& key,
                    db::Database& database, std::chrono::milliseconds patience) {
    if (key && is_signed(request, claim, *key)) return Proof::Given;
    if (key && is_fresh(*key, database.context().clock.now())) return Proof::Refused;
    TRY(may_fetch_key(database.context(), claim.key_id));
    if (!request.may_wait) return Proof::MustWait;
    key = TRY(fetch_remote_key(database, claim.key_id, patience));
    return is_signed(request, claim, *key) ? Proof::Given : Proof::Refused;
}

// Of this process.
Backlog& backlog() {
    static Backlog one;
    return one;
}

} // namespace

Result<Intake> take_in(const http::Request& request, db::Database& database, std::optional<AccountId> inbox_account,
                       std::span<const Receiver> receivers, std::chrono::milliseconds key_patience) {
    const base::Config& config = database.context().config;
    const base::Time now = database.context().clock.now();
    const auto claim = TRY(read_signature(request, config, now));
    const std::string host = host_of_key(claim.key_id);
    TRY(backlog().check(database, now, host)); // Before anything that costs: whoever floods us floods on.
    Activity activity = as_activity(TRY(parse_body(request)));
    std::string_view body = request.body;
    std::string announcement;
    Sender sender = find_sender(database, claim.key_id);
    if (sender.is_kept_away) return base::forbidden("nothing is taken from this server");
    if (activity.type == kPassedOn || !find_receiver(receivers, activity)) return Intake::Dropped;
    if (!may_be_key_of(claim.key_id, activity.actor_uri)) {
        auto named = named_by_another(database, activity, sender);
        if (!named) return Intake::Dropped;
        body = announcement = boost::json::serialize(*named);
        activity = as_activity(std::move(*named));
    }
    if (!sender.key && !may_concern_us(activity, request, config, inbox_account.has_value())) return Intake::Dropped;

    const Proof proof = TRY(prove(request, claim, sender.key, database, key_patience));
    if (proof == Proof::MustWait) return Intake::MustWait;
    if (proof == Proof::Refused)
        return refuse(Refusal::Unauthorized, "the signature is not by the key " + claim.key_id);
    if (sender.key->owner_uri != activity.actor_uri) {
        return refuse(Refusal::Unauthorized, "the key belongs to another actor");
    }
    if (sender.key->is_suspended && !activity.is_allowed_of_suspended()) return Intake::Dropped;
    database.write([&](db::Tx& tx) {
        keep_received(tx, sender.key->owner, inbox_account, body, claim.signature);
        if (sender.key->has_failing_host) note_alive(tx, host_of(sender.key->owner_uri));
        if (sender.key->fetched_at < now - kProfileIsFresh) accounts::refresh_later(tx, sender.key->owner);
        compare_followers(tx, request, claim, *sender.key);
    });
    backlog().add(host, body);
    return Intake::Kept;
}

} // namespace federation
