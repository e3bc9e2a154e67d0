#pragma once

#include "base/result.h"
#include "federation/errand.h"

#include <optional>
#include <string>
#include <string_view>

// Who is behind a handle, and which handle is somebody's. https://www.rfc-editor.org/rfc/rfc7033
namespace federation {

struct Handle {
    std::string username; // As its server writes it.
    std::string domain;   // As base::normalise_domain has it.

    // "alice@remote.test", "@alice@remote.test", "acct:alice@remote.test"; nullopt for anything else.
    static std::optional<Handle> parse(std::string_view text);
    std::string text() const { return username + "@" + domain; }
    // The same person: usernames differ in case only.
    bool is(const Handle& other) const;
};

struct Finger {
    Handle subject;    // The handle as the server gives it: it may have a nicer domain for it.
    std::string actor; // The id of the actor.
};
// What the handle's own domain says of it, or, where there is nothing (404), the place that its host-meta names. One
// answer per handle and errand. Errors: those of Errand::get; Invalid for an answer that names no actor or nobody.
Result<Finger> finger(Errand& errand, const Handle& handle);

// The one whose subject is its own handle: a server that has a nicer domain for it is followed there, once.
Result<Finger> canonical_finger(Errand& errand, const Handle& handle);

// The handle under which the actor `uri`, who goes by `claimed`, is known: its domain says so, and leads back to the
// actor. Invalid when it does not.
Result<Handle> confirm_handle(Errand& errand, std::string_view uri, const Handle& claimed);

} // namespace federation
