#include "statuses/poll_json.h"

namespace statuses {

PollEntities::PollEntities(db::Tx& tx, std::span<const PollId> ids, AccountId viewer)
    : viewer_(viewer), now_(tx.now()) {
    if (ids.empty()) return;
    load_polls(tx, ids);
    if (viewer) load_own_votes(tx, ids);
}

void PollEntities::load_polls(db::Tx& tx, std::span<const PollId> ids) {
    auto rows = tx.query(R"(
        select p.id, s.account_id, p.is_multiple, p.hides_totals, p.expires_at, p.voters_count, o.title, o.votes_count,
               a.domain
        from ids($1) l
        join polls p on p.id = l.value
        join statuses s on s.id = p.status_id
        join accounts a on a.id = s.account_id
        join poll_options o on o.poll_id = p.id
        order by p.id, o.position)", {ids});
    while (rows.next()) {
        Poll& poll = polls_[rows.id<PollId>(0)];
        poll.author = rows.id<AccountId>(1);
        poll.author_domain = rows.text(8);
        poll.is_multiple = rows.boolean(2);
        poll.hides_totals = rows.boolean(3);
        poll.expires_at = rows.maybe_time(4);
        poll.voters = rows.integer(5);
        poll.options.push_back({.title = rows.string(6), .votes = rows.integer(7)});
    }
}

void PollEntities::load_own_votes(db::Tx& tx, std::span<const PollId> ids) {
    auto rows = tx.query(R"(
        select v.poll_id, v.position from ids($2) l
        join poll_votes v on v.account_id = $1 and v.poll_id = l.value
        order by v.poll_id, v.position)", {viewer_, ids});
    while (rows.next()) polls_[rows.id<PollId>(0)].own_votes.push_back(rows.small(1));
}

std::vector<std::string_view> PollEntities::titles(PollId id) const {
    std::vector<std::string_view> titles;
    if (const auto found = polls_.find(id); found != polls_.end()) {
        for (const Option& option : found->second.options) titles.emplace_back(option.title);
    }
    return titles;
}

void PollEntities::want_emojis(instance::EmojiEntities& emojis) const {
    for (const auto& [id, poll] : polls_) {
        for (const Option& option : poll.options) emojis.want(poll.author_domain, option.title);
    }
}

void PollEntities::write(json::Writer& out, PollId id, const instance::EmojiEntities& emojis) const {
    const Poll& poll = polls_.at(id);
    const bool has_ended = poll.expires_at && *poll.expires_at <= now_;
    std::int64_t votes = 0;
    for (const Option& option : poll.options) votes += option.votes;

    out.begin_object();
    out.field("id", id);
    out.field("expires_at", poll.expires_at);
    out.field("expired", has_ended);
    out.field("multiple", poll.is_multiple);
    out.field("votes_count", votes);
    out.field("voters_count", poll.voters);
    if (viewer_) {
        // Whose poll it is counts as having voted: they see the results and no buttons.
        out.field("voted", poll.author == viewer_ || !poll.own_votes.empty());
        out.key("own_votes");
        out.begin_array();
        for (const int position : poll.own_votes) out.value(position);
        out.end_array();
    }
    out.key("options");
    out.begin_array();
    for (const Option& option : poll.options) {
        out.begin_object();
        out.field("title", option.title);
        poll.hides_totals && !has_ended ? out.null_field("votes_count") : out.field("votes_count", option.votes);
        out.end_object();
    }
    out.end_array();
    out.key("emojis");
    emojis.write(out, poll.author_domain, titles(id));
    out.end_object();
}

} // namespace statuses
