#include "federation/signer_fetching.h"

#include "federation/domain_policy.h"
#include "federation/remote_keys.h"
#include "federation/signatures.h"

namespace federation {

bool may_be_signed(const http::Request& request) {
    return !request.header("signature").empty() || !request.header("signature-input").empty();
}

bool must_fetch_signer(const http::Request& request, db::Tx& tx) {
    const auto claim = read_signature(request, tx.config(), tx.now());
    if (!claim) return false;
    const auto key = find_remote_key(tx, claim->key_id);
    if (key ? key->is_kept_away : is_kept_away(tx, host_of_key(claim->key_id))) return false;
    return !key || (!is_fresh(*key, tx.now()) && !is_signed(request, *claim, *key));
}

bool must_fetch_signer_if_wanted(const http::Request& request, db::Tx& tx) {
    return tx.config().wants_signatures() && must_fetch_signer(request, tx);
}

void fetch_signer(const http::Request& request, db::Database& database) {
    std::string key_id;
    database.read([&](db::Tx& tx) {
        const auto claim = read_signature(request, tx.config(), tx.now());
        if (claim) key_id = claim->key_id;
    });
    (void)fetch_remote_key(database, key_id);
}

} // namespace federation
