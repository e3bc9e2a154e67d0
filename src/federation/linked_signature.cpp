#include "federation/linked_signature.h"

#include "base/crypto.h"
#include "base/json.h"
#include "federation/canonical_triples.h"

namespace federation {

namespace {

// As it stands when it is canonical: what https://w3id.org/identity/v1 makes of creator and created.
std::string canonical_options(const std::string& creator, const std::string& created) {
    return "_:c14n0 <http://purl.org/dc/terms/created> \"" + created
           + "\"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n"
             "_:c14n0 <http://purl.org/dc/terms/creator> <"
           + creator + "> .\n";
}

void write_signature(json::Writer& out, const SigningKey& key, const std::string& created, const std::string& value) {
    out.begin_object();
    out.field("type", "RsaSignature2017");
    out.field("creator", key.id);
    out.field("created", created);
    out.field("signatureValue", value);
    out.end_object();
}

} // namespace

std::optional<std::string> with_signature(std::string_view document, const SigningKey& key, base::Time now) {
    const auto parsed = json::parse(document);
    if (!parsed || !parsed->is_object()) return std::nullopt;
    const auto triples = triples_of(parsed->get_object());
    const auto text = triples ? canonical(*triples) : std::nullopt;
    if (!text) return std::nullopt;

    const std::string created = base::iso8601(now);
    const std::string to_sign = base::sha256_hex(canonical_options(key.id, created)) + base::sha256_hex(*text);
    std::string result(document.substr(0, document.rfind('}')));
    result += ",\"signature\":";
    json::Writer out(result);
    write_signature(out, key, created, base::base64(key.key->sign(to_sign)));
    return result += '}';
}

} // namespace federation
