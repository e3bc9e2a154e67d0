#include "statuses/context.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace statuses {

namespace {

struct Limits {
    int ancestors, descendants, depth;
};
constexpr Limits kForPeople{4096, 4096, 4096};
constexpr Limits kForStrangers{40, 60, 20};

struct Reply {
    StatusId id, parent;
    bool is_continuation = false; // Of what its author said.
};

struct Found {
    std::vector<StatusId> ancestors; // Nearest first.
    std::vector<Reply> replies;      // Nearest to the root first, so that a cut takes the deepest.
};

Found find_around(db::Tx& tx, StatusId id, const Limits& limits) {
    auto rows = tx.query(R"(
        with recursive up (id, parent, distance) as (
            select id, in_reply_to_id, 0 from statuses where id = $1
            union all
            select s.id, s.in_reply_to_id, up.distance + 1 from up join statuses s on s.id = up.parent
            where up.distance < $2),
        down (id, parent, is_continuation, depth) as (
            select id, in_reply_to_id, in_reply_to_account_id = account_id, 1 from statuses where in_reply_to_id = $1
            union all
            select s.id, s.in_reply_to_id, s.in_reply_to_account_id = s.account_id, down.depth + 1
            from down join statuses s on s.in_reply_to_id = down.id
            where down.depth < $4)
        select id, parent, false, true from up where distance > 0
        union all
        select id, parent, is_continuation, false from (select id, parent, is_continuation from down limit $3) d)", {id, limits.ancestors, limits.descendants, limits.depth});
    Found found;
    std::unordered_set<StatusId> above = {id}, below = {id}; // Whatever another server said, nothing answers itself.
    while (rows.next()) {
        const auto one = rows.id<StatusId>(0);
        const bool is_above = rows.boolean(3);
        if (is_above) {
            if (above.insert(one).second) found.ancestors.push_back(one);
        } else {
            if (below.insert(one).second) found.replies.push_back({one, rows.id<StatusId>(1), rows.boolean(2)});
        }
    }
    return found;
}

// `replies`: each once, and the root is none of them. Depth first, the older reply first; but as in Mastodon, with what
// people added to what they had said before the answers of others. No recursion: a chain of replies may be as long as
// the limit.
std::vector<StatusId> in_reading_order(StatusId root, std::vector<Reply> replies) {
    std::sort(replies.begin(), replies.end(), [](const Reply& a, const Reply& b) { return a.id > b.id; });
    std::unordered_map<StatusId, std::vector<StatusId>> children; // Newest first: the stack's top is the oldest.
    std::unordered_set<StatusId> continuations;
    for (const Reply& reply : replies) {
        children[reply.parent].push_back(reply.id);
        if (reply.is_continuation) continuations.insert(reply.id);
    }

    std::vector<StatusId> ordered;
    std::vector<StatusId> stack = children[root];
    while (!stack.empty()) {
        const StatusId id = stack.back();
        stack.pop_back();
        ordered.push_back(id);
        if (const auto found = children.find(id); found != children.end()) {
            stack.insert(stack.end(), found->second.begin(), found->second.end());
        }
    }
    std::stable_partition(ordered.begin(), ordered.end(), [&](StatusId id) { return continuations.contains(id); });
    return ordered;
}

} // namespace

Surroundings surroundings_of(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    Found found = find_around(tx, id, viewer.is_somebody() ? kForPeople : kForStrangers);
    std::ranges::reverse(found.ancestors);
    return {.ancestors = std::move(found.ancestors), .descendants = in_reading_order(id, std::move(found.replies))};
}

} // namespace statuses
