#include "statuses/poll_document.h"

namespace statuses {

void PollDocuments::load(db::Tx& tx, std::span<const PollId> ids) {
    if (ids.empty()) return;
    now_ = tx.now();
    auto rows = tx.query(R"(
        select p.id, p.is_multiple, p.hides_totals, p.expires_at, p.voters_count, o.title, o.votes_count
        from ids($1) l
        join polls p on p.id = l.value
        join poll_options o on o.poll_id = p.id
        order by p.id, o.position)", {ids});
    while (rows.next()) {
        Poll& poll = polls_[rows.id<PollId>(0)];
        poll.is_multiple = rows.boolean(1);
        poll.hides_totals = rows.boolean(2);
        poll.expires_at = rows.maybe_time(3);
        poll.voters = rows.integer(4);
        poll.options.push_back({.title = rows.string(5), .votes = rows.integer(6)});
    }
}

std::vector<std::string_view> PollDocuments::titles(PollId id) const {
    std::vector<std::string_view> titles;
    if (const auto found = polls_.find(id); found != polls_.end()) {
        for (const Option& option : found->second.options) titles.emplace_back(option.title);
    }
    return titles;
}

void PollDocuments::write_option(json::Writer& out, const Option& option, bool shows_votes) const {
    out.begin_object();
    out.field("type", "Note");
    out.field("name", option.title);
    out.key("replies");
    out.begin_object();
    out.field("type", "Collection");
    if (shows_votes) out.field("totalItems", option.votes);
    out.end_object();
    out.end_object();
}

void PollDocuments::write_members(json::Writer& out, PollId id) const {
    const Poll& poll = polls_.at(id);
    const bool has_ended = poll.expires_at && *poll.expires_at <= now_;
    const bool shows_votes = has_ended || !poll.hides_totals;
    if (poll.expires_at) {
        out.field("endTime", *poll.expires_at);
        if (has_ended) out.field("closed", *poll.expires_at);
    }
    if (shows_votes) out.field("votersCount", poll.voters);
    poll.is_multiple ? out.key("anyOf") : out.key("oneOf");
    out.begin_array();
    for (const Option& option : poll.options) write_option(out, option, shows_votes);
    out.end_array();
}

} // namespace statuses
