#include "notifications/known_groups.h"

#include "base/remembered.h"
#include "db/remembering.h"

#include <string>

namespace notifications {

namespace {

bool is_newest(const http::Page& page) {
    return page.max_id == http::Page().max_id && page.lower() == 0 && !page.from_below();
}

std::string question_of(AccountId reader, const GroupFilter& filter, const http::Page& page) {
    std::string question = to_string(reader);
    const auto add = [&](auto number) { question.append(" ").append(std::to_string(number)); };
    add(page.limit);
    add(filter.grouped.bits());
    add(filter.filter.kinds.bits());
    add(filter.filter.from.value);
    add(filter.filter.includes_filtered ? 1 : 0);
    return question;
}

// Whoever's it is.
base::Time next_end_of_a_mute(db::Tx& tx) {
    auto rows = tx.query("select min(expires_at) from mutes where expires_at > $1", {tx.now()});
    return rows.next() ? rows.maybe_time(0).value_or(base::Time::max()) : base::Time::max();
}

} // namespace

std::shared_ptr<const KnownGroups> known_page_of_groups(db::Tx& tx, AccountId reader, const GroupFilter& filter,
                                                        const http::Page& page) {
    const auto load = [&](base::Time until) {
        return std::make_shared<const KnownGroups>(
            KnownGroups{.groups = page_of_groups(tx, reader, filter, page), .until = until});
    };
    if (!is_newest(page)) return load({});
    db::catch_up(tx);
    if (!db::may_take(tx)) return load({});
    auto& remembered = tx.context().remembered;
    const auto question = question_of(reader, filter, page);
    if (auto known = remembered.notification_groups(question); known && tx.now() < known->until) return known;
    auto groups = load(next_end_of_a_mute(tx));
    remembered.keep_notification_groups(tx.sight(), question, reader, groups);
    return groups;
}

} // namespace notifications
