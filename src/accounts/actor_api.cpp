#include "accounts/actor_api.h"

#include "accounts/actor_document.h"
#include "accounts/actors.h"
#include "db/db.h"
#include "federation/addresses.h"
#include "federation/collections.h"
#include "federation/keys.h"
#include "federation/signer.h"

namespace accounts {

namespace {

// Where documents are only for those who sign, everybody else gets what proves a signature of the account's.
http::Reply actor_reply(const http::Request& request, db::Tx& tx, const Account& account, std::string_view key) {
    if (!tx.config().wants_signatures()) {
        return federation::document([&](json::Writer& out) { write_actor(out, tx, account, key); });
    }
    const auto reader = federation::signer(request, tx);
    return federation::as_given_to(federation::document([&](json::Writer& out) {
                                       reader.is_somebody() ? write_actor(out, tx, account, key)
                                                            : write_bare_actor(out, tx.config(), account, key);
                                   }),
                                   reader);
}

} // namespace

// https://www.w3.org/TR/activitypub/#actor-objects
http::Reply get_actor(const http::Request& request, db::Database& database) {
    if (!federation::is_activity_request(request)) return federation::as_negotiated(base::not_found());
    AccountId without_key;
    http::Reply reply;
    const auto answer = [&](db::Tx& tx) {
        const auto account = find_local_actor(tx, request.text_or("username", ""));
        const auto key = account ? federation::find_public_key_pem(tx, account->id) : std::nullopt;
        without_key = account && !key ? account->id : AccountId{};
        reply = account ? actor_reply(request, tx, *account, key.value_or("")) : http::Reply(account.error());
    };
    database.read(answer);
    if (without_key) { // Nobody has asked for it before.
        federation::public_key_pem(database, without_key);
        database.read(answer);
    }
    return federation::as_negotiated(std::move(reply));
}

http::Reply get_instance_actor(const http::Request&, db::Database& database) {
    const std::string key = federation::public_key_pem(database, federation::kInstanceActor);
    http::Reply reply;
    database.read([&](db::Tx& tx) {
        reply = federation::document([&](json::Writer& out) { write_instance_actor(out, tx.config(), key); },
                                     federation::kKeptLong);
    });
    return reply;
}

// The server itself has nothing to say.
http::Reply get_instance_outbox(const http::Request&, db::Tx& tx) {
    return federation::document([&](json::Writer& out) {
        const auto id = federation::outbox_url(federation::instance_actor_uri(tx.config()));
        federation::write_whole_collection(out, {.id = id}, 0, federation::kPlainContext, [] {});
    });
}

} // namespace accounts
