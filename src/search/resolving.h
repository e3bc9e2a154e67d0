#pragma once

#include "http/route.h"

// Searching for what only another server knows: a handle or an address that somebody pasted, with resolve=true.
namespace search {

bool may_resolve(const http::Request& request);
bool must_resolve(const http::Request& request, db::Tx& tx);
bool must_resolve_account(const http::Request& request, db::Tx& tx);
void resolve(const http::Request& request, db::Database& database);

// Of a search in everything, and in accounts alone.
inline constexpr http::EdgeStep kResolve{may_resolve, must_resolve, resolve};
inline constexpr http::EdgeStep kResolveAccount{may_resolve, must_resolve_account, resolve};

} // namespace search
