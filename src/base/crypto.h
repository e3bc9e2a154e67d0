#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

// 32 bytes. https://www.rfc-editor.org/rfc/rfc6234
std::string sha256(std::string_view bytes);
// 64 digits, lower case: how the database keeps what is secret but long and random.
std::string sha256_hex(std::string_view bytes);
// 32 bytes. https://www.rfc-editor.org/rfc/rfc2104
std::string hmac_sha256(std::string_view key, std::string_view message);

std::string hex(std::string_view bytes);
// https://www.rfc-editor.org/rfc/rfc4648#section-5, without padding.
std::string base64url(std::string_view bytes);
// nullopt unless the text is what base64url() gives, padded or not.
std::optional<std::string> from_base64url(std::string_view text);

// https://www.rfc-editor.org/rfc/rfc4648#section-4, with padding.
std::string base64(std::string_view bytes);
// nullopt unless the text is what base64() gives, padded or not.
std::optional<std::string> from_base64(std::string_view text);

// Takes the same time wherever two texts of one length differ. The length is no secret.
bool constant_time_equal(std::string_view a, std::string_view b);

} // namespace base
