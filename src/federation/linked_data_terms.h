#pragma once

#include "base/json.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

// What the words of our own documents mean, as linked data has it: what their @context says, read without asking
// anybody. https://www.w3.org/TR/json-ld11/#the-context
namespace federation {

enum class Container { None, List, Language };

struct Term {
    std::string iri;  // "https://www.w3.org/ns/activitystreams#actor"; "@id" and "@type" for what stands for these.
    std::string type; // Of its values: "@id", the IRI of a data type, or empty.
    Container container = Container::None;
};

class Terms {
public:
    // Of a document's "@context": the two that everybody knows, by their names, and objects that explain further words.
    // nullopt for any other.
    static std::optional<Terms> of(const json::Value& context);

    // Null when nothing explains the word.
    const Term* find(std::string_view word) const;

private:
    bool add(const json::Value& context);
    bool add_words(const json::Object& words);
    void add_word(std::string_view word, std::string_view iri, std::string_view type, Container container);
    // With its prefix spelled out.
    std::string expanded(std::string_view iri) const;

    std::map<std::string, Term, std::less<>> terms_;
};

} // namespace federation
