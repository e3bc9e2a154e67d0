#pragma once

#include "auth/problem.h"
#include "db/db.h"
#include "http/scopes.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The apps that people use this server with. Every app registers itself before its first sign-in.
// https://docs.joinmastodon.org/methods/apps/
namespace auth {

// In place of a redirect URI: show the code, for the person to copy.
inline constexpr std::string_view kOutOfBand = "urn:ietf:wg:oauth:2.0:oob";

struct Application {
    ApplicationId id = {};
    std::string name = {};
    std::optional<std::string> website = {};
    std::string client_id = {};
    std::string client_secret = {};
    std::vector<std::string> redirect_uris = {};
    std::string scopes = {}; // "read write:statuses"

    http::Scope scope_bits() const;
    // The name for use inside a sentence: right-to-left marks in it cannot turn the rest of the sentence around.
    std::string isolated_name() const;
    // Whether somebody may be sent to `uri` with a code: exactly one of the registered ones; of those on a loopback
    // address any port will do (RFC 8252, 7.3).
    bool may_redirect_to(std::string_view uri) const;
};

struct NewApplication {
    std::string name = {};
    std::vector<std::string> redirect_uris = {};
    std::string scopes = "read";
    std::optional<std::string> website = {};
};

std::vector<Problem> find_problems(const NewApplication& wanted);

// With its secrets, which nothing shows again. Invalid, with every problem named, when it cannot.
Result<Application> register_application(db::Tx& tx, const NewApplication& wanted);

std::optional<Application> find_application(db::Tx& tx, ApplicationId id);
std::optional<Application> find_application(db::Tx& tx, std::string_view client_id);

// Single spaces, every scope once: "read read+write" is "read write".
std::string normalise_scopes(std::string_view text);

} // namespace auth
