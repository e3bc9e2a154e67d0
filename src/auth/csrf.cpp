#include "auth/csrf.h"

#include "auth/sessions.h"
#include "base/crypto.h"

#include <array>
#include <fmt/core.h>

namespace auth {
namespace {

constexpr std::size_t kMaskBytes = 32; // As long as the HMAC.

// __Host- binds a cookie to this very host, against cookies set by a neighbour under the same domain. Browsers demand
// Secure with it, which plain http on localhost cannot give.
std::string cookie_name(std::string_view name, const base::Config& config) {
    return fmt::format("{}akebono_{}", config.https ? "__Host-" : "", name);
}

void set_cookie(http::Reply& reply, const base::Config& config, std::string_view name, std::string_view value,
                std::chrono::seconds life) {
    reply.with_header("Set-Cookie",
                      fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", cookie_name(name, config),
                                  value, life.count(), config.https ? "; Secure" : ""));
}

std::string_view visit_secret(const http::Request& request, const base::Config& config) {
    return request.cookie(cookie_name("visit", config));
}

std::string_view browser_secret(const http::Request& request, const base::Config& config) {
    const auto session = session_secret(request, config);
    return session.empty() ? visit_secret(request, config) : session;
}

std::string mask(std::string_view bytes, std::string_view mask) {
    std::string masked(bytes);
    for (std::size_t i = 0; i < masked.size(); ++i) masked[i] = static_cast<char>(masked[i] ^ mask[i]);
    return masked;
}

std::string proof_of(std::string_view secret) { return base::hmac_sha256(secret, "form"); }

bool is_proof(std::string_view token, std::string_view secret) {
    const auto bytes = base::from_base64url(token);
    if (!bytes || bytes->size() != 2 * kMaskBytes || secret.empty()) return false;
    const std::string_view both = *bytes;
    return base::constant_time_equal(mask(both.substr(kMaskBytes), both.substr(0, kMaskBytes)), proof_of(secret));
}

// Browsers say where a form comes from. Old ones that do not are left to the token.
bool is_own_origin(const http::Request& request, const base::Config& config) {
    const auto origin = request.header("origin");
    const auto site = request.header("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none") return false;
    if (origin.empty() || origin == config.web_url()) return true;
    const auto host = origin.find("://");
    return host != std::string_view::npos && origin.substr(host + 3) == request.header("host");
}

} // namespace

std::string_view session_secret(const http::Request& request, const base::Config& config) {
    return request.cookie(cookie_name("session", config));
}

void set_session_cookie(http::Reply& reply, const base::Config& config, std::string_view secret) {
    set_cookie(reply, config, "session", secret, kSessionLife);
}

void clear_session_cookie(http::Reply& reply, const base::Config& config) {
    set_cookie(reply, config, "session", "", std::chrono::seconds(0));
}

FormGuard::FormGuard(const http::Request& request, const base::Config& config, base::Random& random)
    : secret_(browser_secret(request, config)), is_new_(secret_.empty()), random_(random) {
    if (is_new_) secret_ = random_.token();
}

std::string FormGuard::token() const {
    std::array<unsigned char, kMaskBytes> bytes;
    random_.fill(bytes);
    const std::string_view noise(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return base::base64url(std::string(noise) + mask(proof_of(secret_), noise));
}

void FormGuard::remember(http::Reply& reply, const base::Config& config) const {
    if (is_new_) set_cookie(reply, config, "visit", secret_, std::chrono::hours(24));
}

bool is_own_form(const http::Request& request, const base::Config& config) {
    return is_own_origin(request, config)
           && is_proof(request.text_or("authenticity_token", ""), browser_secret(request, config));
}

} // namespace auth
