#include "federation/triples.h"

#include "base/ascii.h"
#include "federation/linked_data_terms.h"

#include <fmt/core.h>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace federation {

namespace {

const std::string kRdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const std::string kXsd = "http://www.w3.org/2001/XMLSchema#";

class NotOurs final : public std::runtime_error {
public:
    NotOurs() : std::runtime_error("a document of another shape than ours") {}
};

RdfNode iri(std::string_view text) {
    const bool is_absolute = text.starts_with("https://") || text.starts_with("http://");
    for (const char c : text) {
        if (static_cast<unsigned char>(c) <= ' ' || std::string_view("<>\"{}|^`\\").find(c) != std::string_view::npos) {
            throw NotOurs();
        }
    }
    if (!is_absolute) throw NotOurs();
    return {.text = "<" + std::string(text) + ">"};
}

// https://www.w3.org/TR/rdf-canon/#canonical-quads; other control characters than these are in none of our texts.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        default: out += c;
        }
    }
    return out += '"';
}

RdfNode literal(std::string_view text, const std::string& type) {
    return {.text = quoted(text) + (type.empty() || type == kXsd + "string" ? "" : "^^<" + type + ">")};
}

const std::string& or_else(const std::string& type, const std::string& usual) { return type.empty() ? usual : type; }

// 0.25 is 2.5E-1. https://www.w3.org/TR/xmlschema11-2/#double
std::string canonical_double(double number) {
    const std::string text = fmt::format("{:.15e}", number);
    const auto e = text.find('e');
    std::string mantissa = text.substr(0, e);
    while (mantissa.ends_with('0') && mantissa[mantissa.size() - 2] != '.') mantissa.pop_back();
    return mantissa + "E" + std::to_string(std::stoi(text.substr(e + 1)));
}

RdfNode number_literal(double number, const std::string& type) {
    constexpr double kTooLongForDigits = 1e21;
    if (std::trunc(number) == number && std::abs(number) < kTooLongForDigits) {
        return literal(fmt::format("{:.0f}", number), or_else(type, kXsd + "integer"));
    }
    return literal(canonical_double(number), or_else(type, kXsd + "double"));
}

class TripleReader {
public:
    explicit TripleReader(Terms terms) : terms_(std::move(terms)) {}

    RdfNode read_node(const json::Object& object) {
        RdfNode node = name_of(object);
        for (const auto& [word, value] : object) {
            if (word == "@context" && !is_inside_) continue;
            const Term* term = terms_.find(word);
            if (!term) throw NotOurs();
            read_member(node, *term, value);
        }
        return node;
    }

    Triples triples;

private:
    RdfNode name_of(const json::Object& object) {
        for (const auto& [word, value] : object) {
            const Term* term = terms_.find(word);
            if (term && term->iri == "@id" && value.is_string()) return iri(value.get_string());
        }
        return new_blank();
    }

    RdfNode new_blank() { return {.blank = blanks_++}; }

    void read_member(const RdfNode& node, const Term& term, const json::Value& value) {
        if (term.iri == "@id") {
            if (!value.is_string()) throw NotOurs();
        } else if (term.iri == "@type") {
            for_each(value, [&](const json::Value& one) { say(node, kRdf + "type", type_of_node(one)); });
        } else if (term.container == Container::List) {
            if (!value.is_null()) say(node, term.iri, read_list(term, value));
        } else if (term.container == Container::Language) {
            read_languages(node, term, value);
        } else {
            for_each(value, [&](const json::Value& one) { say(node, term.iri, read_value(term, one)); });
        }
    }

    // One value is a list of one, and null says nothing.
    template <typename Do>
    static void for_each(const json::Value& value, const Do& what) {
        const auto* several = value.if_array();
        if (!several) {
            if (!value.is_null()) what(value);
            return;
        }
        for (const auto& one : *several) {
            if (!one.is_null()) what(one);
        }
    }

    RdfNode type_of_node(const json::Value& value) const {
        const Term* term = value.is_string() ? terms_.find(value.get_string()) : nullptr;
        if (!term) throw NotOurs();
        return iri(term->iri);
    }

    RdfNode read_value(const Term& term, const json::Value& value) {
        if (const auto* object = value.if_object()) {
            is_inside_ = true;
            return read_node(*object);
        }
        const bool is_name = term.type == "@id";
        if (value.is_string()) return is_name ? iri(value.get_string()) : literal(value.get_string(), term.type);
        if (is_name) throw NotOurs();
        if (value.is_bool()) return literal(value.get_bool() ? "true" : "false", or_else(term.type, kXsd + "boolean"));
        if (value.is_int64()) return literal(std::to_string(value.get_int64()), or_else(term.type, kXsd + "integer"));
        if (value.is_double()) return number_literal(value.get_double(), term.type);
        throw NotOurs();
    }

    RdfNode read_list(const Term& term, const json::Value& value) {
        std::vector<RdfNode> items;
        for_each(value, [&](const json::Value& one) { items.push_back(read_value(term, one)); });
        RdfNode rest = iri(kRdf + "nil");
        for (auto item = items.rbegin(); item != items.rend(); ++item) {
            const RdfNode link = new_blank();
            say(link, kRdf + "first", std::move(*item));
            say(link, kRdf + "rest", std::move(rest));
            rest = link;
        }
        return rest;
    }

    void read_languages(const RdfNode& node, const Term& term, const json::Value& value) {
        const auto* texts = value.if_object();
        if (!texts) throw NotOurs();
        for (const auto& [language, text] : *texts) {
            if (!text.is_string()) throw NotOurs();
            say(node, term.iri, {.text = quoted(text.get_string()) + "@" + base::ascii_lower(language)});
        }
    }

    void say(const RdfNode& subject, const std::string& predicate, RdfNode object) {
        triples.insert({.subject = subject, .predicate = iri(predicate).text, .object = std::move(object)});
    }

    Terms terms_;
    int blanks_ = 0;
    bool is_inside_ = false;
};

} // namespace

std::optional<Triples> triples_of(const json::Object& document) {
    const auto* context = document.if_contains("@context");
    auto terms = context ? Terms::of(*context) : std::nullopt;
    if (!terms) return std::nullopt;
    TripleReader reader(std::move(*terms));
    try {
        reader.read_node(document);
    } catch (const NotOurs&) {
        return std::nullopt;
    }
    return std::move(reader.triples);
}

} // namespace federation
