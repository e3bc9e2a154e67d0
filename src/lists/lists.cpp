#include "lists/lists.h"

#include "base/text.h"
#include "instance/limits.h"
#include "timelines/feed.h"

#include <array>
#include <utility>

namespace lists {

namespace {

constexpr std::array<std::pair<std::string_view, RepliesPolicy>, 3> kPolicies = {{
    {"list", RepliesPolicy::List},
    {"followed", RepliesPolicy::Followed},
    {"none", RepliesPolicy::None},
}};

List read_list(const db::Rows& rows) {
    return {.id = rows.id<ListId>(0),
            .owner = rows.id<AccountId>(1),
            .title = rows.string(2),
            .replies_policy = parse_replies_policy(rows.text(3)).value_or(RepliesPolicy::List),
            .is_exclusive = rows.boolean(4)};
}

std::vector<List> read_lists(db::Rows rows) {
    std::vector<List> lists;
    while (rows.next()) lists.push_back(read_list(rows));
    return lists;
}

// Without the white space around it.
Result<std::string> check_title(std::string_view title) {
    std::string kept(base::trim(base::sanitize(title)));
    if (kept.empty()) return base::invalid("Validation failed: Title can't be blank");
    if (base::code_point_count(kept) > std::size_t{instance::limits::kListTitleCharacters}) {
        return base::invalid("Validation failed: Title is too long (maximum is "
                             + std::to_string(instance::limits::kListTitleCharacters) + " characters)");
    }
    return kept;
}

// Two lists that are made at once wait for each other here, so that they do not both become the last one allowed.
bool has_room(db::Tx& tx, AccountId owner) {
    tx.query_integer("select id from accounts where id = $1 /*for_update*/", {owner});
    return tx.query_integer("select count(*) from lists where account_id = $1", {owner}).value_or(0)
           < instance::limits::kLists;
}

} // namespace

std::string_view to_string(RepliesPolicy policy) { return kPolicies.at(static_cast<std::size_t>(policy)).first; }

std::optional<RepliesPolicy> parse_replies_policy(std::string_view text) {
    for (const auto& [name, policy] : kPolicies) {
        if (name == text) return policy;
    }
    return std::nullopt;
}

std::vector<List> lists_of(db::Tx& tx, AccountId owner) {
    return read_lists(tx.query(R"(
        select id, account_id, title, replies_policy, is_exclusive from lists where account_id = $1
        order by id limit $2)", {owner, instance::limits::kLists}));
}

std::vector<List> lists_with(db::Tx& tx, AccountId owner, AccountId member) {
    return read_lists(tx.query(R"(
        select l.id, l.account_id, l.title, l.replies_policy, l.is_exclusive
        from list_accounts m join lists l on l.id = m.list_id
        where m.account_id = $2 and m.owner_account_id = $1
        order by m.list_id limit $3)", {owner, member, instance::limits::kLists}));
}

Result<List> find_list(db::Tx& tx, AccountId owner, ListId id) {
    auto rows = tx.query(R"(
        select id, account_id, title, replies_policy, is_exclusive from lists
        where id = $1 and account_id = $2)", {id, owner});
    if (!rows.next()) return base::not_found();
    return read_list(rows);
}

Result<List> create_list(db::Tx& tx, AccountId owner, const NewList& wanted) {
    List list{.id = tx.new_id<ListId>(),
              .owner = owner,
              .title = TRY(check_title(wanted.title)),
              .replies_policy = wanted.replies_policy,
              .is_exclusive = wanted.is_exclusive};
    if (!has_room(tx, owner)) {
        return base::invalid("Validation failed: You have reached the maximum number of lists");
    }
    tx.exec(R"(
        insert into lists (id, account_id, title, replies_policy, is_exclusive, created_at)
        values ($1, $2, $3, $4, $5, $6))", {list.id, owner, list.title, to_string(list.replies_policy), list.is_exclusive, tx.now()});
    return list;
}

Result<List> change_list(db::Tx& tx, AccountId owner, ListId id, const ListChange& change) {
    const List before = TRY(find_list(tx, owner, id));
    List list = before;
    if (change.title) list.title = TRY(check_title(*change.title));
    list.replies_policy = change.replies_policy.value_or(list.replies_policy);
    list.is_exclusive = change.is_exclusive.value_or(list.is_exclusive);
    tx.exec("update lists set title = $2, replies_policy = $3, is_exclusive = $4 where id = $1",
            {id, list.title, to_string(list.replies_policy), list.is_exclusive});
    if (list.replies_policy != before.replies_policy) timelines::drop_feed(tx, {list.owner, list.id});
    if (list.is_exclusive != before.is_exclusive) timelines::drop_feed(tx, owner);
    return list;
}

Result<> delete_list(db::Tx& tx, AccountId owner, ListId id) {
    const List list = TRY(find_list(tx, owner, id));
    tx.exec("delete from lists where id = $1", {id});
    timelines::drop_feed(tx, {list.owner, list.id});
    if (list.is_exclusive) timelines::drop_feed(tx, owner);
    return {};
}

} // namespace lists
