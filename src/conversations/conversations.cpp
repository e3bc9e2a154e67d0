#include "conversations/conversations.h"

#include "base/events.h"
#include "conversations/conversation_json.h"
#include "timelines/paging.h"

#include <algorithm>
#include <string>

namespace conversations {

namespace {

using statuses::Status;
using statuses::Visibility;

std::string text_of(const std::vector<AccountId>& ids) {
    std::string text;
    for (const auto id : ids) text.append(text.empty() ? "" : ",").append(to_string(id));
    return text;
}

std::vector<AccountId> ids_in(std::string_view text) {
    std::vector<AccountId> ids;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        if (const auto id = base::parse_id(text.substr(0, comma))) ids.push_back(AccountId{*id});
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return ids;
}

// Columns: id, participants, last status, unread.
Conversation read(const db::Rows& rows) {
    return {.id = rows.id<ConversationId>(0),
            .participants = ids_in(rows.text(1)),
            .last_status = rows.id<StatusId>(2),
            .is_unread = rows.boolean(3)};
}

// Everybody who is in it but `owner`, in order.
std::vector<AccountId> others(const Status& status, std::span<const AccountId> mentioned, AccountId owner) {
    std::vector<AccountId> ids(mentioned.begin(), mentioned.end());
    ids.push_back(status.author);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::erase(ids, owner);
    return ids;
}

// Those among `ids` who were told of it: not those who hear nothing of its author, nor those whose policy holds back
// what strangers write to them.
std::vector<AccountId> hearers(db::Tx& tx, const Status& status, std::span<const AccountId> ids) {
    return tx.query_ids<AccountId>(R"(
        select l.value from ids($3) l
        where exists (select 1 from notifications n
                      where n.from_account_id = $1 and n.account_id = l.value and n.type = 'mention'
                        and n.status_id = $2 and not n.is_filtered))", {status.author, status.id, ids});
}

ConversationId upsert(db::Tx& tx, AccountId owner, const Status& status, const std::string& participants) {
    auto rows = tx.query(R"(
        insert into conversations (id, account_id, thread_id, participants, last_status_id, is_unread)
        values ($1, $2, $3, $4, $5, false)
        on conflict (account_id, thread_id, participants) do update
        set last_status_id = case when conversations.last_status_id > excluded.last_status_id
                                  then conversations.last_status_id else excluded.last_status_id end
        returning id)", {tx.new_id(), owner, status.conversation, participants, status.id});
    rows.next();
    return rows.id<ConversationId>(0);
}

// False if it was there already.
bool insert_status(db::Tx& tx, ConversationId id, StatusId status) { return tx.exec(R"(
        insert into conversation_statuses (conversation_id, status_id) values ($1, $2)
        on conflict (conversation_id, status_id) do nothing)", {id, status}) == 1; }

void set_unread(db::Tx& tx, ConversationId id, bool is_unread) {
    tx.exec("update conversations set is_unread = $2 where id = $1", {id, is_unread});
}

void publish(db::Tx& tx, AccountId owner, ConversationId id) {
    std::string channel = "timeline:direct:" + to_string(owner);
    if (!tx.context().events.has_listeners(channel)) return;
    const auto conversation = find(tx, owner, id);
    if (!conversation) return;
    accounts::Account reader;
    reader.id = owner;
    auto payload = std::make_shared<std::string>();
    json::Writer out(*payload);
    write_conversation(out, tx, *conversation, reader);
    tx.publish({.channel = std::move(channel), .event = "conversation", .payload = std::move(payload)});
}

void add_to(db::Tx& tx, AccountId owner, const Status& status, std::span<const AccountId> mentioned) {
    const auto id = upsert(tx, owner, status, text_of(others(status, mentioned, owner)));
    if (!insert_status(tx, id, status.id)) return;
    set_unread(tx, id, owner != status.author);
    publish(tx, owner, id);
}

constexpr int kMaxHeldBack = 1000;

// Oldest first, so that the newest ends a conversation.
std::vector<Status> told_privately(db::Tx& tx, AccountId account, std::span<const AccountId> authors) {
    std::vector<Status> told;
    auto rows = tx.query(R"(
        select s.id, s.account_id, s.conversation_id
        from notifications n join statuses s on s.id = n.status_id
        where n.account_id = $1 and n.from_account_id in (select value from ids($2)) and n.type = 'mention'
          and not n.is_filtered and s.visibility = $3
        order by s.id limit $4)", {account, authors, static_cast<int>(Visibility::Direct), kMaxHeldBack});
    while (rows.next()) {
        Status status;
        status.id = rows.id<StatusId>(0);
        status.author = rows.id<AccountId>(1);
        status.visibility = Visibility::Direct;
        status.conversation = rows.id<StatusId>(2);
        told.push_back(status);
    }
    return told;
}

std::vector<AccountId> mentioned_by(db::Tx& tx, StatusId status) {
    return tx.query_ids<AccountId>(
        "select account_id from mentions where status_id = $1 and not is_silent order by account_id", {status});
}

// Conversations in which `account`, who is not one of ours, takes part.
std::vector<Conversation> conversations_with(db::Tx& tx, AccountId account) {
    std::vector<Conversation> found;
    auto rows = tx.query(R"(
        select c.id, c.participants, c.last_status_id, c.is_unread from conversations c
        where c.id in (
            select l.conversation_id from mentions m join conversation_statuses l on l.status_id = m.status_id
            where m.account_id = $1
            union
            select l.conversation_id from statuses s join conversation_statuses l on l.status_id = s.id
            where s.account_id = $1)
        order by c.id)", {account});
    while (rows.next()) found.push_back(read(rows));
    std::erase_if(found, [&](const Conversation& conversation) {
        return std::ranges::find(conversation.participants, account) == conversation.participants.end();
    });
    return found;
}

// Where the owner has one with these participants in that thread already, it becomes part of that.
void rename(db::Tx& tx, ConversationId id, const std::string& participants) {
    const auto other = tx.query_integer(R"(
        select o.id from conversations c
        join conversations o on o.account_id = c.account_id and o.thread_id = c.thread_id and o.participants = $2
        where c.id = $1)", {id, participants});
    if (!other) {
        tx.exec("update conversations set participants = $2 where id = $1", {id, participants});
        return;
    }
    tx.exec(R"(
        insert into conversation_statuses (conversation_id, status_id)
        select $2, status_id from conversation_statuses where conversation_id = $1
        on conflict (conversation_id, status_id) do nothing)", {id, *other});
    tx.exec(R"(
        update conversations set last_status_id = (select max(status_id) from conversation_statuses
                                                   where conversation_id = $1)
        where id = $1)", {*other});
    tx.exec("delete from conversations where id = $1", {id});
}

struct Place {
    ConversationId id;
    AccountId owner;
};

std::vector<Place> places_of(db::Tx& tx, StatusId status) {
    std::vector<Place> places;
    auto rows = tx.query(R"(
        select c.id, c.account_id
        from conversation_statuses s join conversations c on c.id = s.conversation_id
        where s.status_id = $1)", {status});
    while (rows.next()) places.push_back({.id = rows.id<ConversationId>(0), .owner = rows.id<AccountId>(1)});
    return places;
}

// Whether anything is left.
bool end_before(db::Tx& tx, ConversationId id) {
    const auto last = tx.query_integer(R"(
        select status_id from conversation_statuses where conversation_id = $1 order by status_id desc limit 1)", {id});
    if (!last) {
        tx.exec("delete from conversations where id = $1", {id});
        return false;
    }
    tx.exec("update conversations set last_status_id = $2 where id = $1", {id, *last});
    return true;
}

} // namespace

void add_status(db::Tx& tx, const Status& status, std::span<const AccountId> mentioned) {
    if (status.visibility != Visibility::Direct || status.reblog_of) return;
    if (tx.query_integer("select 1 from users where account_id = $1", {status.author})) {
        add_to(tx, status.author, status, mentioned);
    }
    add_hearers(tx, status, mentioned, mentioned);
}

void add_hearers(db::Tx& tx, const Status& status, std::span<const AccountId> mentioned,
                 std::span<const AccountId> newly_mentioned) {
    if (status.visibility != Visibility::Direct || newly_mentioned.empty()) return;
    for (const auto hearer : hearers(tx, status, newly_mentioned)) add_to(tx, hearer, status, mentioned);
}

void add_held_back(db::Tx& tx, AccountId account, std::span<const AccountId> authors) {
    for (const auto& status : told_privately(tx, account, authors)) {
        add_to(tx, account, status, mentioned_by(tx, status.id));
    }
}

void remove_status(db::Tx& tx, const Status& status) {
    if (status.visibility != Visibility::Direct) return;
    for (const auto& place : places_of(tx, status.id)) {
        tx.exec("delete from conversation_statuses where conversation_id = $1 and status_id = $2",
                {place.id, status.id});
        if (end_before(tx, place.id)) publish(tx, place.owner, place.id);
    }
}

void forget_with(db::Tx& tx, AccountId account, AccountId other) {
    tx.exec("delete from conversations where account_id = $1 and ',' || participants || ',' like $2",
            {account, "%," + to_string(other) + ",%"});
}

void replace_participant(db::Tx& tx, AccountId from, AccountId to) {
    for (const auto& place : conversations_with(tx, from)) {
        auto ids = place.participants;
        std::ranges::replace(ids, from, to);
        std::ranges::sort(ids);
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        rename(tx, place.id, text_of(ids));
    }
}

std::vector<Conversation> page_of(db::Tx& tx, AccountId account, const http::Page& page) {
    static const timelines::PagedSql kSql(R"(
        select id, participants, last_status_id, is_unread from conversations where account_id = $4)", "last_status_id");
    std::vector<Conversation> conversations;
    auto rows = tx.query(kSql.for_page(page), {page.max_id, page.lower(), page.limit, account});
    while (rows.next()) conversations.push_back(read(rows));
    return timelines::in_page_order(std::move(conversations), page);
}

Result<Conversation> find(db::Tx& tx, AccountId account, ConversationId id) {
    auto rows = tx.query(R"(
        select id, participants, last_status_id, is_unread from conversations where id = $1 and account_id = $2)", {id, account});
    if (!rows.next()) return base::not_found();
    return read(rows);
}

Result<> mark(db::Tx& tx, AccountId account, ConversationId id, bool is_unread) {
    const auto conversation = TRY(find(tx, account, id));
    if (conversation.is_unread == is_unread) return {};
    set_unread(tx, id, is_unread);
    publish(tx, account, id);
    return {};
}

Result<> remove(db::Tx& tx, AccountId account, ConversationId id) {
    TRY(find(tx, account, id));
    tx.exec("delete from conversations where id = $1", {id});
    return {};
}

} // namespace conversations
