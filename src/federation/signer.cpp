#include "federation/signer.h"

#include "accounts/accounts.h"
#include "base/keys.h"
#include "federation/documents.h"
#include "federation/signatures.h"

#include <algorithm>
#include <optional>

namespace federation {

namespace {

struct KnownKey {
    AccountId owner;
    std::string pem;
};

std::optional<KnownKey> find_key(db::Tx& tx, const std::string& id) {
    auto rows = tx.query(R"(
        select k.account_id, k.public_key from remote_keys k join accounts a on a.id = k.account_id
        where k.id = $1 and a.suspended_at is null)", {id});
    if (!rows.next()) return std::nullopt;
    return KnownKey{.owner = rows.id<AccountId>(0), .pem = rows.string(1)};
}

bool has_signature(const http::Request& request) {
    return !request.header("signature").empty() || !request.header("signature-input").empty();
}

} // namespace

accounts::Account signer(const http::Request& request, db::Tx& tx) {
    if (!has_signature(request)) return accounts::anonymous();
    const auto claim = read_signature(request, tx.config(), tx.now());
    if (!claim) return accounts::anonymous();
    const auto known = find_key(tx, claim->key_id);
    if (!known) return accounts::anonymous();
    const auto key = base::PublicKey::parse(known->pem);
    if (!key || !is_signed_with(request, *claim, *key)) return accounts::anonymous();
    return accounts::find(tx, known->owner).value_or(accounts::anonymous());
}

http::Reply as_given_to(http::Reply reply, const accounts::Account& reader) {
    reply = varying_with(std::move(reply), "Signature, Signature-Input");
    if (!reader.is_somebody()) return reply;
    std::erase_if(reply.headers, [](const auto& header) { return header.first == "Cache-Control"; });
    reply.with_header("Cache-Control", "private, no-store");
    return reply;
}

} // namespace federation
