#include "notifications/groups_api.h"

#include "accounts/account_json.h"
#include "notifications/groups_json.h"
#include "notifications/known_groups.h"
#include "notifications/request_filter.h"

namespace notifications {

namespace {

GroupFilter group_filter_of(const http::Request& request) {
    GroupFilter filter;
    filter.filter = filter_of(request);
    if (request.has("grouped_types")) {
        filter.grouped = KindSet::of(request.texts("grouped_types")) & KindSet::groupable();
    }
    return filter;
}

Result<Expand> expand_of(const http::Request& request) {
    const auto wanted = request.text_or("expand_accounts", "full");
    if (wanted == "full") return Expand::Full;
    if (wanted == "partial_avatars") return Expand::PartialAvatars;
    return base::refuse(base::Refusal::BadRequest, "Invalid value for 'expand_accounts': '" + wanted
                                                       + "', allowed values are 'full' and 'partial_avatars'");
}

} // namespace

// https://docs.joinmastodon.org/methods/grouped_notifications/#get-grouped
http::Reply get_groups(const http::Request& request, db::Tx& tx) {
    const Expand expand = TRY(expand_of(request));
    const http::Page page = page_of(request);
    const auto known = known_page_of_groups(tx, request.account().id, group_filter_of(request), page);
    const auto& groups = known->groups;
    auto reply = http::json([&](json::Writer& out) {
        write_groups(out, tx, groups, request.account(), expand, unknown_kinds_of(request));
    });
    if (!groups.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, groups.front().row.id.value,
                              groups.back().row.id.value, groups.size());
    }
    return reply;
}

// https://docs.joinmastodon.org/methods/grouped_notifications/#get-notification-group
http::Reply get_group(const http::Request& request, db::Tx& tx) {
    const auto group = find_group(tx, request.account().id, request.text_or("group_key", ""));
    if (!group) return base::not_found();
    return http::json([&](json::Writer& out) {
        write_groups(out, tx, std::span(&*group, 1), request.account(), Expand::Full, unknown_kinds_of(request));
    });
}

// https://docs.joinmastodon.org/methods/grouped_notifications/#get-group-accounts
http::Reply get_group_accounts(const http::Request& request, db::Tx& tx) {
    const http::Page page = page_of(request);
    const auto rows = members_of(tx, request.account().id, request.text_or("group_key", ""), page);
    std::vector<AccountId> people;
    for (const Row& row : rows) people.push_back(row.from);
    auto reply =
        http::json([&](json::Writer& out) { accounts::write_accounts(out, tx, people, request.account().id); });
    if (!rows.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, rows.front().id.value, rows.back().id.value,
                              rows.size());
    }
    return reply;
}

// https://docs.joinmastodon.org/methods/grouped_notifications/#unread-group-count
http::Reply get_unread_group_count(const http::Request& request, db::Tx& tx) {
    return count_reply(
        count_unread_groups(tx, request.account().id, group_filter_of(request), count_limit_of(request)));
}

// https://docs.joinmastodon.org/methods/grouped_notifications/#dismiss-group
http::Reply post_dismiss_group(const http::Request& request, db::Tx& tx) {
    dismiss_group(tx, request.account().id, request.text_or("group_key", ""));
    return http::empty_object();
}

} // namespace notifications
