#include "lists/lists_api.h"

#include "accounts/account_json.h"
#include "accounts/accounts.h"
#include "lists/lists.h"
#include "lists/members.h"

#include <limits>

namespace lists {

namespace {

constexpr int kDefaultLimit = 40;
constexpr int kMaxLimit = 80;

// https://docs.joinmastodon.org/entities/List/
void write_list(json::Writer& out, const List& list) {
    out.begin_object();
    out.field("id", list.id);
    out.field("title", list.title);
    out.field("replies_policy", to_string(list.replies_policy));
    out.field("exclusive", list.is_exclusive);
    out.end_object();
}

http::Reply list_reply(const List& list) {
    return http::json([&](json::Writer& out) { write_list(out, list); });
}

http::Reply lists_reply(const std::vector<List>& lists) {
    return http::json([&](json::Writer& out) {
        out.begin_array();
        for (const List& list : lists) write_list(out, list);
        out.end_array();
    });
}

Result<List> list_of(const http::Request& request, db::Tx& tx) {
    return find_list(tx, request.account().id, TRY(request.id<ListId>("id")));
}

// nullopt when nothing is said of it.
Result<std::optional<RepliesPolicy>> wanted_policy(const http::Request& request) {
    const auto text = request.text("replies_policy");
    if (!text) return std::optional<RepliesPolicy>();
    const auto policy = parse_replies_policy(*text);
    if (!policy) return base::invalid("'" + *text + "' is not a valid replies_policy");
    return policy;
}

// NotFound when one of them is no id at all: nobody is called that.
Result<std::vector<AccountId>> wanted_accounts(const http::Request& request) {
    auto ids = request.ids<AccountId>("account_ids", std::numeric_limits<std::size_t>::max());
    if (ids.size() != request.texts("account_ids").size()) return base::not_found();
    return ids;
}

} // namespace

// https://docs.joinmastodon.org/methods/lists/#get
http::Reply get_lists(const http::Request& request, db::Tx& tx) {
    return lists_reply(lists_of(tx, request.account().id));
}

// https://docs.joinmastodon.org/methods/lists/#get-one
http::Reply get_list(const http::Request& request, db::Tx& tx) { return list_reply(TRY(list_of(request, tx))); }

// https://docs.joinmastodon.org/methods/lists/#create
http::Reply post_list(const http::Request& request, db::Tx& tx) {
    const auto policy = TRY(wanted_policy(request));
    return list_reply(TRY(create_list(tx, request.account().id,
                                      {.title = request.text_or("title", ""),
                                       .replies_policy = policy.value_or(RepliesPolicy::List),
                                       .is_exclusive = request.flag("exclusive")})));
}

// https://docs.joinmastodon.org/methods/lists/#update
http::Reply put_list(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<ListId>("id"));
    const auto policy = TRY(wanted_policy(request));
    return list_reply(TRY(change_list(
        tx, request.account().id, id,
        {.title = request.text("title"), .replies_policy = policy, .is_exclusive = request.boolean("exclusive")})));
}

// https://docs.joinmastodon.org/methods/lists/#delete
http::Reply delete_list_by_id(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<ListId>("id"));
    TRY(delete_list(tx, request.account().id, id));
    return http::empty_object();
}

// https://docs.joinmastodon.org/methods/lists/#accounts
http::Reply get_members(const http::Request& request, db::Tx& tx) {
    const List list = TRY(list_of(request, tx));
    const bool wants_all = request.integer("limit") == 0;
    const http::Page page = request.page(kDefaultLimit, kMaxLimit);
    const auto ids = wants_all ? all_members(tx, list) : members(tx, list, page);
    auto reply = http::json([&](json::Writer& out) { accounts::write_accounts(out, tx, ids, request.account().id); });
    if (!wants_all && !ids.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, ids.front().value, ids.back().value,
                              ids.size());
    }
    return reply;
}

// https://docs.joinmastodon.org/methods/lists/#accounts-add
http::Reply post_members(const http::Request& request, db::Tx& tx) {
    const List list = TRY(list_of(request, tx));
    const auto accounts = TRY(wanted_accounts(request));
    TRY(add_members(tx, list, accounts));
    return http::empty_object();
}

// https://docs.joinmastodon.org/methods/lists/#accounts-remove
http::Reply delete_members(const http::Request& request, db::Tx& tx) {
    const List list = TRY(list_of(request, tx));
    remove_members(tx, list, request.ids<AccountId>("account_ids", std::numeric_limits<std::size_t>::max()));
    return http::empty_object();
}

// https://docs.joinmastodon.org/methods/accounts/#lists
http::Reply get_lists_with(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    const auto account = TRY(accounts::find_shown(tx, id));
    if (account.is_suspended) return lists_reply({});
    return lists_reply(lists_with(tx, request.account().id, account.id));
}

} // namespace lists
