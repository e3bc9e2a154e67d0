#include "federation/follower_digests.h"

#include "base/crypto.h"
#include "base/json.h"
#include "federation/addresses.h"
#include "federation/origins.h"

#include <algorithm>

namespace federation {

namespace {

// In no order; one more than there may be when there are too many.
std::vector<std::string> followers_elsewhere(db::Tx& tx, AccountId account) {
    std::vector<std::string> uris;
    auto rows = tx.query(R"(
        select a.uri from follows f join accounts a on a.id = f.account_id
        where f.target_account_id = $1 and a.domain > '' limit $2)", {account, kMostFollowers + 1});
    while (rows.next()) uris.push_back(rows.string(0));
    return uris;
}

void add(std::string& sum, std::string_view hash) {
    sum.resize(hash.size());
    for (std::size_t i = 0; i < hash.size(); ++i) sum[i] = static_cast<char>(sum[i] ^ hash[i]);
}

} // namespace

std::string digest_of(const std::vector<std::string>& uris) {
    std::string sum(32, '\0');
    for (const auto& uri : uris) add(sum, base::sha256(uri));
    return base::hex(sum);
}

FollowerDigests follower_digests(db::Tx& tx, AccountId account) {
    const auto uris = followers_elsewhere(tx, account);
    if (std::ssize(uris) > kMostFollowers) return {};
    FollowerDigests digests;
    for (const auto& uri : uris) add(digests[host_of(uri)], base::sha256(uri));
    digests.erase("");
    for (auto& [host, digest] : digests) digest = base::hex(digest);
    return digests;
}

std::optional<std::vector<std::string>> followers_on(db::Tx& tx, AccountId account, std::string_view host) {
    auto uris = followers_elsewhere(tx, account);
    if (std::ssize(uris) > kMostFollowers) return std::nullopt;
    std::erase_if(uris, [&](const std::string& uri) { return host_of(uri) != host; });
    std::sort(uris.begin(), uris.end());
    return uris;
}

std::string to_json(const FollowerDigests& digests) {
    std::string text;
    if (digests.empty()) return text;
    json::Writer out(text);
    out.begin_object();
    for (const auto& [host, digest] : digests) {
        out.key(host);
        out.value(digest);
    }
    out.end_object();
    return text;
}

FollowerDigests parse_follower_digests(std::string_view text) {
    FollowerDigests digests;
    const auto parsed = text.empty() ? std::nullopt : json::parse(text);
    if (!parsed || !parsed->is_object()) return digests;
    for (const auto& [host, digest] : parsed->get_object()) {
        digests.emplace(std::string(host), std::string(digest.as_string()));
    }
    return digests;
}

std::string synchronization_header(std::string_view actor, std::string_view digest) {
    return "collectionId=\"" + followers_url(actor) + "\", url=\"" + followers_synchronization_url(actor)
           + "\", digest=\"" + std::string(digest) + "\"";
}

} // namespace federation
