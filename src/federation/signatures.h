#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "base/keys.h"
#include "base/result.h"
#include "federation/keys.h"
#include "http/client.h"
#include "http/request.h"

#include <optional>
#include <string>
#include <vector>

// Who sent a request, proven by a signature over what it says: the old draft that everybody speaks, and the standard
// that came of it.
// https://datatracker.ietf.org/doc/html/draft-cavage-http-signatures-12, https://www.rfc-editor.org/rfc/rfc9421
namespace federation {

enum class Scheme : std::uint8_t { Draft, Rfc9421 }; // As federation_hosts.signature_scheme has them.

// Adds Date, the digest of the body where there is one, and the signature. The URL is one that base::Url takes, and
// stays as it is after this. For requests that may be redirected: in Outgoing::prepare.
void sign(http::Outgoing& request, const SigningKey& key, Scheme scheme, base::Time now);

// What a request says of its signature, as far as that can be judged without the key.
struct SignatureClaim {
    std::string key_id = {};
    Scheme scheme = Scheme::Draft;
    std::vector<std::string> covered = {}; // What is signed, in order: "(request-target)", "host", "@method", …
    std::optional<base::PublicKey::Kind> algorithm = {}; // Not said: whatever the key is for.
    std::string signature = {};                          // Bytes.

    std::string origin = {};  // Ours: "https://social.example".
    std::string created = {}; // As it was written; "" when it was not.
    std::string expires = {};
    std::string parameters = {}; // RFC 9421: "@signature-params" as it was written.
};

// Settles all that needs no key: that there is exactly one signature, what it covers (method, path, our host, time, and
// the digest of a body), that the digest is right and the time near. BadRequest for what cannot be read, Unauthorized
// for what proves nothing, with a reason fit for the sender.
Result<SignatureClaim> read_signature(const http::Request& request, const base::Config& config, base::Time now);

// Whether the holder of `key` signed the request as the claim that was read from it says.
bool is_signed_with(const http::Request& request, const SignatureClaim& claim, const base::PublicKey& key);

} // namespace federation
