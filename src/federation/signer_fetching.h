#pragma once

#include "http/route.h"

// What a signed request for a document may need before its handler: the key of whoever signed.
namespace federation {

bool may_be_signed(const http::Request& request);
bool must_fetch_signer(const http::Request& request, db::Tx& tx);
bool must_fetch_signer_if_wanted(const http::Request& request, db::Tx& tx);
void fetch_signer(const http::Request& request, db::Database& database);

inline constexpr http::EdgeStep kFetchSigner{may_be_signed, must_fetch_signer, fetch_signer};
// Only where documents are for those alone who sign (federation.authorized_fetch): elsewhere strangers see what
// everybody sees.
inline constexpr http::EdgeStep kFetchSignerIfWanted{may_be_signed, must_fetch_signer_if_wanted, fetch_signer};

} // namespace federation
