#include "notifications/groups_json.h"

#include "accounts/partial_account_json.h"
#include "notifications/fallbacks.h"
#include "notifications/subjects.h"
#include "statuses/status_json.h"

#include <algorithm>
#include <unordered_set>

namespace notifications {

namespace {

// Ids in the order in which they were first added.
template <typename IdType>
class Distinct {
public:
    bool add(IdType id) {
        if (!seen_.insert(id).second) return false;
        ids_.push_back(id);
        return true;
    }
    const std::vector<IdType>& ids() const { return ids_; }

private:
    std::unordered_set<IdType> seen_;
    std::vector<IdType> ids_;
};

std::vector<StatusId> posts_of(std::span<const Group> groups) {
    Distinct<StatusId> posts;
    for (const Group& group : groups) {
        if (group.row.status) posts.add(*group.row.status);
    }
    return posts.ids();
}

std::vector<const Row*> rows_of(std::span<const Group> groups) {
    std::vector<const Row*> rows;
    for (const Group& group : groups) rows.push_back(&group.row);
    return rows;
}

std::vector<const Group*> pointers_to(std::span<const Group> groups) {
    std::vector<const Group*> pointers;
    for (const Group& group : groups) pointers.push_back(&group);
    return pointers;
}

struct Accounts {
    std::vector<AccountId> full;
    std::vector<AccountId> partial;
};

Accounts accounts_of(const std::vector<const Group*>& groups, Expand expand) {
    Distinct<AccountId> full;
    Distinct<AccountId> others;
    for (const Group* group : groups) {
        for (const AccountId id : group->samples) {
            (expand == Expand::Full || id == group->samples.front()) ? full.add(id) : others.add(id);
        }
    }
    Accounts accounts{.full = full.ids(), .partial = {}};
    std::ranges::copy_if(others.ids(), std::back_inserter(accounts.partial),
                         [&](AccountId id) { return full.add(id); });
    return accounts;
}

void write_group(json::Writer& out, const Group& group, const Subjects& subjects, const Fallbacks& fallbacks) {
    out.begin_object();
    out.field("group_key", group.key);
    out.field("notifications_count", group.size);
    out.field("type", group.row.type);
    out.field("most_recent_notification_id", group.newest.value); // A number, as Mastodon has it.
    if (group.page_min_id) {
        out.field("page_min_id", group.page_min_id);
        out.field("page_max_id", group.row.id);
        out.field("latest_page_notification_at", group.row.created_at);
    }
    fallbacks.write(out, group.row);
    out.key("sample_account_ids");
    out.begin_array();
    for (const AccountId id : group.samples) out.value(id);
    out.end_array();
    if (group.row.status) out.field("status_id", *group.row.status);
    subjects.write(out, group.row);
    out.end_object();
}

} // namespace

void write_groups(json::Writer& out, db::Tx& tx, std::span<const Group> groups, const accounts::Account& reader,
                  Expand expand, KindSet unknown) {
    const auto posts = posts_of(groups);
    const statuses::StatusEntities statuses(tx, posts, reader, accounts_of(pointers_to(groups), expand).full);
    const Subjects subjects(tx, rows_of(groups), reader.id);
    const Fallbacks fallbacks(tx, reader.id, rows_of(groups), unknown);
    const auto is_shown = [&](const Group& group) {
        return !group.samples.empty() && (!group.row.status || statuses.shows(*group.row.status))
               && subjects.has(group.row);
    };
    std::vector<const Group*> shown;
    for (const Group& group : groups) {
        if (is_shown(group)) shown.push_back(&group);
    }
    const Accounts accounts = accounts_of(shown, expand);

    out.begin_object();
    out.key("accounts");
    out.begin_array();
    for (const AccountId id : accounts.full) {
        if (statuses.accounts().has(id)) statuses.accounts().write(out, id);
    }
    out.end_array();
    if (expand == Expand::PartialAvatars) {
        out.key("partial_accounts");
        accounts::write_partial_accounts(out, tx, accounts.partial);
    }
    out.key("statuses");
    out.begin_array();
    for (const StatusId id : posts) {
        if (statuses.shows(id)) statuses.write(out, id);
    }
    out.end_array();
    out.key("notification_groups");
    out.begin_array();
    for (const Group* group : shown) write_group(out, *group, subjects, fallbacks);
    out.end_array();
    out.end_object();
}

} // namespace notifications
