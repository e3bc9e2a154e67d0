#include "s3/answers.h"

#include "base/ascii.h"

#include <libxml/parser.h>

#include <charconv>
#include <memory>

namespace s3 {
namespace {

struct Free {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
    void operator()(xmlChar* text) const { xmlFree(text); }
};

std::string_view name_of(const xmlNode& node) { return reinterpret_cast<const char*>(node.name); }

std::string text_of(xmlNode* node) {
    const std::unique_ptr<xmlChar, Free> text(xmlNodeGetContent(node));
    return text ? reinterpret_cast<const char*>(text.get()) : "";
}

// The elements below one.
template <typename Visit>
void each_child(const xmlNode* parent, Visit visit) {
    for (xmlNode* node = parent ? parent->children : nullptr; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE) visit(*node);
    }
}

std::string child_text(const xmlNode* parent, std::string_view element) {
    std::string text;
    each_child(parent, [&](xmlNode& node) {
        if (name_of(node) == element) text = text_of(&node);
    });
    return text;
}

// Without entities, and nothing else is fetched for it.
class Document {
public:
    explicit Document(std::string_view xml)
        : document_(xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                                  XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)) {}
    const xmlNode* root() const { return document_ ? xmlDocGetRootElement(document_.get()) : nullptr; }

private:
    std::unique_ptr<xmlDoc, Free> document_;
};

std::int64_t number_in(const std::string& text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned char byte = 0;
        const bool is_escape =
            text[i] == '%' && i + 2 < text.size()
            && std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16).ptr == text.data() + i + 3;
        out += is_escape ? static_cast<char>(byte) : text[i] == '+' ? ' ' : text[i];
        if (is_escape) i += 2;
    }
    return out;
}

Refusal refusal_in(const xmlNode* node) {
    return {.code = child_text(node, "Code"), .message = child_text(node, "Message"), .key = child_text(node, "Key")};
}

} // namespace

Listing read_listing(std::string_view xml) {
    const Document document(xml);
    Listing listing;
    listing.has_more = child_text(document.root(), "IsTruncated") == "true";
    each_child(document.root(), [&](const xmlNode& node) {
        if (name_of(node) != "Contents") return;
        listing.objects.push_back(
            {.key = decoded(child_text(&node, "Key")),
             .size_bytes = number_in(child_text(&node, "Size")),
             .changed_at = base::parse_iso8601(child_text(&node, "LastModified")).value_or(base::Time{})});
    });
    return listing;
}

Refusal read_refusal(std::string_view xml) {
    const Document document(xml);
    return document.root() && name_of(*document.root()) == "Error" ? refusal_in(document.root()) : Refusal{};
}

std::vector<Refusal> read_refusals(std::string_view xml) {
    const Document document(xml);
    std::vector<Refusal> refusals;
    each_child(document.root(), [&](const xmlNode& node) {
        if (name_of(node) == "Error") refusals.push_back(refusal_in(&node));
    });
    return refusals;
}

std::string read_text(std::string_view xml, std::string_view element) {
    return child_text(Document(xml).root(), element);
}

std::string root_of(std::string_view xml) {
    const Document document(xml);
    return document.root() ? std::string(name_of(*document.root())) : "";
}

} // namespace s3
