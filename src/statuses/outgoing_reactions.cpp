#include "accounts/accounts.h"
#include "federation/composing.h"
#include "federation/delivery.h"
#include "statuses/outgoing.h"

#include <optional>
#include <span>

namespace statuses {

namespace {

using accounts::Account;
using federation::Place;

// A post from elsewhere.
struct Foreign {
    std::string uri, author, inbox;
};

std::optional<Foreign> find_foreign(db::Tx& tx, StatusId id) {
    auto rows = tx.query(R"(
        select s.uri, a.uri, r.inbox_url from statuses s
        join accounts a on a.id = s.account_id
        join remote_actors r on r.account_id = a.id
        where s.id = $1 and a.suspended_at is null)", {id});
    if (!rows.next()) return std::nullopt;
    return Foreign{.uri = rows.string(0), .author = rows.string(1), .inbox = rows.string(2)};
}

void write_like(json::Writer& out, const std::string& id, const std::string& actor, const Foreign& liked, Place place) {
    federation::write_activity(out, {.id = id, .type = "Like", .actor = actor}, place,
                               [&](json::Writer& rest) { rest.field("object", liked.uri); });
}

// A Note that is no post: the name of an option, in answer to the question.
std::string vote_document(db::Tx& tx, const std::string& actor, const Foreign& question, const std::string& title) {
    const std::string id = actor + "#votes/" + std::to_string(tx.new_id());
    return federation::compose({.id = id + "/activity", .type = "Create", .actor = actor}, [&](json::Writer& out) {
        out.field("to", question.author);
        out.key("object");
        out.begin_object();
        out.field("id", id);
        out.field("type", "Note");
        out.field("name", title);
        out.field("attributedTo", actor);
        out.field("inReplyTo", question.uri);
        out.field("to", question.author);
        out.end_object();
    });
}

} // namespace

void send_like(db::Tx& tx, const Account& account, StatusId status, std::int64_t favourite) {
    const auto liked = find_foreign(tx, status);
    if (!liked) return;
    const std::string actor = accounts::local_uri(tx.config(), account.username);
    std::string document;
    json::Writer out(document);
    write_like(out, actor + "#likes/" + std::to_string(favourite), actor, *liked, Place::Alone);
    federation::deliver(tx, account.id, document, std::span(&liked->inbox, 1));
}

void send_undo_like(db::Tx& tx, const Account& account, StatusId status, std::int64_t favourite) {
    const auto liked = find_foreign(tx, status);
    if (!liked) return;
    const std::string actor = accounts::local_uri(tx.config(), account.username);
    const std::string id = actor + "#likes/" + std::to_string(favourite);
    const std::string document =
        federation::compose({.id = id + "/undo", .type = "Undo", .actor = actor}, [&](json::Writer& out) {
            out.key("object");
            write_like(out, id, actor, *liked, Place::Inside);
        });
    federation::deliver(tx, account.id, document, std::span(&liked->inbox, 1));
}

void send_votes(db::Tx& tx, const Account& account, StatusId status, const std::vector<std::string>& titles) {
    const auto question = find_foreign(tx, status);
    if (!question) return;
    const std::string actor = accounts::local_uri(tx.config(), account.username);
    for (const auto& title : titles) {
        federation::deliver(tx, account.id, vote_document(tx, actor, *question, title), std::span(&question->inbox, 1));
    }
}

} // namespace statuses
