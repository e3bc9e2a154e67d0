#include "base/json.h"
#include "federation/actor_document.h"
#include "federation/reading.h"
#include "fuzz/expect.h"
#include "statuses/note.h"

#include <string>

// JSON as other servers send it: parsed, and read as everything that it could be.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto parsed = json::parse(fuzz::text_of(bytes, size));
    if (!parsed) return 0;
    const std::string written = boost::json::serialize(*parsed);
    fuzz::expect(json::parse(written).has_value(), "what was parsed and written is parsed again");
    if (!parsed->is_object()) return 0;

    const auto& document = parsed->get_object();
    federation::type_of(document);
    federation::has_context(document);
    fuzz::expect(federation::ids_in(document, "to").size() <= federation::kMaxItems, "lists have an end");
    federation::objects_in(document, "tag");
    federation::page_url_of(document);
    if (const auto actor = federation::read_actor(document)) {
        fuzz::expect(federation::is_remote_username(actor->username), "an actor has a name that handles can have");
    }
    if (const auto note = statuses::read_note(document)) {
        fuzz::expect(!note->uri.empty() && !note->author.empty(), "a post has an id and an author");
        statuses::visibility_of(*note, "https://remote.test/followers");
    }
    return 0;
}
