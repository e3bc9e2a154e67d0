#pragma once

#include "base/ids.h"
#include "base/keys.h"
#include "db/db.h"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

// The keys that we sign with: one of each of our accounts, made when it is first needed, and one of the server itself.
namespace federation {

// The server as an actor: whoever asks other servers without doing it for one of our people.
inline constexpr AccountId kInstanceActor{-99};

struct SigningKey {
    std::string id; // ".../users/alice#main-key": where others find the public half.
    std::shared_ptr<const base::PrivateKey> key;
};

// An account that is not ours, or no more.
class NoSuchSigner final : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The key of one of our accounts, or of kInstanceActor; makes and stores one the first time, which takes a quarter of a
// second. Opens transactions of its own. Throws NoSuchSigner.
SigningKey signing_key(db::Database& database, AccountId account);

// The public half in PEM, for the actor's document. Makes the pair the first time.
std::string public_key_pem(db::Database& database, AccountId account);
// The same for who is inside a transaction: nullopt for an account that has no key yet.
std::optional<std::string> find_public_key_pem(db::Tx& tx, AccountId account);

// Of who will sign nothing any more.
void forget_key(db::Tx& tx, AccountId account);

} // namespace federation
