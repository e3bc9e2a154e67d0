#include "support/federation_builders.h"

#include "support/builders.h"
#include "support/status_builders.h"

accounts::Account make_remote(db::Tx& tx, const TestRemote& wanted) {
    auto account =
        make_account(tx, {.username = wanted.username, .domain = wanted.domain, .is_suspended = wanted.is_suspended});
    const std::string host = "https://" + account.domain;
    const std::string inbox = host + "/users/" + account.username + "/inbox";
    const std::string shared = wanted.has_shared_inbox ? host + "/inbox" : "";
    tx.exec(R"(
        insert into remote_actors (account_id, inbox_url, shared_inbox_url, delivery_inbox_url, fetched_at)
        values ($1, $2, $3, $4, $5))", {account.id, inbox, shared, shared.empty() ? inbox : shared, tx.now()});
    return account;
}

StatusId make_remote_status(db::Tx& tx, const accounts::Account& author, std::string_view text) {
    const auto id = make_status(tx, author, std::string(text));
    tx.exec("update statuses set uri = $2 where id = $1",
            {id, "https://" + author.domain + "/users/" + author.username + "/statuses/" + to_string(id)});
    return id;
}

std::vector<std::string> queued_deliveries(db::Tx& tx) {
    std::vector<std::string> found;
    auto rows = tx.query(R"(
        select d.document, q.inbox_url from delivery_documents d join deliveries q on q.document_id = d.id
        order by d.id, q.inbox_url)");
    while (rows.next()) {
        const auto document = json::parse(rows.text(0)).value();
        found.push_back(std::string(document.at("type").as_string()) + " " + rows.string(1));
    }
    return found;
}

std::int64_t queued_low(db::Tx& tx) { return *tx.query_integer("select count(*) from deliveries where priority = 1"); }

json::Value last_document(db::Tx& tx) {
    auto rows = tx.query("select document from delivery_documents order by id desc limit 1");
    return rows.next() ? json::parse(rows.text(0)).value() : json::Value();
}

void forget_deliveries(db::Tx& tx) { tx.exec("delete from delivery_documents"); }
