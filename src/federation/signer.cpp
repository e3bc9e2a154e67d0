#include "federation/signer.h"

#include "accounts/accounts.h"
#include "federation/documents.h"
#include "federation/domain_policy.h"
#include "federation/remote_keys.h"
#include "federation/signatures.h"
#include "federation/signer_fetching.h"

#include <algorithm>

namespace federation {

accounts::Account signer(const http::Request& request, db::Tx& tx) {
    if (!may_be_signed(request)) return accounts::anonymous();
    const auto claim = read_signature(request, tx.config(), tx.now());
    if (!claim) return accounts::anonymous();
    const auto key = find_remote_key(tx, claim->key_id);
    if (!key || key->is_suspended || key->is_kept_away || !is_signed(request, *claim, *key))
        return accounts::anonymous();
    return accounts::find(tx, key->owner).value_or(accounts::anonymous());
}

Result<accounts::Account> reader(const http::Request& request, db::Tx& tx) {
    auto reader = signer(request, tx);
    if (reader.is_somebody() || !tx.config().wants_signatures()) return reader;
    if (!may_be_signed(request)) return base::refuse(base::Refusal::Unauthorized, "Request not signed");
    const auto claim = read_signature(request, tx.config(), tx.now());
    if (!claim) return base::refuse(base::Refusal::Unauthorized, claim.error().message);
    if (is_kept_away(tx, host_of_key(claim->key_id))) return base::forbidden("nothing is given to this server");
    return base::refuse(base::Refusal::Unauthorized, "the signature is by no key that is known here");
}

http::Reply as_given_to(http::Reply reply, const accounts::Account& reader) {
    reply = varying_with(std::move(reply), "Signature, Signature-Input");
    if (!reader.is_somebody()) return reply;
    std::erase_if(reply.headers, [](const auto& header) { return header.first == "Cache-Control"; });
    reply.with_header("Cache-Control", "private, no-store");
    return reply;
}

} // namespace federation
