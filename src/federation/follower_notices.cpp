#include "federation/follower_notices.h"

#include "accounts/accounts.h"
#include "base/crypto.h"
#include "base/text.h"
#include "federation/follower_digests.h"
#include "federation/origins.h"

#include <algorithm>

namespace federation {

namespace {

constexpr std::string_view kHeader = "collection-synchronization";

// The value of `name="value"` in a list of such, separated by commas.
std::string parameter(std::string_view text, std::string_view name) {
    while (!text.empty()) {
        const auto comma = text.find(',');
        const auto part = base::trim(text.substr(0, comma));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
        if (!part.starts_with(name)) continue;
        const auto value = part.substr(name.size());
        if (value.size() >= 3 && value.starts_with("=\"") && value.ends_with('"')) {
            return std::string(value.substr(2, value.size() - 3));
        }
    }
    return {};
}

bool is_followers_list(db::Tx& tx, AccountId account, std::string_view url) {
    return tx.query_integer("select 1 from remote_actors where account_id = $1 and followers_url = $2", {account, url})
        .has_value();
}

// Of those of ours who follow `account`; nothing when they are too many.
std::optional<std::string> digest_of_followers_here(db::Tx& tx, AccountId account) {
    std::vector<std::string> uris;
    auto rows = tx.query(R"(
        select a.username from follows f join accounts a on a.id = f.account_id
        where f.target_account_id = $1 and a.domain = '' limit $2)", {account, kMostFollowers + 1});
    while (rows.next()) uris.push_back(accounts::local_uri(tx.config(), rows.text(0)));
    if (std::ssize(uris) > kMostFollowers) return std::nullopt;
    return digest_of(uris);
}

} // namespace

std::optional<std::string> differing_followers(db::Tx& tx, const http::Request& request, const SignatureClaim& claim,
                                               const Signer& signer) {
    const auto header = request.header(kHeader);
    if (header.empty() || std::ranges::find(claim.covered, kHeader) == claim.covered.end()) return std::nullopt;
    auto url = parameter(header, "url");
    if (!is_same_host(url, signer.uri) || !is_followers_list(tx, signer.id, parameter(header, "collectionId"))) {
        return std::nullopt;
    }
    const auto digest = digest_of_followers_here(tx, signer.id);
    if (!digest || *digest == parameter(header, "digest")) return std::nullopt;
    return url;
}

} // namespace federation
