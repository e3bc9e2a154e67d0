#include "notifications/groups.h"

#include "notifications/grouping.h"
#include "notifications/walk.h"
#include "timelines/paging.h"

#include <limits>
#include <unordered_map>

namespace notifications {

namespace {

constexpr std::string_view kUngrouped = "ungrouped-";

// The id in "ungrouped-34"; nullopt for the key of a group.
std::optional<NotificationId> id_in(std::string_view key) {
    if (!key.starts_with(kUngrouped)) return std::nullopt;
    return NotificationId{base::parse_id(key.substr(kUngrouped.size())).value_or(0)};
}

Group group_of(const Row& row, bool is_grouped) {
    Group group;
    group.key = is_grouped ? row.shown_key() : row.ungrouped_key();
    group.row = row;
    group.newest = row.id;
    if (!is_grouped || row.group_key.empty() || row.group_size == 1) group.samples = {row.from};
    return group;
}

using ByKey = std::unordered_map<std::string, Group*>;

// Those that stand for several, or may.
ByKey by_key(std::vector<Group>& groups) {
    ByKey found;
    for (Group& group : groups) {
        if (group.samples.empty()) found.emplace(group.key, &group);
    }
    return found;
}

std::vector<std::string> keys_of(const ByKey& groups) {
    std::vector<std::string> keys;
    for (const auto& [key, group] : groups) keys.push_back(key);
    return keys;
}

constexpr int kLookedAt = kSampleAccounts + 2;
constexpr std::int64_t kOnNoPage = std::numeric_limits<std::int64_t>::max();

// $4 is the reader, $5 the time, as in walk.h; $6 the keys, $1 how many of each are skipped to find the oldest that is
// looked at: of all in the group, or of those who are heard. Newest first: that many rows of each, whatever its size.
enum class Skipped { All, Heard };
std::string sql_of_newest(Skipped skipped) {
    const std::string heard(kHeard);
    const bool are_heard = skipped == Skipped::Heard;
    return "select k.value, n.id, n.from_account_id, n.group_size, " + heard
           + " from texts($6) k"
             " join notifications n on n.account_id = $4 and n.group_key = k.value and n.id >= coalesce(("
             "select o.id from notifications o"
           + (are_heard ? senders_of("o") : "") + " where o.account_id = $4 and o.group_key = k.value"
           + (are_heard ? " and " + heard : "") + " order by o.id desc limit 1 offset $1), 0)" + senders_of("n")
           + " order by n.id desc";
}

// The head, and the next few. Returns the keys of groups of which more may be on the page than was looked at.
std::vector<std::string> load_newest(db::Tx& tx, AccountId reader, const ByKey& groups,
                                     const std::vector<std::string>& keys, std::int64_t page_begin) {
    static const std::string kSql = sql_of_newest(Skipped::All);
    std::unordered_map<const Group*, int> left;
    std::vector<std::string> longer;
    auto rows = tx.query(kSql, {kLookedAt - 1, 0, 0, reader, tx.now(), keys});
    while (rows.next()) {
        Group& group = *groups.at(rows.string(0));
        const auto id = rows.id<NotificationId>(1);
        const auto [place, is_head] = left.try_emplace(&group, kLookedAt);
        if (is_head) {
            group.newest = id;
            group.size = rows.integer(3);
        }
        const bool is_on_page = id.value >= page_begin;
        if (is_on_page) group.page_min_id = id;
        if (rows.boolean(4) && std::ssize(group.samples) < kSampleAccounts)
            group.samples.push_back(rows.id<AccountId>(2));
        if (--place->second == 0 && is_on_page && group.size > kLookedAt) longer.push_back(group.key);
    }
    return longer;
}

// Of groups that are long on their page.
void load_page_min(db::Tx& tx, AccountId reader, const ByKey& groups, const std::vector<std::string>& keys,
                   std::int64_t page_begin) {
    auto rows = tx.query(R"(
        select k.value, (select min(m.id) from notifications m
                         where m.account_id = $1 and m.group_key = k.value and m.id >= $3)
        from texts($2) k)", {reader, keys, page_begin});
    while (rows.next()) groups.at(rows.string(0))->page_min_id = rows.id<NotificationId>(1);
}

// Nearly always enough of the newest are heard. Where they are not, those who are are counted: that costs as much
// again.
void load_heard(db::Tx& tx, AccountId reader, const ByKey& groups) {
    static const std::string kSql = sql_of_newest(Skipped::Heard);
    std::vector<std::string> lacking;
    for (const auto& [key, group] : groups) {
        if (std::ssize(group->samples) == kSampleAccounts || group->size <= kLookedAt) continue;
        group->samples.clear();
        lacking.push_back(key);
    }
    if (lacking.empty()) return;
    auto rows = tx.query(kSql, {kSampleAccounts - 1, 0, 0, reader, tx.now(), lacking});
    while (rows.next()) {
        if (rows.boolean(4)) groups.at(rows.string(0))->samples.push_back(rows.id<AccountId>(2));
    }
}

// `page_begin`: the least id that counts as being on this page.
void load_members(db::Tx& tx, AccountId reader, std::vector<Group>& groups, std::int64_t page_begin) {
    const ByKey several = by_key(groups);
    if (several.empty()) return;
    const auto longer = load_newest(tx, reader, several, keys_of(several), page_begin);
    if (!longer.empty()) load_page_min(tx, reader, several, longer, page_begin);
    load_heard(tx, reader, several);
}

// A page that is not full reaches down to where the list ends.
std::int64_t begin_of(const std::vector<Row>& rows, const http::Page& page) {
    const bool ends = rows.size() < static_cast<std::size_t>(page.limit) && !page.from_below();
    return ends ? page.since_id + 1 : rows.back().id.value;
}

} // namespace

std::vector<Group> page_of_groups(db::Tx& tx, AccountId reader, const GroupFilter& filter, const http::Page& page) {
    const auto rows = walk(tx, reader, filter.filter, filter.grouped, page);
    if (rows.empty()) return {};
    std::vector<Group> groups;
    for (const Row& row : rows) {
        const auto kind = kind_from(row.type);
        groups.push_back(group_of(row, kind && filter.grouped.has(*kind)));
        groups.back().page_min_id = row.id;
    }
    load_members(tx, reader, groups, begin_of(rows, page));
    return groups;
}

std::optional<Group> find_group(db::Tx& tx, AccountId reader, std::string_view key) {
    const auto newest = members_of(tx, reader, key, {.limit = 1});
    if (newest.empty()) return std::nullopt;
    std::vector<Group> groups = {group_of(newest.front(), !id_in(key))};
    load_members(tx, reader, groups, kOnNoPage);
    return std::move(groups.front());
}

std::vector<Row> members_of(db::Tx& tx, AccountId reader, std::string_view key, const http::Page& page) {
    static const std::string kSelect = "select " + std::string(kRowColumns) + " from notifications n" + senders_of("n")
                                       + " where n.account_id = $4 and " + std::string(kHeard);
    static const timelines::PagedSql kGroup(kSelect + " and n.group_key = $6", "n.id");
    static const timelines::PagedSql kSingle(kSelect + " and n.id = $6", "n.id");

    const auto id = id_in(key);
    std::vector<Row> found;
    auto rows = id ? tx.query(kSingle.for_page(page), {page.max_id, page.lower(), page.limit, reader, tx.now(), *id})
                   : tx.query(kGroup.for_page(page), {page.max_id, page.lower(), page.limit, reader, tx.now(), key});
    while (rows.next()) found.push_back(read_row(rows));
    return timelines::in_page_order(std::move(found), page);
}

int count_unread_groups(db::Tx& tx, AccountId reader, const GroupFilter& filter, int limit) {
    const http::Page page{.since_id = last_read(tx, reader), .limit = limit};
    return static_cast<int>(walk(tx, reader, filter.filter, filter.grouped, page).size());
}

void dismiss_group(db::Tx& tx, AccountId reader, std::string_view key) {
    if (const auto id = id_in(key)) {
        dismiss(tx, reader, *id);
        return;
    }
    lock_groups(tx, reader);
    tx.exec("delete from notifications where account_id = $1 and group_key = $2", {reader, key});
}

} // namespace notifications
