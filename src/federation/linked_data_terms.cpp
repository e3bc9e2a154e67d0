#include "federation/linked_data_terms.h"

#include <array>
#include <span>

namespace federation {

namespace {

struct Row {
    std::string_view word, iri, type = {};
    Container container = Container::None;
};

// https://www.w3.org/ns/activitystreams, without the numbers of places on earth: others write those in several ways.
constexpr Row kActivityStreams[] = {
    {"id", "@id"},
    {"type", "@type"},
    {"as", "https://www.w3.org/ns/activitystreams#"},
    {"ldp", "http://www.w3.org/ns/ldp#"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"},

    {"Accept", "as:Accept"},
    {"Activity", "as:Activity"},
    {"Add", "as:Add"},
    {"Announce", "as:Announce"},
    {"Application", "as:Application"},
    {"Arrive", "as:Arrive"},
    {"Article", "as:Article"},
    {"Audio", "as:Audio"},
    {"Block", "as:Block"},
    {"Collection", "as:Collection"},
    {"CollectionPage", "as:CollectionPage"},
    {"Create", "as:Create"},
    {"Delete", "as:Delete"},
    {"Dislike", "as:Dislike"},
    {"Document", "as:Document"},
    {"Event", "as:Event"},
    {"Flag", "as:Flag"},
    {"Follow", "as:Follow"},
    {"Group", "as:Group"},
    {"Ignore", "as:Ignore"},
    {"Image", "as:Image"},
    {"IntransitiveActivity", "as:IntransitiveActivity"},
    {"Invite", "as:Invite"},
    {"Join", "as:Join"},
    {"Leave", "as:Leave"},
    {"Like", "as:Like"},
    {"Link", "as:Link"},
    {"Listen", "as:Listen"},
    {"Mention", "as:Mention"},
    {"Move", "as:Move"},
    {"Note", "as:Note"},
    {"Object", "as:Object"},
    {"Offer", "as:Offer"},
    {"OrderedCollection", "as:OrderedCollection"},
    {"OrderedCollectionPage", "as:OrderedCollectionPage"},
    {"Organization", "as:Organization"},
    {"Page", "as:Page"},
    {"Person", "as:Person"},
    {"Place", "as:Place"},
    {"Profile", "as:Profile"},
    {"Question", "as:Question"},
    {"Read", "as:Read"},
    {"Reject", "as:Reject"},
    {"Relationship", "as:Relationship"},
    {"Remove", "as:Remove"},
    {"Service", "as:Service"},
    {"TentativeAccept", "as:TentativeAccept"},
    {"TentativeReject", "as:TentativeReject"},
    {"Tombstone", "as:Tombstone"},
    {"Travel", "as:Travel"},
    {"Undo", "as:Undo"},
    {"Update", "as:Update"},
    {"Video", "as:Video"},
    {"View", "as:View"},

    {"content", "as:content"},
    {"hreflang", "as:hreflang"},
    {"mediaType", "as:mediaType"},
    {"name", "as:name"},
    {"preferredUsername", "as:preferredUsername"},
    {"rel", "as:rel"},
    {"source", "as:source"},
    {"summary", "as:summary"},
    {"units", "as:units"},
    {"contentMap", "as:content", "", Container::Language},
    {"nameMap", "as:name", "", Container::Language},
    {"summaryMap", "as:summary", "", Container::Language},

    {"actor", "as:actor", "@id"},
    {"anyOf", "as:anyOf", "@id"},
    {"attachment", "as:attachment", "@id"},
    {"attributedTo", "as:attributedTo", "@id"},
    {"audience", "as:audience", "@id"},
    {"bcc", "as:bcc", "@id"},
    {"bto", "as:bto", "@id"},
    {"cc", "as:cc", "@id"},
    {"context", "as:context", "@id"},
    {"current", "as:current", "@id"},
    {"describes", "as:describes", "@id"},
    {"endpoints", "as:endpoints", "@id"},
    {"first", "as:first", "@id"},
    {"followers", "as:followers", "@id"},
    {"following", "as:following", "@id"},
    {"formerType", "as:formerType", "@id"},
    {"generator", "as:generator", "@id"},
    {"href", "as:href", "@id"},
    {"icon", "as:icon", "@id"},
    {"image", "as:image", "@id"},
    {"inbox", "ldp:inbox", "@id"},
    {"inReplyTo", "as:inReplyTo", "@id"},
    {"instrument", "as:instrument", "@id"},
    {"items", "as:items", "@id"},
    {"last", "as:last", "@id"},
    {"liked", "as:liked", "@id"},
    {"likes", "as:likes", "@id"},
    {"location", "as:location", "@id"},
    {"next", "as:next", "@id"},
    {"oauthAuthorizationEndpoint", "as:oauthAuthorizationEndpoint", "@id"},
    {"oauthTokenEndpoint", "as:oauthTokenEndpoint", "@id"},
    {"object", "as:object", "@id"},
    {"oneOf", "as:oneOf", "@id"},
    {"orderedItems", "as:items", "@id", Container::List},
    {"origin", "as:origin", "@id"},
    {"outbox", "as:outbox", "@id"},
    {"partOf", "as:partOf", "@id"},
    {"prev", "as:prev", "@id"},
    {"preview", "as:preview", "@id"},
    {"provideClientKey", "as:provideClientKey", "@id"},
    {"proxyUrl", "as:proxyUrl", "@id"},
    {"relationship", "as:relationship", "@id"},
    {"replies", "as:replies", "@id"},
    {"result", "as:result", "@id"},
    {"sharedInbox", "as:sharedInbox", "@id"},
    {"shares", "as:shares", "@id"},
    {"signClientKey", "as:signClientKey", "@id"},
    {"streams", "as:streams", "@id"},
    {"subject", "as:subject", "@id"},
    {"tag", "as:tag", "@id"},
    {"target", "as:target", "@id"},
    {"to", "as:to", "@id"},
    {"uploadMedia", "as:uploadMedia", "@id"},
    {"url", "as:url", "@id"},

    {"closed", "as:closed", "xsd:dateTime"},
    {"deleted", "as:deleted", "xsd:dateTime"},
    {"endTime", "as:endTime", "xsd:dateTime"},
    {"published", "as:published", "xsd:dateTime"},
    {"startTime", "as:startTime", "xsd:dateTime"},
    {"updated", "as:updated", "xsd:dateTime"},
    {"duration", "as:duration", "xsd:duration"},
    {"height", "as:height", "xsd:nonNegativeInteger"},
    {"startIndex", "as:startIndex", "xsd:nonNegativeInteger"},
    {"totalItems", "as:totalItems", "xsd:nonNegativeInteger"},
    {"width", "as:width", "xsd:nonNegativeInteger"},
};

// https://w3id.org/security/v1: likewise.
constexpr Row kSecurity[] = {
    {"sec", "https://w3id.org/security#"},
    {"owner", "sec:owner", "@id"},
    {"publicKey", "sec:publicKey", "@id"},
    {"publicKeyPem", "sec:publicKeyPem"},
};

std::span<const Row> rows_of(std::string_view context) {
    if (context == "https://www.w3.org/ns/activitystreams") return kActivityStreams;
    if (context == "https://w3id.org/security/v1") return kSecurity;
    return {};
}

std::string_view text_at(const json::Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

std::optional<Container> container_of(const json::Object& definition) {
    const auto name = text_at(definition, "@container");
    if (name.empty() || name == "@set") return Container::None; // A set is what every list is without it, too.
    if (name == "@list") return Container::List;
    return name == "@language" ? std::optional(Container::Language) : std::nullopt;
}

} // namespace

std::optional<Terms> Terms::of(const json::Value& context) {
    Terms terms;
    return terms.add(context) ? std::optional(std::move(terms)) : std::nullopt;
}

const Term* Terms::find(std::string_view word) const {
    const auto found = terms_.find(word);
    return found == terms_.end() ? nullptr : &found->second;
}

bool Terms::add(const json::Value& context) {
    if (const auto* several = context.if_array()) {
        for (const auto& one : *several) {
            if (one.is_array() || !add(one)) return false;
        }
        return true;
    }
    if (const auto* words = context.if_object()) return add_words(*words);
    if (!context.is_string()) return false;
    const auto rows = rows_of(context.get_string());
    for (const auto& row : rows) add_word(row.word, row.iri, row.type, row.container);
    return !rows.empty();
}

// A word may be explained by one that stands after it.
bool Terms::add_words(const json::Object& words) {
    for (const auto& [word, definition] : words) {
        if (definition.is_string()) add_word(word, definition.get_string(), "", Container::None);
    }
    for (const auto& [word, definition] : words) {
        if (word.starts_with('@')) return false;
        if (definition.is_string()) {
            add_word(word, definition.get_string(), "", Container::None);
            continue;
        }
        const auto* object = definition.if_object();
        const auto container = object ? container_of(*object) : std::nullopt;
        if (!container || text_at(*object, "@id").empty()) return false;
        add_word(word, text_at(*object, "@id"), text_at(*object, "@type"), *container);
    }
    return true;
}

void Terms::add_word(std::string_view word, std::string_view iri, std::string_view type, Container container) {
    Term term{.iri = expanded(iri), .type = expanded(type), .container = container};
    terms_.insert_or_assign(std::string(word), std::move(term));
}

std::string Terms::expanded(std::string_view iri) const {
    const auto colon = iri.find(':');
    const auto* prefix = colon == std::string_view::npos ? nullptr : find(iri.substr(0, colon));
    return prefix ? prefix->iri + std::string(iri.substr(colon + 1)) : std::string(iri);
}

} // namespace federation
