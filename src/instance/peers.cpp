#include "instance/peers.h"

#include "accounts/domains.h"

namespace instance {

namespace {

constexpr int kMaxFound = 10;

} // namespace

std::vector<std::string> peers(db::Tx& tx) { return accounts::domains(tx, {.limit = kMaxPeers}); }

std::vector<std::string> peers_with_prefix(db::Tx& tx, const std::string& prefix) {
    if (prefix.empty()) return {};
    return accounts::domains(tx, {.begins_with = prefix, .limit = kMaxFound});
}

} // namespace instance
