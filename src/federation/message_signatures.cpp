#include "base/ascii.h"
#include "base/crypto.h"
#include "base/url.h"
#include "federation/signature_parts.h"
#include "http/split.h"

#include <fmt/core.h>

// https://www.rfc-editor.org/rfc/rfc9421
namespace federation {
namespace {

using base::PublicKey;

// A name of our own for the one signature that we make; others may call theirs what they like.
constexpr std::string_view kLabel = "sig1";
constexpr std::string_view kSynchronization = "collection-synchronization"; // See follower_digests.h.

// ("@method" "@target-uri" …)
Result<> read_covered(SignatureClaim& claim, Reader& in) {
    if (!in.take('(')) return malformed("a list of what it covers is expected");
    while (true) {
        in.skip_space();
        if (in.take(')')) return check_covered(claim);
        const auto part = in.take_quoted();
        if (!part || part->empty() || *part != base::ascii_lower(*part)) return malformed("a covered part is expected");
        // Parameters of a part: structured fields, parts of the query, the request of an answer.
        if (in.rest().starts_with(';')) return unproven("a part of what it covers is not understood");
        claim.covered.emplace_back(*part);
        if (claim.covered.size() > kMaxCovered) return malformed("it covers too much");
    }
}

Result<> read_algorithm(SignatureClaim& claim, std::string_view name) {
    if (name == "rsa-v1_5-sha256") {
        claim.algorithm = PublicKey::Kind::Rsa;
    } else if (name == "ed25519") {
        claim.algorithm = PublicKey::Kind::Ed25519;
    } else {
        return unproven("its algorithm is none that is taken here");
    }
    return {};
}

// ;created=1618884473;keyid="…"
Result<> read_parameters(SignatureClaim& claim, Reader& in) {
    std::vector<std::string_view> names;
    while (in.take(';')) {
        in.skip_space();
        const auto name = names.emplace_back(in.take_name());
        if (name.empty() || !in.take('=')) return malformed("a name and a value are expected");
        const auto value = in.take_value(";, \t");
        if (!value) return malformed("a value is missing");
        if (std::count(names.begin(), names.end(), name) > 1) return malformed("a parameter is there twice");
        if (name == "keyid") claim.key_id = *value;
        if (name == "created") claim.created = *value;
        if (name == "expires") claim.expires = *value;
        if (name == "alg") TRY(read_algorithm(claim, *value));
    }
    return {};
}

// LABEL=(…);…, and nothing after it. Answers with the label.
Result<std::string_view> read_input(SignatureClaim& claim, std::string_view header) {
    Reader in(header);
    const auto label = in.take_name();
    if (label.empty() || !in.take('=')) return malformed("a name and a list are expected");
    claim.parameters = in.rest();
    TRY(read_covered(claim, in));
    TRY(read_parameters(claim, in));
    in.skip_space();
    if (!in.is_at_end()) return unproven("there is more than one");
    return label;
}

// :BASE64:
std::optional<std::string> bytes_of(std::string_view text) {
    if (text.size() < 2 || !text.starts_with(':') || !text.ends_with(':')) return std::nullopt;
    return base::from_base64(text.substr(1, text.size() - 2));
}

Result<> read_signature_bytes(SignatureClaim& claim, std::string_view header, std::string_view label) {
    if (http::take_until(header, '=') != label) return malformed("Signature and Signature-Input differ in their name");
    if (header.find(',') != std::string_view::npos) return unproven("there is more than one");
    const auto bytes = bytes_of(header);
    if (!bytes || bytes->empty()) return malformed("the signature itself is missing");
    claim.signature = *bytes;
    return {};
}

Result<> check_time(const SignatureClaim& claim, base::Time now) {
    const auto created = parse_seconds(claim.created);
    if (!created) return malformed("it does not say when it was created");
    const auto expires = parse_seconds(claim.expires);
    if (!expires && !claim.expires.empty()) return malformed("its end is no time");
    return check_window(*created, expires, now);
}

Result<> check_digest(const http::Request& request) {
    auto list = TRY(only_header(request, "content-digest"));
    while (!list.empty()) {
        auto value = http::without_space(http::take_until(list, ','));
        if (http::take_until(value, '=') != "sha-256") continue;
        if (bytes_of(value) == base::sha256(request.body)) return {};
        return unproven("the body is not the one of its Content-Digest");
    }
    return unproven("its Content-Digest has no sha-256");
}

// Without the query.
std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

// With the question mark, which is there even without a query.
std::string query_of(std::string_view target) {
    const auto at = target.find('?');
    return at == std::string_view::npos ? "?" : std::string(target.substr(at));
}

std::optional<std::string> derived(const http::Request& request, const SignatureClaim& claim, std::string_view part) {
    const auto scheme_end = claim.origin.find("://");
    if (part == "@method") return std::string(name_of(request.method));
    if (part == "@target-uri") return claim.origin + request.target;
    if (part == "@authority") return claim.origin.substr(scheme_end + 3);
    if (part == "@scheme") return claim.origin.substr(0, scheme_end);
    if (part == "@request-target") return request.target;
    if (part == "@path") return std::string(path_of(request.target));
    if (part == "@query") return query_of(request.target);
    return std::nullopt;
}

} // namespace

void sign_message(http::Outgoing& request, const SigningKey& key, base::Time now) {
    const auto url = base::Url::parse(request.url);
    if (!url) return; // The client refuses it.
    std::string text = fmt::format("\"@method\": {}\n\"@target-uri\": {}\n", name_of(request.method), url->text());
    std::string covered = R"("@method" "@target-uri")";
    if (has_body(request.method)) {
        auto digest = "sha-256=:" + base::base64(base::sha256(request.body)) + ":";
        text += fmt::format("\"content-digest\": {}\n", digest);
        covered += R"( "content-digest")";
        request.headers.emplace_back("Content-Digest", std::move(digest));
    }
    for (const auto& [name, value] : request.headers) {
        if (!base::equals_ignoring_ascii_case(name, kSynchronization)) continue;
        text += fmt::format("\"{}\": {}\n", kSynchronization, value);
        covered += fmt::format(" \"{}\"", kSynchronization);
    }
    const auto created = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto parameters =
        fmt::format(R"(({});created={};keyid="{}";alg="rsa-v1_5-sha256")", covered, created, key.id);
    text += "\"@signature-params\": " + parameters;
    request.headers.emplace_back("Signature-Input", fmt::format("{}={}", kLabel, parameters));
    request.headers.emplace_back("Signature", fmt::format("{}=:{}:", kLabel, base::base64(key.key->sign(text))));
}

Result<> parse_message_signature(const http::Request& request, SignatureClaim& claim) {
    const auto input = TRY(only_header(request, "signature-input"));
    const auto signature = TRY(only_header(request, "signature"));
    if (input.size() > kMaxSignatureBytes || signature.size() > kMaxSignatureBytes) return malformed("it is too long");
    const auto label = TRY(read_input(claim, input));
    return read_signature_bytes(claim, signature, label);
}

Result<> read_message(const http::Request& request, SignatureClaim& claim, base::Time now) {
    TRY(parse_message_signature(request, claim));
    if (claim.key_id.empty()) return malformed("the keyid is missing");
    TRY(require_covered(claim, {"@method", "@target-uri"}));
    TRY(check_time(claim, now));
    for (const auto& part : claim.covered) {
        if (!part.starts_with('@')) {
            TRY(only_header(request, part));
        } else if (!derived(request, claim, part)) {
            return unproven(part + " is not understood");
        }
    }
    if (!has_body(request.method) && request.body.empty()) return {};
    TRY(require_covered(claim, {"content-digest"}));
    return check_digest(request);
}

std::optional<std::string> message_text(const http::Request& request, const SignatureClaim& claim) {
    std::string text;
    for (const auto& part : claim.covered) {
        std::optional<std::string> value;
        if (part.starts_with('@')) {
            value = derived(request, claim, part);
        } else if (const auto header = only_header(request, part)) {
            value = std::string(*header);
        }
        if (!value) return std::nullopt;
        text += fmt::format("\"{}\": {}\n", part, *value);
    }
    return text + "\"@signature-params\": " + claim.parameters;
}

} // namespace federation
