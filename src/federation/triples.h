#pragma once

#include "base/json.h"

#include <compare>
#include <optional>
#include <set>
#include <string>

// What a document says, in sentences of three words each, which are the same however it was written down.
// https://www.w3.org/TR/rdf11-concepts/, https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm
namespace federation {

// As N-Quads writes it: "<https://…>", "\"text\"@en"; or something without a name, which has a number instead.
struct RdfNode {
    std::string text = {};
    int blank = -1;

    bool is_blank() const { return blank >= 0; }
    auto operator<=>(const RdfNode&) const = default;
};

struct Triple {
    RdfNode subject;
    std::string predicate;
    RdfNode object;
    auto operator<=>(const Triple&) const = default;
};
using Triples = std::set<Triple>;

// Of a document that we have composed: in no other shape, and with no words or addresses but those that we use. nullopt
// for all else, because something would be left out of what is signed.
std::optional<Triples> triples_of(const json::Object& document);

} // namespace federation
