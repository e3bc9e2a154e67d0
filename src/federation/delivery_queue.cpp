#include "federation/delivery_queue.h"

#include <algorithm>
#include <tuple>

namespace federation {
namespace {

constexpr std::size_t kMaxErrorBytes = 300;

std::vector<Due> due_rows(db::Rows rows) {
    std::vector<Due> due;
    while (rows.next()) {
        due.push_back({rows.integer(0), rows.string(1)});
    }
    return due;
}

std::vector<std::int64_t> first_column(db::Rows rows) {
    std::vector<std::int64_t> numbers;
    while (rows.next()) numbers.push_back(rows.integer(0));
    return numbers;
}

} // namespace

std::vector<Due> find_due(db::Tx& tx, Priority priority, int limit) {
    return due_rows(tx.query(R"(
        select id, host from deliveries where priority = $1 and run_at <= $2 order by run_at, id limit $3)", {static_cast<int>(priority), tx.now(), limit}));
}

std::vector<Due> find_due_of_hosts(db::Tx& tx, Priority priority, std::string_view after_host, int limit) {
    return due_rows(tx.query(R"(
        with recursive hosts (host) as (
            select (select host from deliveries where host > $1 order by host limit 1)
            union all
            select (select next.host from deliveries next where next.host > hosts.host order by next.host limit 1)
            from hosts where hosts.host is not null)
        select first.id, first.host
        from (select (select due.id from deliveries due
                      where due.host = hosts.host and due.priority = $4 and due.run_at <= $2
                      order by due.run_at, due.id limit 1) as id, hosts.host
              from hosts where hosts.host is not null) first
        where first.id is not null limit $3)", {after_host, tx.now(), limit, static_cast<int>(priority)}));
}

NextDue next_due(db::Tx& tx) {
    auto rows = tx.query(R"(
        select (select run_at from deliveries where priority = 0 order by run_at, id limit 1),
               (select run_at from deliveries where priority = 1 order by run_at, id limit 1))");
    return rows.next() ? NextDue{.normal = rows.maybe_time(0), .low = rows.maybe_time(1)} : NextDue();
}

std::vector<Leased> lease(db::Tx& tx, const std::vector<std::int64_t>& ids) {
    std::vector<Leased> leased;
    auto rows = tx.query(R"(
        update deliveries set run_at = $3, leased_until = $3
        where id in (select value from ids($1)) and run_at <= $2
        returning id, document_id, host, inbox_url, attempts, priority)", {ids, tx.now(), tx.now() + kDeliveryLease});
    while (rows.next()) {
        leased.push_back({.id = rows.integer(0),
                          .document_id = rows.integer(1),
                          .host = rows.string(2),
                          .inbox_url = rows.string(3),
                          .attempts = rows.small(4),
                          .priority = rows.small(5) == 0 ? Priority::Normal : Priority::Low});
    }
    std::ranges::sort(leased, {}, [](const Leased& delivery) { return std::tuple(delivery.priority, delivery.id); });
    return leased;
}

void put_off(db::Tx& tx, const std::vector<std::int64_t>& ids, base::Time until) {
    tx.exec(R"(
        update deliveries set run_at = $2
        where id in (select value from ids($1)) and run_at <= $3)", {ids, until, tx.now()});
}

void release(db::Tx& tx, const std::vector<std::int64_t>& ids, base::Time run_at) { tx.exec(R"(
        update deliveries set run_at = $2, leased_until = null
        where id in (select value from ids($1)) and leased_until is not null)", {ids, run_at}); }

std::int64_t release_all(db::Tx& tx) {
    return tx.exec("update deliveries set run_at = $1, leased_until = null where leased_until is not null", {tx.now()});
}

void remove(db::Tx& tx, const std::vector<std::int64_t>& ids) {
    tx.exec("delete from deliveries where id in (select value from ids($1))", {ids});
}

void fail(db::Tx& tx, std::int64_t id, base::Time run_at, std::string_view error) {
    tx.exec(R"(
        update deliveries set attempts = attempts + 1, run_at = $2, leased_until = null, last_error = $3
        where id = $1)", {id, run_at, error.substr(0, kMaxErrorBytes)});
}

std::vector<std::int64_t> remove_of_host(db::Tx& tx, std::string_view host) {
    return first_column(tx.query("delete from deliveries where host = $1 returning document_id", {host}));
}

std::vector<std::int64_t> forget_inbox(db::Tx& tx, std::string_view host, std::string_view inbox_url) {
    tx.exec("update remote_actors set delivery_inbox_url = '' where delivery_inbox_url = $1", {inbox_url});
    return first_column(
        tx.query("delete from deliveries where host = $1 and inbox_url = $2 returning document_id", {host, inbox_url}));
}

std::vector<Document> find_documents(db::Tx& tx, const std::vector<std::int64_t>& ids) {
    std::vector<Document> documents;
    auto rows = tx.query(R"(
        select id, account_id, document, created_at, follower_digests, lacks_signature,
               exists (select 1 from accounts a where a.id = account_id and a.left_at is not null)
        from delivery_documents
        where id in (select value from ids($1)))", {ids});
    while (rows.next()) {
        documents.push_back({rows.integer(0), rows.id<AccountId>(1), std::make_shared<const std::string>(rows.text(2)),
                             rows.time(3), parse_follower_digests(rows.text(4)), rows.boolean(5), rows.boolean(6)});
    }
    return documents;
}

void keep_signed(db::Tx& tx, const std::map<std::int64_t, std::shared_ptr<const std::string>>& texts) {
    if (texts.empty()) return;
    std::vector<std::int64_t> ids;
    for (const auto& [id, text] : texts) ids.push_back(id);
    const auto lacking = first_column(tx.query(
        "select id from delivery_documents where id in (select value from ids($1)) and lacks_signature", {ids}));
    for (const auto id : lacking) {
        tx.exec("update delivery_documents set document = $2, lacks_signature = false where id = $1",
                {id, std::string_view(*texts.at(id))});
    }
}

void remove_done_documents(db::Tx& tx, const std::vector<std::int64_t>& ids) { tx.exec(R"(
        delete from delivery_documents
        where id in (select value from ids($1))
            and not exists (select 1 from deliveries where document_id = delivery_documents.id))", {ids}); }

void remove_lost_documents(db::Tx& tx, base::Time time, int limit) {
    tx.exec(R"(
        delete from delivery_documents where id in (
            select id from delivery_documents
            where id < $1 and not exists (select 1 from deliveries where document_id = delivery_documents.id)
            order by id limit $2))", {base::first_id_of(time), limit});
}

} // namespace federation
