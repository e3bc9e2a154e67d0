#include "s3/call.h"

#include "base/crypto.h"
#include "base/digests.h"
#include "base/log.h"

#include <array>
#include <thread>
#include <unistd.h>

// One call: signed anew for each attempt, because a signature is good for minutes and credentials may change.
namespace s3 {
namespace {

bool is_worth_another_try(int status, const Refusal& refusal) {
    return status >= 500 || status == 429 || refusal.code == "RequestTimeout" || refusal.code == "SlowDown";
}

// What 403 means to the operator, where it is not what it seems.
std::string hint(const Refusal& refusal) {
    if (refusal.code == "RequestTimeTooSkewed") return " (is this machine's clock right?)";
    if (refusal.code == "SignatureDoesNotMatch") return " (is s3.secret_access_key right?)";
    if (refusal.code == "AccessControlListNotSupported") return " (this bucket knows no ACLs: set s3.acl to none)";
    if (refusal.code == "PermanentRedirect" || refusal.code == "AuthorizationHeaderMalformed") {
        return " (are s3.region and s3.endpoint right?)";
    }
    return "";
}

std::string reason_for(int status, const Refusal& refusal) {
    std::string reason = "it answered " + std::to_string(status);
    if (!refusal.code.empty()) reason += " " + refusal.code;
    if (!refusal.message.empty()) reason += ": " + refusal.message;
    return reason + hint(refusal);
}

void empty(const base::File& file) {
    if (::ftruncate(file.descriptor(), 0) != 0 || ::lseek(file.descriptor(), 0, SEEK_SET) != 0) {
        throw Fault("a temporary file cannot be emptied");
    }
}

// However a body is sent, S3 refuses it when it is not the one that was signed.
std::string digest_of(const std::string& body, const base::File* upload, std::int64_t offset, std::int64_t length) {
    if (upload) return base::sha256_hex_of(*upload, offset, length);
    return body.empty() ? std::string(kEmptySha256) : base::sha256_hex(body);
}

} // namespace

std::string Bucket::authority() const {
    auto authority = parts_.place.endpoint.authority();
    return parts_.place.style == Style::Path ? authority : parts_.place.bucket + "." + authority;
}

Signable Bucket::signable(const Call& call) const {
    const std::string folder = parts_.place.style == Style::Path ? "/" + parts_.place.bucket : "";
    return {.method = call.method,
            .authority = authority(),
            .path = folder + "/" + call.key,
            .query = call.query,
            .headers = call.headers,
            .body_sha256 = call.body_sha256};
}

// Twice as long each time, and a random part of it, so that those who were turned away together do not come back so.
void Bucket::pause_before(int attempt) const {
    const auto most = parts_.first_pause * (1 << (attempt - 2));
    const auto part = std::chrono::steady_clock::now().time_since_epoch().count() % 1000;
    std::this_thread::sleep_for(most / 2 + most * part / 2000);
}

// The answer; nothing when it may be tried again. Throws when that makes no sense.
std::optional<http::Incoming> Bucket::attempt(const Call& call, int number, bool& has_renewed) {
    const auto credentials = parts_.wallet->credentials();
    const auto to_sign = signable(call);
    if (call.into) empty(*call.into);
    auto answer = parts_.client->send(
        {.method = call.method,
         .url = (parts_.place.endpoint.is_https ? "https://" : "http://") + to_sign.authority + target_of(to_sign),
         .headers = signed_headers(to_sign, credentials, parts_.place.region, parts_.clock.now()),
         .body = call.body,
         .upload = call.upload,
         .offset = call.offset,
         .length = call.length,
         .into = call.into});
    const int status = answer ? answer->status : 0;
    const bool is_missing = status == 404 && call.may_be_missing;
    // An answer to what takes S3 long begins before it knows how that ends.
    const auto refusal = answer ? read_refusal(answer->body) : Refusal{};
    if ((status / 100 == 2 && refusal.code.empty()) || is_missing) return std::move(*answer);

    const auto reason = answer ? reason_for(status, refusal) : answer.error().message;
    if (status == 403 && !has_renewed && parts_.wallet->renew(credentials)) {
        has_renewed = true;
    } else if (answer && status / 100 != 2 && !is_worth_another_try(status, refusal)) {
        throw Fault(call.method + " " + call.key + ": " + reason, refusal.code);
    }
    if (number == kAttempts) throw Fault(call.method + " " + call.key + ": " + reason, refusal.code);
    base::log::warning("the media store did not do as it was told, and is asked again",
                       {{"what", call.method}, {"file", call.key}, {"attempt", number}, {"reason", reason}});
    return std::nullopt;
}

http::Incoming Bucket::send(const Call& call) {
    Call measured = call;
    measured.body_sha256 = digest_of(call.body, call.upload, call.offset, call.length);
    bool has_renewed = false;
    for (int number = 1;; ++number) {
        if (number > 1) pause_before(number);
        if (auto answer = attempt(measured, number, has_renewed)) return std::move(*answer);
    }
}

} // namespace s3
