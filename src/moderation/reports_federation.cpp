#include "moderation/reports_federation.h"

#include "accounts/remote_accounts.h"
#include "base/unicode.h"
#include "collections/addresses.h"
#include "federation/domain_policy.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "moderation/reports.h"
#include "statuses/lookup.h"

#include <algorithm>
#include <functional>

namespace moderation {

namespace {

constexpr std::size_t kMostBytesOfACharacter = 4;

// In "content", or as Lemmy says it. What does not fit is left out.
std::string comment_of(const federation::Activity& flag) {
    constexpr std::size_t kMostBytes = kReceivedReportCharacters * kMostBytesOfACharacter;
    std::string comment = federation::text_in(flag.document, "content", kMostBytes);
    if (comment.empty()) comment = federation::text_in(flag.document, "summary", kMostBytes);
    while (base::code_point_count(comment) > kReceivedReportCharacters) {
        std::size_t end = comment.size();
        base::previous_code_point(comment, end);
        comment.resize(end);
    }
    return comment;
}

// What is named twice is reported once.
template <typename Thing, typename Id = std::identity>
void add_once(std::vector<Thing>& things, Thing thing, Id id = {}) {
    const bool is_new = std::ranges::find(things, std::invoke(id, thing), id) == things.end();
    if (is_new) things.push_back(std::move(thing));
}

// Those of ours, and those of others who answered one of ours with one of these posts.
bool is_for_us(db::Tx& tx, const accounts::Account& target, const std::vector<StatusId>& statuses) {
    if (target.is_suspended) return false;
    if (target.is_local()) return true;
    return tx.query_integer(R"(
            select 1 from ids($1) l
            join statuses s on s.id = l.value
            join accounts answered on answered.id = s.in_reply_to_account_id
            where s.account_id = $2 and answered.domain = '' limit 1)", {statuses, target.id}).has_value();
}

// Where only posts are named: whoever of ours wrote the first of them.
std::optional<accounts::Account> author_of_ours(db::Tx& tx, const std::vector<StatusId>& statuses) {
    if (statuses.empty()) return std::nullopt;
    const auto author = tx.query_integer("select account_id from statuses where id = $1 and is_local", {statuses[0]});
    return author ? accounts::find(tx, AccountId{*author}) : std::nullopt;
}

} // namespace

Result<> receive_flag(db::Tx& tx, const federation::Activity& flag) {
    for (const auto& name : {federation::host_of(flag.actor_uri), flag.actor.domain}) {
        if (federation::rejects_reports_of(tx, name)) return base::forbidden();
    }
    std::vector<accounts::Account> targets;
    std::vector<StatusId> statuses;
    std::vector<collections::CollectionId> collections;
    for (const auto& uri : federation::ids_in(flag.document, "object", kMaxReportedStatuses)) {
        if (auto account = accounts::find_by_uri(tx, uri)) {
            add_once(targets, *std::move(account), &accounts::Account::id);
        } else if (const auto status = statuses::find_by_uri(tx, uri)) {
            add_once(statuses, *status);
        } else if (const auto collection = collections::parse_our_uri(tx.config(), uri)) {
            add_once(collections, *collection);
        }
    }
    if (targets.empty()) {
        if (auto author = author_of_ours(tx, statuses)) targets.push_back(*std::move(author));
    }
    std::erase_if(targets, [&](const auto& target) { return !is_for_us(tx, target, statuses); });
    if (targets.empty()) return base::not_found();
    for (const auto& target : targets) {
        TRY(report(
            tx, flag.actor,
            {.target = target.id, .statuses = statuses, .collections = collections, .comment = comment_of(flag)}));
    }
    return {};
}

} // namespace moderation
