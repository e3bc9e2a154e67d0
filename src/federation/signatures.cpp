#include "federation/signatures.h"

#include "federation/signature_parts.h"
#include "http/date.h"

#include <algorithm>

namespace federation {
namespace {

bool has_header(const http::Request& request, std::string_view lower_case_name) {
    return std::ranges::any_of(request.headers, [&](const auto& header) { return header.first == lower_case_name; });
}

// Some sign the path with the query, some without it.
bool is_draft_signed_with(const http::Request& request, const SignatureClaim& claim, const base::PublicKey& key) {
    const std::string_view target = request.target;
    if (key.verifies(draft_text(request, claim, target), claim.signature)) return true;
    const auto query = target.find('?');
    return query != std::string_view::npos
           && key.verifies(draft_text(request, claim, target.substr(0, query)), claim.signature);
}

} // namespace

void sign(http::Outgoing& request, const SigningKey& key, Scheme scheme, base::Time now) {
    auto date = http::http_date(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
    if (scheme == Scheme::Draft) {
        sign_draft(request, key, date);
    } else {
        sign_message(request, key, now);
    }
    request.headers.emplace_back("Date", std::move(date));
}

Result<SignatureClaim> read_signature(const http::Request& request, const base::Config& config, base::Time now) {
    SignatureClaim claim;
    claim.origin = config.web_url();
    if (!has_header(request, "signature")) return base::refuse(base::Refusal::Unauthorized, "Request not signed");
    if (has_header(request, "signature-input")) {
        claim.scheme = Scheme::Rfc9421;
        TRY(read_message(request, claim, now));
    } else {
        TRY(read_draft(request, claim, config, now));
    }
    return claim;
}

bool is_signed_with(const http::Request& request, const SignatureClaim& claim, const base::PublicKey& key) {
    if (claim.algorithm && *claim.algorithm != key.kind()) return false;
    if (claim.scheme == Scheme::Draft) return is_draft_signed_with(request, claim, key);
    const auto text = message_text(request, claim);
    return text && key.verifies(*text, claim.signature);
}

} // namespace federation
