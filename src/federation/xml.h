#pragma once

#include <libxml/HTMLparser.h>

#include <memory>
#include <string>
#include <string_view>

// libxml2 as the files of this folder use it.
namespace federation::xml {

struct Free {
    void operator()(xmlChar* text) const { xmlFree(text); }
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

inline std::string_view view(const xmlChar* text) {
    return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

inline std::string attribute(xmlNode* node, const char* name) {
    const std::unique_ptr<xmlChar, Free> value(xmlGetProp(node, reinterpret_cast<const xmlChar*>(name)));
    return std::string(view(value.get()));
}

inline std::string content(xmlNode* node) {
    const std::unique_ptr<xmlChar, Free> text(xmlNodeGetContent(node));
    return std::string(view(text.get()));
}

// What libxml2 is slow on goes before it sees it: tags of 4 KB and more are left out, and what comes after 10 thousand
// of them, or after `max_bytes`, is cut away.
std::string within_limits(std::string_view html, std::size_t max_bytes);

inline constexpr int kMaxDepth = 64;

std::unique_ptr<xmlDoc, Free> parse_page(const std::string& html);

} // namespace federation::xml
