#include "statuses/context.h"

#include <algorithm>
#include <unordered_map>

namespace statuses {

namespace {

struct Limits {
    int ancestors, descendants, depth;
};
constexpr Limits kForPeople{4096, 4096, 4096};
constexpr Limits kForStrangers{40, 60, 20};

std::vector<StatusId> find_ancestors(db::Tx& tx, StatusId id, int limit) {
    auto ids = tx.query_ids<StatusId>(R"(
        with recursive up (id, parent, distance) as (
            select id, in_reply_to_id, 0 from statuses where id = $1
            union all
            select s.id, s.in_reply_to_id, up.distance + 1 from up join statuses s on s.id = up.parent
            where up.distance < $2)
        select id from up where distance > 0 order by distance desc)", {id, limit});
    return ids;
}

struct Reply {
    StatusId id, parent;
};

// Nearest to the root first, so that a cut takes the deepest.
std::vector<Reply> find_replies(db::Tx& tx, StatusId root, int limit, int depth) {
    auto rows = tx.query(R"(
        with recursive down (id, parent, depth) as (
            select id, in_reply_to_id, 1 from statuses where in_reply_to_id = $1
            union all
            select s.id, s.in_reply_to_id, down.depth + 1 from down join statuses s on s.in_reply_to_id = down.id
            where down.depth < $2)
        select id, parent from down limit $3)", {root, depth, limit});
    std::vector<Reply> replies;
    while (rows.next()) replies.push_back({rows.id<StatusId>(0), rows.id<StatusId>(1)});
    return replies;
}

// Depth first, the older reply first. No recursion: a chain of replies may be as long as the limit.
std::vector<StatusId> in_reading_order(StatusId root, std::vector<Reply> replies) {
    std::sort(replies.begin(), replies.end(), [](const Reply& a, const Reply& b) { return a.id > b.id; });
    std::unordered_map<StatusId, std::vector<StatusId>> children; // Newest first: the stack's top is the oldest.
    for (const Reply& reply : replies) children[reply.parent].push_back(reply.id);

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
    return ordered;
}

} // namespace

Surroundings surroundings_of(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    const Limits limits = viewer.is_somebody() ? kForPeople : kForStrangers;
    return {.ancestors = find_ancestors(tx, id, limits.ancestors),
            .descendants = in_reading_order(id, find_replies(tx, id, limits.descendants, limits.depth))};
}

} // namespace statuses
