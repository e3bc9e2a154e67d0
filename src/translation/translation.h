#pragma once

#include "db/db.h"
#include "translation/service.h"

#include <optional>
#include <string>
#include <string_view>

// Texts in other languages, from the service that the configuration names. What it said is kept for a day, and which
// languages it knows for a week. A few ask it at once, and nobody for a while after it has failed or refused.
namespace translation {

// Whether there is a service.
bool is_on(const base::Config& config);
// Its name for people.
std::string_view provider(const base::Config& config);

// {"de":["en","ja"],"und":[…]}, as the API has it; what write_languages wrote.
void write_languages(json::Writer& out, const Languages& languages);
Languages read_languages(std::string_view text);

// nullopt: it must be asked.
std::optional<Languages> known_languages(db::Tx& tx);
std::optional<Translated> known_translation(db::Tx& tx, const Texts& texts);

// These ask it, and keep what it says. They wait: never inside a transaction.
// Errors: Unavailable, with a message for whoever asked.
Result<Languages> ask_for_languages(db::Database& database);
Result<Translated> translate(db::Database& database, const Texts& texts);

// How the service names what people call `source` (empty: not known) and `target`, codes of base/languages.h. Regions
// and scripts that it does not tell apart are left out. nullopt: it does not translate the one into the other.
struct Pair {
    std::string source, target;
    bool operator==(const Pair&) const = default;
};
std::optional<Pair> find_pair(const Languages& languages, std::string_view source, std::string_view target);

// Forgets some of what is older than a day. False: there may be more.
bool delete_old_translations(db::Tx& tx);

} // namespace translation
