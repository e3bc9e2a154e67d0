#include "federation/relays.h"

#include "base/url.h"
#include "federation/addresses.h"
#include "federation/composing.h"
#include "federation/delivery.h"
#include "federation/origins.h"

namespace federation {

namespace {

constexpr int kMostRelays = 100;

struct Subscription {
    std::string inbox, follow_uri;
    RelayState state = RelayState::Asked;
};

void write_follow(json::Writer& out, const base::Config& config, const std::string& id, Place place) {
    write_activity(out, {.id = id, .type = "Follow", .actor = instance_actor_uri(config)}, place,
                   [](json::Writer& rest) { rest.field("object", kPublic); });
}

// Also to one that has been silent: somebody here wants to hear from it.
void send_follow(db::Tx& tx, const Subscription& relay) {
    std::string document;
    json::Writer out(document);
    write_follow(out, tx.config(), relay.follow_uri, Place::Alone);
    deliver(tx, kInstanceActor, document, std::span(&relay.inbox, 1), Reach::Everyone);
}

void send_undo(db::Tx& tx, const Subscription& relay) {
    const auto actor = instance_actor_uri(tx.config());
    const auto document =
        compose({.id = relay.follow_uri + "/undo", .type = "Undo", .actor = actor}, [&](json::Writer& out) {
            out.key("object");
            write_follow(out, tx.config(), relay.follow_uri, Place::Inside);
        });
    deliver(tx, kInstanceActor, document, std::span(&relay.inbox, 1), Reach::Parting);
}

Result<std::string> parse_inbox(const base::Config& config, std::string_view text) {
    const auto url = base::Url::parse(text);
    if (!url) return base::invalid("a relay is given by the address of its inbox: https://relay.example/inbox");
    if (url->authority() == config.web_host()) return base::invalid("that is this server");
    return url->text();
}

std::optional<Subscription> find_relay(db::Tx& tx, std::string_view inbox) {
    auto rows = tx.query("select inbox_url, follow_uri, state from relays where inbox_url = $1", {inbox});
    if (!rows.next()) return std::nullopt;
    return Subscription{rows.string(0), rows.string(1), static_cast<RelayState>(rows.small(2))};
}

} // namespace

Result<> add_relay(db::Tx& tx, std::string_view text) {
    Subscription relay;
    relay.inbox = TRY(parse_inbox(tx.config(), text));
    if (const auto known = find_relay(tx, relay.inbox)) {
        if (known->state != RelayState::Rejected) {
            return base::refuse(base::Refusal::Conflict, "this server has subscribed to " + relay.inbox + " already");
        }
        tx.exec("delete from relays where inbox_url = $1", {relay.inbox});
    }
    if (tx.query_integer("select count(*) from relays").value_or(0) >= kMostRelays) {
        return base::invalid("no more than 100 relays");
    }
    relay.follow_uri = instance_actor_uri(tx.config()) + "#relays/" + tx.random().token(16);
    tx.exec("insert into relays (id, inbox_url, follow_uri, created_at) values ($1, $2, $3, $4)",
            {tx.new_id(), relay.inbox, relay.follow_uri, tx.now()});
    send_follow(tx, relay);
    return {};
}

Result<> remove_relay(db::Tx& tx, std::string_view text) {
    const auto inbox = TRY(parse_inbox(tx.config(), text));
    const auto relay = find_relay(tx, inbox);
    if (!relay) return base::not_found();
    tx.exec("delete from relays where inbox_url = $1", {relay->inbox});
    if (relay->state != RelayState::Rejected) send_undo(tx, *relay);
    return {};
}

std::vector<Relay> relays(db::Tx& tx) {
    std::vector<Relay> found;
    auto rows = tx.query("select id, inbox_url, state, created_at from relays order by id limit $1", {kMostRelays});
    while (rows.next()) {
        found.push_back({.id = rows.integer(0),
                         .inbox = rows.string(1),
                         .state = static_cast<RelayState>(rows.small(2)),
                         .created_at = rows.time(3)});
    }
    return found;
}

bool answer_relay(db::Tx& tx, std::string_view follow_uri, std::string_view actor_uri, RelayState answer) {
    std::string inbox, known_actor;
    {
        auto rows = tx.query("select inbox_url, actor_uri from relays where follow_uri = $1", {follow_uri});
        if (!rows.next()) return false;
        inbox = rows.string(0);
        known_actor = rows.string(1);
    }
    if (!is_same_host(inbox, actor_uri) || (!known_actor.empty() && known_actor != actor_uri)) return false;
    tx.exec("update relays set state = $2, actor_uri = $3 where follow_uri = $1",
            {follow_uri, static_cast<int>(answer), actor_uri});
    return true;
}

bool is_relay(db::Tx& tx, AccountId actor) {
    static const std::string kSql = "select 1 where " + sql_of_is_relay("$1");
    return tx.query_integer(kSql, {actor}).has_value();
}

std::string sql_of_is_relay(std::string_view account) {
    return "exists (select 1 from accounts r join relays l on l.actor_uri = r.uri where r.id = " + std::string(account)
           + " and l.state = 1)";
}

} // namespace federation
