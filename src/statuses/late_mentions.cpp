#include "statuses/late_mentions.h"

#include "accounts/accounts.h"
#include "federation/actors.h"
#include "federation/errand.h"
#include "statuses/edits.h"
#include "statuses/hashtags.h"
#include "statuses/lookup.h"
#include "statuses/mention_fetching.h"
#include "timelines/fan_out.h"

#include <algorithm>
#include <optional>

namespace statuses {

namespace {

constexpr std::chrono::minutes kFirstLook{5}; // Then four times as long, each time: see next_look().
constexpr std::int64_t kLooks = 4;
constexpr federation::Purse kLatePurse{.requests = 30, .time = std::chrono::minutes(1)};

base::Time next_look(db::Tx& tx, std::int64_t tries) { return tx.now() + kFirstLook * (1 << (2 * tries)); }

void look_again(db::Tx& tx, StatusId status, std::int64_t tries) {
    jobs::enqueue_waiting(tx, "find_mentioned", {{"status_id", status.value}, {"tries", tries}}, next_look(tx, tries),
                          "find_mentioned:" + to_string(status) + ":" + std::to_string(tries));
}

std::vector<federation::Handle> unknown_in(db::Database& database, StatusId status) {
    std::vector<federation::Handle> unknown;
    database.read([&](db::Tx& tx) {
        auto rows = tx.query("select text from statuses where id = $1 and is_local", {status});
        if (rows.next()) unknown = unknown_handles(tx, rows.string(0));
    });
    return unknown;
}

// What is asked for a post from elsewhere.
struct Look {
    StatusId status;
    std::int64_t said_at; // What it said then is what is asked for.
    std::int64_t tries;
    std::vector<std::string> actors;
};

Look look_of(const jobs::Arguments& arguments) {
    Look look{.status = arguments.id<StatusId>("status_id"),
              .said_at = arguments.integer("said_at"),
              .tries = arguments.integer("tries"),
              .actors = {}};
    const auto actors = json::parse(arguments.text("actors"));
    for (const auto& actor : actors->as_array()) look.actors.emplace_back(actor.as_string());
    return look;
}

void look_again(db::Tx& tx, const Look& look) {
    json::Array actors;
    for (const auto& actor : look.actors) actors.emplace_back(actor);
    jobs::enqueue_waiting(tx, "find_mentioned_elsewhere",
                          {{"status_id", look.status.value},
                           {"tries", look.tries},
                           {"said_at", look.said_at},
                           {"actors", boost::json::serialize(actors)}},
                          next_look(tx, look.tries),
                          "find_mentioned:" + to_string(look.status) + ":" + std::to_string(look.said_at) + ":"
                              + std::to_string(look.tries));
}

// nullopt when it is gone.
std::optional<std::int64_t> said_at(db::Tx& tx, StatusId status) {
    return tx.query_integer("select coalesce(edited_at, created_at) from statuses where id = $1", {status});
}

void add_mentions(db::Tx& tx, StatusId id, const std::vector<AccountId>& found) {
    const auto status = find_status(tx, id);
    std::vector<Mention> mentions;
    for (const AccountId one : found) {
        auto account = accounts::find(tx, one);
        if (account && !account->is_suspended) mentions.push_back({.account = *std::move(account), .url = {}});
    }
    if (!status || mentions.empty()) return;
    insert_mentions(tx, id, mentions);
    tx.exec("update statuses set revision = revision + 1 where id = $1", {id}); // What was shown of it is out of date.
    timelines::fan_out_edit(tx, id, hashtags_of(tx, id));
}

} // namespace

void look_again_for_mentioned(db::Tx& tx, StatusId status, std::string_view text,
                              const std::vector<Mention>& mentions) {
    for (const auto& handle : handles_in(text)) {
        const bool is_mentioned = std::ranges::any_of(mentions, [&](const Mention& mention) {
            return handle.is({.username = mention.account.username, .domain = mention.account.domain});
        });
        if (is_mentioned || accounts::is_our_domain(tx.config(), handle.domain)) continue;
        return look_again(tx, status, 0);
    }
}

void find_mentioned(const jobs::Arguments& arguments, db::Database& database) {
    const auto status = arguments.id<StatusId>("status_id");
    const auto tries = arguments.integer("tries") + 1;
    federation::Errand errand(database, kLatePurse);
    bool may_answer_later = false;
    for (const auto& handle : unknown_in(database, status)) {
        const auto found = federation::resolve_handle(errand, handle.text());
        may_answer_later = may_answer_later || (!found && found.error().refusal == base::Refusal::Unavailable);
    }
    database.write([&](db::Tx& tx) {
        mention_found(tx, status);
        if (may_answer_later && tries < kLooks) look_again(tx, status, tries);
    });
}

void look_again_for_mentioned(db::Tx& tx, StatusId status, const std::vector<std::string>& actors) {
    const auto now = actors.empty() ? std::nullopt : said_at(tx, status);
    if (now) look_again(tx, {.status = status, .said_at = *now, .tries = 0, .actors = actors});
}

void find_mentioned_elsewhere(const jobs::Arguments& arguments, db::Database& database) {
    Look look = look_of(arguments);
    federation::Errand errand(database, kLatePurse);
    std::vector<AccountId> found;
    std::erase_if(look.actors, [&](const std::string& actor) {
        const auto account = federation::find_or_fetch_actor(errand, actor);
        if (account) found.push_back(*account);
        return account || account.error().refusal != base::Refusal::Unavailable;
    });
    database.write([&](db::Tx& tx) {
        if (said_at(tx, look.status) != look.said_at) return; // Deleted, or edited, since.
        add_mentions(tx, look.status, found);
        if (!look.actors.empty() && ++look.tries < kLooks) look_again(tx, look);
    });
}

} // namespace statuses
