#include "federation/page.h"

#include "base/ascii.h"
#include "base/text.h"
#include "federation/xml.h"

#include <algorithm>
#include <charconv>

namespace federation {

namespace {

using xml::attribute;
using xml::view;

constexpr std::size_t kMaxBytes = 1 << 20;
constexpr std::size_t kMaxMembers = 1000;

std::string trimmed(const std::string& text) { return std::string(base::trim(text)); }

int number_in(xmlNode* node, const char* name) {
    const std::string text = attribute(node, name);
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return std::clamp(number, 0, 10'000);
}

// Loops instead of recursion: pages may be nested as deep as they are long.
xmlNode* after(xmlNode* node, xmlNode* root) {
    if (node->children && node->type == XML_ELEMENT_NODE) return node->children;
    while (node != root && !node->next) node = node->parent;
    return node == root ? nullptr : node->next;
}

class Reader {
public:
    Page read(xmlNode* root) {
        for (xmlNode* node = root; node; node = after(node, root)) {
            if (node->type == XML_ELEMENT_NODE) read_element(node, view(node->name));
        }
        return std::move(page_);
    }

private:
    void read_element(xmlNode* node, std::string_view name) {
        if (name == "meta") return read_meta(node);
        if (name == "link" || name == "a") return read_link(node);
        if (name == "html") page_.language = trimmed(attribute(node, "lang"));
        if (name == "title" && page_.title.empty()) page_.title = trimmed(xml::content(node));
        if (name == "script") read_script(node);
        if (name == "iframe" && !page_.frame) {
            page_.frame = Page::Frame{.source = trimmed(attribute(node, "src")),
                                      .width = number_in(node, "width"),
                                      .height = number_in(node, "height")};
        }
    }

    void read_meta(xmlNode* node) {
        const std::string content = trimmed(attribute(node, "content"));
        for (const auto* which : {"property", "name"}) {
            const std::string name = trimmed(attribute(node, which));
            if (name.empty() || content.empty() || page_.metas.size() == kMaxMembers) continue;
            page_.metas.push_back({.name = base::ascii_lower(name), .content = content});
        }
    }

    void read_link(xmlNode* node) {
        Page::Link link{.rel = base::ascii_lower(attribute(node, "rel")),
                        .type = base::ascii_lower(trimmed(attribute(node, "type"))),
                        .href = trimmed(attribute(node, "href"))};
        if (link.rel.empty() || link.href.empty() || page_.links.size() == kMaxMembers) return;
        page_.links.push_back(std::move(link));
    }

    void read_script(xmlNode* node) {
        constexpr std::size_t kMaxScripts = 20;
        if (page_.data.size() == kMaxScripts || attribute(node, "type") != "application/ld+json") return;
        page_.data.push_back(xml::content(node));
    }

    Page page_;
};

} // namespace

std::string Page::meta(std::initializer_list<std::string_view> names) const {
    for (const auto name : names) {
        const auto found = std::ranges::find(metas, name, &Meta::name);
        if (found != metas.end()) return found->content;
    }
    return {};
}

Page read_page(std::string_view html) {
    const auto document = xml::parse_page(xml::within_limits(html, kMaxBytes));
    auto* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
    return root ? Reader().read(root) : Page();
}

} // namespace federation
