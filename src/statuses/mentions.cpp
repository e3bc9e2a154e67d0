#include "statuses/mentions.h"

#include "base/text.h"
#include "notifications/notifications.h"
#include "relationships/relationships.h"
#include "statuses/text.h"

#include <algorithm>

namespace statuses {

namespace {

constexpr std::size_t kMaxMentions = 100;

// In lower case, without a domain of ours.
std::string acct_of(const TextEntity& entity, const base::Config& config) {
    std::string acct = base::to_lower(entity.name);
    const std::string domain = base::to_lower(entity.domain);
    const bool is_ours = domain.empty() || domain == config.domain || domain == config.web_host();
    if (!is_ours) acct.append("@").append(domain);
    return acct;
}

std::vector<std::string> mentioned_accts(std::string_view text, const base::Config& config) {
    std::vector<std::string> accts;
    for (const TextEntity& entity : find_entities(text)) {
        if (entity.kind != TextEntity::Kind::Mention || accts.size() == kMaxMentions) continue;
        std::string acct = acct_of(entity, config);
        if (std::find(accts.begin(), accts.end(), acct) == accts.end()) accts.push_back(std::move(acct));
    }
    return accts;
}

} // namespace

std::vector<Mention> find_mentions(db::Tx& tx, std::string_view text) {
    if (text.find('@') == std::string_view::npos) return {};
    const auto accts = mentioned_accts(text, tx.config());
    if (accts.empty()) return {};

    const auto found = accounts::find_mentionable(tx, accts);
    std::vector<Mention> mentions;
    for (const std::string& acct : accts) {
        const auto match = std::find_if(found.begin(), found.end(), [&](const auto& candidate) {
            return base::to_lower(candidate.account.acct()) == acct;
        });
        if (match != found.end()) mentions.push_back({.account = match->account, .url = match->url});
    }
    return mentions;
}

std::vector<AccountId> accounts_in(const std::vector<Mention>& mentions) {
    std::vector<AccountId> ids;
    for (const Mention& mention : mentions) ids.push_back(mention.account.id);
    return ids;
}

std::vector<Mention> without_blocked(db::Tx& tx, AccountId author, std::vector<Mention> mentions) {
    if (mentions.empty()) return mentions;
    const auto relations = relationships::relations_of(tx, author, accounts_in(mentions));
    std::erase_if(mentions, [&](const Mention& mention) {
        const auto relation = relations.find(mention.account.id);
        return relation != relations.end() && (relation->second.blocks || relation->second.blocks_domain);
    });
    return mentions;
}

void insert_mentions(db::Tx& tx, StatusId status, const std::vector<Mention>& mentions) {
    for (const Mention& mention : mentions) {
        tx.exec(R"(
            insert into mentions (status_id, account_id) values ($1, $2)
            on conflict (status_id, account_id) do update set is_silent = false)", {status, mention.account.id});
    }
}

std::vector<Mention> replace_mentions(db::Tx& tx, StatusId status, const std::vector<Mention>& mentions) {
    const auto former = tx.query_ids<AccountId>(
        "select account_id from mentions where status_id = $1 and not is_silent order by account_id", {status});
    tx.exec("update mentions set is_silent = true where status_id = $1", {status});
    insert_mentions(tx, status, mentions);

    std::vector<Mention> added;
    std::copy_if(mentions.begin(), mentions.end(), std::back_inserter(added), [&](const Mention& mention) {
        return !std::binary_search(former.begin(), former.end(), mention.account.id);
    });
    return added;
}

void notify_mentioned(db::Tx& tx, AccountId author, StatusId status, const std::vector<Mention>& mentions) {
    for (const Mention& mention : mentions) {
        notifications::notify(
            tx, {.to = mention.account.id, .kind = notifications::Kind::Mention, .from = author, .status = status});
    }
}

} // namespace statuses
