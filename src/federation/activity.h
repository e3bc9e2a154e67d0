#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "base/result.h"
#include "db/db.h"
#include "federation/errand.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace federation {

// Something that an actor of another server says that it has done: its signature has been checked, and its id and its
// object have not.
struct Activity {
    std::string id, type;
    accounts::Account actor;
    std::string actor_uri;
    json::Object document;
    std::optional<AccountId> inbox_account = {}; // Whose inbox it came to; none: the shared one.
    bool is_live = true;                         // Just delivered, not found somewhere.
    std::string_view original = {};              // As its actor sent it to us; empty: it did not.
    std::vector<std::string> unanswered = {};    // Whom it names and whose server could not be asked just now.

    std::string object_id() const;
    // Null when the object is given by its id alone.
    const json::Object* object() const;
    // The type of the object; empty when only its id is given.
    std::string object_type() const;
    // Whether its object is on the actor's host: what an actor may speak for, besides itself.
    bool is_about_own() const;
    // What a suspended account may still say: that something of its own changes or goes.
    bool is_allowed_of_suspended() const;
};

// What somebody passes on that another wrote, as it is kept until it has its effect: {"actor": who passes it on,
// "passed": "Delete", "object": an id}. Nobody else sends such a thing.
inline constexpr std::string_view kPassedOn = "PassedOn";

// Carries it out, with all that it needs in the database, by the same rules as REST does. A refusal means that it has
// no effect here: not for us, not allowed, not understood. Ready to run twice.
using Receive = Result<> (*)(db::Tx&, const Activity&);

// A row of app/receivers.cpp.
struct Receiver {
    std::string_view type;   // "Undo"
    std::string_view object; // The type of its object: "Like"; "*": any; "": given by its id; "self": the actor.
    Receive receive;
    // Whether something that it needs must be fetched first, and the fetching. What fails there counts as not there:
    // `receive` decides. May replace the object in the document.
    bool (*must_fetch)(db::Tx&, const Activity&) = nullptr;
    void (*fetch)(Errand&, Activity&) = nullptr;
};

// The first row that fits; null: nobody here knows what to do with it.
const Receiver* find_receiver(std::span<const Receiver> receivers, const Activity& activity);

} // namespace federation
