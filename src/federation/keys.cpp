#include "federation/keys.h"

#include "base/crypto.h"
#include "base/memo.h"

#include <stdexcept>

namespace federation {
namespace {

struct Pair {
    std::string private_pem;
    std::string public_pem;
};

std::optional<Pair> find_pair(db::Tx& tx, AccountId account) {
    auto rows = tx.query("select private_key, public_key from own_keys where account_id = $1", {account});
    if (!rows.next()) return std::nullopt;
    return Pair{rows.string(0), rows.string(1)};
}

void insert_pair(db::Tx& tx, AccountId account, const Pair& pair) {
    tx.exec(R"(
        insert into own_keys (account_id, private_key, public_key, created_at) values ($1, $2, $3, $4)
        on conflict (account_id) do nothing)", {account, pair.private_pem, pair.public_pem, tx.now()});
}

// "" for an account that is not ours.
std::string find_username(db::Tx& tx, AccountId account) {
    auto rows = tx.query("select username from accounts where id = $1 and domain = ''", {account});
    return rows.next() ? rows.string(0) : std::string();
}

std::string key_id(db::Tx& tx, AccountId account) {
    const auto& url = tx.config().web_url();
    if (account == kInstanceActor) return url + "/actor#main-key";
    const auto username = find_username(tx, account);
    if (username.empty()) throw NoSuchSigner("only accounts of this server have keys here");
    return url + "/users/" + username + "#main-key";
}

// Outside of any transaction: nobody shall wait for it.
Pair make_pair(db::Database& database, AccountId account) {
    const auto key = base::PrivateKey::generate();
    Pair pair{key.pem(), key.public_pem()};
    database.write([&](db::Tx& tx) {
        insert_pair(tx, account, pair);
        pair = *find_pair(tx, account); // Another thread or process may have been quicker.
    });
    return pair;
}

// Parsing takes longer than signing.
std::shared_ptr<const base::PrivateKey> parsed(const std::string& pem) {
    static base::MemoOf<base::PrivateKey> keys(500);
    const auto name = base::sha256(pem); // The key itself stands in memory once.
    if (auto known = keys.find(name)) return known;
    const auto key = base::PrivateKey::parse(pem);
    if (!key) throw std::runtime_error("a stored signing key cannot be read");
    auto kept = std::make_shared<const base::PrivateKey>(*key);
    keys.keep(name, kept);
    return kept;
}

} // namespace

SigningKey signing_key(db::Database& database, AccountId account) {
    SigningKey result;
    std::optional<Pair> pair;
    database.read([&](db::Tx& tx) {
        result.id = key_id(tx, account);
        pair = find_pair(tx, account);
    });
    if (!pair) pair = make_pair(database, account);
    result.key = parsed(pair->private_pem);
    return result;
}

std::string public_key_pem(db::Database& database, AccountId account) {
    std::optional<std::string> pem;
    database.read([&](db::Tx& tx) { pem = find_public_key_pem(tx, account); });
    return pem ? *pem : make_pair(database, account).public_pem;
}

std::optional<std::string> find_public_key_pem(db::Tx& tx, AccountId account) {
    auto pair = find_pair(tx, account);
    return pair ? std::optional(std::move(pair->public_pem)) : std::nullopt;
}

void forget_key(db::Tx& tx, AccountId account) { tx.exec("delete from own_keys where account_id = $1", {account}); }

} // namespace federation
