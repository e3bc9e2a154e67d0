#pragma once

#include "base/result.h"
#include "federation/signatures.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What both kinds of signature are made of. For signatures.cpp and its two files alone.
namespace federation {

// More is nobody's signature.
inline constexpr std::size_t kMaxSignatureBytes = 4096;
inline constexpr std::size_t kMaxCovered = 32;

base::Unexpected malformed(std::string what);
base::Unexpected unproven(std::string why);

// Reads `name="value"`, numbers and lists from the front of a header, a piece at a time.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool is_at_end() const { return rest_.empty(); }
    std::string_view rest() const { return rest_; }
    void skip_space();
    bool take(char c);
    // "" when no name is next.
    std::string_view take_name();
    // Without its quotes; nullopt when no quoted text is next. Text with a backslash is none of ours.
    std::optional<std::string_view> take_quoted();
    // Quoted, or all until one of `ends`.
    std::optional<std::string_view> take_value(std::string_view ends);

private:
    std::string_view rest_;
};

// The header's value. Unauthorized when it is missing, or there twice: who reads the other one reads what was not
// signed.
Result<std::string_view> only_header(const http::Request& request, std::string_view lower_case_name);

bool covers(const SignatureClaim& claim, std::string_view part);
// Unauthorized unless each of `parts` is covered.
Result<> require_covered(const SignatureClaim& claim, std::initializer_list<std::string_view> parts);
// Each once, and not too many.
Result<> check_covered(const SignatureClaim& claim);

std::optional<std::int64_t> parse_seconds(std::string_view text);
// Unauthorized unless a signature of that time is good now; times are seconds since 1970.
Result<> check_window(std::int64_t created, std::optional<std::int64_t> expires, base::Time now);

bool has_body(http::Method method);
std::string_view name_of(http::Method method); // "POST"

// ── draft_signatures.cpp ──
void sign_draft(http::Outgoing& request, const SigningKey& key, const std::string& date);
Result<> read_draft(const http::Request& request, SignatureClaim& claim, const base::Config& config, base::Time now);
// What is signed; with `target` as the path and query.
std::string draft_text(const http::Request& request, const SignatureClaim& claim, std::string_view target);

// ── message_signatures.cpp ──
void sign_message(http::Outgoing& request, const SigningKey& key, base::Time now);
// Reads Signature-Input and Signature into `claim`, without judging what they cover.
Result<> parse_message_signature(const http::Request& request, SignatureClaim& claim);
Result<> read_message(const http::Request& request, SignatureClaim& claim, base::Time now);
// The signature base. nullopt when it covers what the request lacks.
std::optional<std::string> message_text(const http::Request& request, const SignatureClaim& claim);

} // namespace federation
