#include "statuses/late_mentions.h"

#include "accounts/accounts.h"
#include "federation/actors.h"
#include "federation/errand.h"
#include "statuses/edits.h"
#include "statuses/mention_fetching.h"

#include <algorithm>

namespace statuses {

namespace {

constexpr std::chrono::minutes kFirstLook{5}; // Then four times as long, each time.
constexpr std::int64_t kLooks = 4;
constexpr federation::Purse kLatePurse{.requests = 30, .time = std::chrono::minutes(1)};

void look_again(db::Tx& tx, StatusId status, std::int64_t tries) {
    jobs::enqueue_waiting(tx, "find_mentioned", {{"status_id", status.value}, {"tries", tries}},
                          tx.now() + kFirstLook * (1 << (2 * tries)),
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

} // namespace statuses
