#include "base/ascii.h"
#include "base/crypto.h"
#include "base/url.h"
#include "federation/signature_parts.h"
#include "http/date.h"
#include "http/split.h"

#include <fmt/core.h>

#include <map>

// https://datatracker.ietf.org/doc/html/draft-cavage-http-signatures-12
namespace federation {
namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

std::string_view find_header(const http::Headers& headers, std::string_view name) {
    for (const auto& [own, value] : headers) {
        if (base::equals_ignoring_ascii_case(own, name)) return value;
    }
    return {};
}

Result<Parameters> parse_parameters(std::string_view text) {
    Parameters parameters;
    Reader in(text);
    while (true) {
        in.skip_space();
        const auto name = in.take_name();
        if (name.empty() || !in.take('=')) return malformed("a name and a value are expected");
        const auto value = in.take_value(", \t");
        if (!value) return malformed("a value is missing");
        if (!parameters.emplace(name, *value).second) return malformed("a parameter is there twice");
        in.skip_space();
        if (in.is_at_end()) return parameters;
        if (!in.take(',')) return malformed("a comma is expected");
    }
}

std::string_view value_of(const Parameters& parameters, std::string_view name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string_view() : std::string_view(found->second);
}

// hs2019, also when nothing is said, means that the key knows.
Result<> read_algorithm(SignatureClaim& claim, std::string_view name) {
    if (name == "rsa-sha256") claim.algorithm = base::PublicKey::Kind::Rsa;
    if (name == "ed25519") claim.algorithm = base::PublicKey::Kind::Ed25519;
    if (claim.algorithm || name == "hs2019" || name.empty()) return {};
    return unproven("its algorithm is none that is taken here");
}

Result<> read_parameters(SignatureClaim& claim, std::string_view header) {
    const auto parameters = TRY(parse_parameters(header));
    claim.key_id = value_of(parameters, "keyId");
    if (claim.key_id.empty()) return malformed("the keyId is missing");
    const auto signature = base::from_base64(value_of(parameters, "signature"));
    if (!signature || signature->empty()) return malformed("the signature itself is missing");
    claim.signature = *signature;
    claim.created = value_of(parameters, "created");
    claim.expires = value_of(parameters, "expires");

    std::string_view covered = value_of(parameters, "headers");
    while (!covered.empty()) {
        const auto part = http::take_until(covered, ' ');
        if (!part.empty()) claim.covered.push_back(base::ascii_lower(part));
    }
    TRY(read_algorithm(claim, value_of(parameters, "algorithm")));
    return check_covered(claim);
}

// That its covered headers are there once, and what belongs to the newer algorithms is used with those.
Result<> check_parts(const http::Request& request, const SignatureClaim& claim) {
    for (const auto& part : claim.covered) {
        const bool is_time = part == "(created)" || part == "(expires)";
        if (is_time && claim.algorithm == base::PublicKey::Kind::Rsa) return unproven(part + " belongs to hs2019");
        if (is_time && (part == "(created)" ? claim.created : claim.expires).empty()) {
            return malformed(part + " is covered and missing");
        }
        if (is_time || part == "(request-target)") continue;
        if (part.starts_with('(')) return malformed(part + " is unknown");
        TRY(only_header(request, part));
    }
    return {};
}

Result<std::int64_t> read_created(const http::Request& request, const SignatureClaim& claim) {
    if (covers(claim, "(created)")) {
        const auto created = parse_seconds(claim.created);
        if (!created) return malformed("(created) is no time");
        return *created;
    }
    TRY(require_covered(claim, {"date"}));
    const auto date = http::parse_http_date(TRY(only_header(request, "date")));
    if (!date) return malformed("the Date is no time");
    return *date;
}

Result<> check_time(const http::Request& request, const SignatureClaim& claim, base::Time now) {
    const auto created = TRY(read_created(request, claim));
    std::optional<std::int64_t> expires;
    if (covers(claim, "(expires)")) {
        expires = parse_seconds(claim.expires);
        if (!expires) return malformed("(expires) is no time");
    }
    return check_window(created, expires, now);
}

// A signature for another server is good there, and not here.
Result<> check_host(const http::Request& request, const base::Config& config) {
    auto host = TRY(only_header(request, "host"));
    const std::string_view usual_port = config.https ? ":443" : ":80";
    if (host.ends_with(usual_port)) host.remove_suffix(usual_port.size());
    if (!base::equals_ignoring_ascii_case(host, config.web_host())) return unproven("it is for another host");
    return {};
}

Result<> check_digest(const http::Request& request) {
    auto list = TRY(only_header(request, "digest"));
    while (!list.empty()) {
        auto value = http::without_space(http::take_until(list, ','));
        const auto name = http::take_until(value, '=');
        if (!base::equals_ignoring_ascii_case(name, "sha-256")) continue;
        if (base::from_base64(value) == base::sha256(request.body)) return {};
        return unproven("the body is not the one of its Digest");
    }
    return unproven("its Digest has no SHA-256");
}

} // namespace

void sign_draft(http::Outgoing& request, const SigningKey& key, const std::string& date) {
    const auto url = base::Url::parse(request.url);
    if (!url) return; // The client refuses it.
    std::string text = fmt::format("(request-target): {} {}\nhost: {}\ndate: {}",
                                   base::ascii_lower(name_of(request.method)), url->target, url->authority(), date);
    std::string names = "(request-target) host date";
    const auto cover = [&](const char* name, std::string_view value) {
        if (value.empty()) return;
        text += fmt::format("\n{}: {}", name, value);
        names += std::string(" ") + name;
    };
    if (has_body(request.method)) {
        auto digest = "SHA-256=" + base::base64(base::sha256(request.body));
        cover("digest", digest);
        request.headers.emplace_back("Digest", std::move(digest));
        cover("content-type", find_header(request.headers, "content-type"));
        cover("collection-synchronization", find_header(request.headers, "collection-synchronization"));
    } else {
        cover("accept", find_header(request.headers, "accept"));
    }
    request.headers.emplace_back("Signature",
                                 fmt::format(R"(keyId="{}",algorithm="rsa-sha256",headers="{}",signature="{}")", key.id,
                                             names, base::base64(key.key->sign(text))));
}

Result<> read_draft(const http::Request& request, SignatureClaim& claim, const base::Config& config, base::Time now) {
    const auto header = TRY(only_header(request, "signature"));
    if (header.size() > kMaxSignatureBytes) return malformed("it is too long");
    TRY(read_parameters(claim, header));
    TRY(check_parts(request, claim));
    TRY(require_covered(claim, {"(request-target)", "host"}));
    TRY(check_host(request, config));
    TRY(check_time(request, claim, now));
    if (!has_body(request.method) && request.body.empty()) return {};
    TRY(require_covered(claim, {"digest"}));
    return check_digest(request);
}

std::string draft_text(const http::Request& request, const SignatureClaim& claim, std::string_view target) {
    std::string text;
    for (const auto& part : claim.covered) {
        if (!text.empty()) text += '\n';
        text += part + ": ";
        if (part == "(request-target)") {
            text += base::ascii_lower(name_of(request.method)) + " ";
            text += target;
        } else if (part == "(created)") {
            text += claim.created;
        } else if (part == "(expires)") {
            text += claim.expires;
        } else {
            text += http::without_space(request.header(part));
        }
    }
    return text;
}

} // namespace federation
