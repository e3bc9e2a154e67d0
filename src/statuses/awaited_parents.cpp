#include "statuses/awaited_parents.h"

#include "base/crypto.h"
#include "jobs/jobs.h"
#include "statuses/lookup.h"
#include "statuses/publishing.h"
#include "statuses/stats.h"

namespace statuses {

namespace {

constexpr int kMaxDepth = 500;
constexpr int kMaxChildren = 1000;

// Those below a post that was the first of its conversation, and it.
void move_conversation(db::Tx& tx, StatusId root, StatusId conversation) { tx.exec(R"(
        with recursive down (id) as (
            select id from statuses where id = $1
            union
            select s.id from down join statuses s on s.in_reply_to_id = down.id)
        update statuses set conversation_id = $2
        where id in (select id from down limit 4096) and conversation_id = $1)", {root, conversation}); }

// Then it cannot be its parent, whatever its server says: a thread that comes back to itself would have no end.
bool stands_below(db::Tx& tx, StatusId id, StatusId above) {
    return tx.query_integer(R"(
            with recursive up (id, parent) as (
                select id, in_reply_to_id from statuses where id = $1
                union
                select s.id, s.in_reply_to_id from up join statuses s on s.id = up.parent)
            select 1 from up where id = $2)", {id, above}).has_value();
}

} // namespace

void await_parent(db::Tx& tx, StatusId child, std::string_view parent_uri, int depth) {
    tx.exec(R"(
        insert into awaited_parents (status_id, parent_uri) values ($1, $2) on conflict (status_id) do nothing)", {child, parent_uri});
    fetch_later(tx, parent_uri, depth);
}

void fetch_later(db::Tx& tx, std::string_view uri, int depth) {
    if (depth >= kMaxDepth) return;
    jobs::enqueue_waiting(tx, "fetch_status", {{"uri", uri}, {"depth", depth + 1}}, {},
                          "fetch_status:" + base::sha256_hex(uri));
}

void adopt_children(db::Tx& tx, StatusId parent_id, std::string_view uri) {
    const auto children =
        tx.query_ids<StatusId>("delete from awaited_parents where parent_uri = $1 returning status_id", {uri});
    if (children.empty()) return;
    const auto parent = find_status(tx, parent_id);
    for (std::size_t i = 0; i < children.size() && i < kMaxChildren; ++i) {
        const auto child = find_status(tx, children[i]);
        if (!child || child->in_reply_to || stands_below(tx, parent_id, child->id)) continue;
        tx.exec("update statuses set in_reply_to_id = $2, in_reply_to_account_id = $3 where id = $1",
                {child->id, parent->id, account_replied_to(parent, child->author)});
        move_conversation(tx, child->id, parent->conversation);
        const bool is_counted = child->visibility == Visibility::Public || child->visibility == Visibility::Unlisted;
        if (is_counted) count_replies(tx, parent->id, +1);
    }
}

} // namespace statuses
