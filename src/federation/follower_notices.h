#pragma once

#include "base/ids.h"
#include "db/db.h"
#include "federation/signatures.h"
#include "http/request.h"

#include <optional>
#include <string>
#include <string_view>

// What other servers believe of whom of ours follow their people; ours of theirs: follower_digests.h.
// https://codeberg.org/fediverse/fep/src/branch/main/fep/8fcf/fep-8fcf.md
namespace federation {

struct Signer {
    AccountId id;
    std::string_view uri;
};
// Where the server of the signer of `request` lists the followers that it believes to be here, if it says that these
// are others than we know; nothing: they are the same, or it says nothing that is signed.
std::optional<std::string> differing_followers(db::Tx& tx, const http::Request& request, const SignatureClaim& claim,
                                               const Signer& signer);

} // namespace federation
