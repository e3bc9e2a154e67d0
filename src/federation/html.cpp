#include "federation/html.h"

#include "base/ascii.h"
#include "base/html_text.h"
#include "base/text.h"
#include "federation/origins.h"
#include "federation/xml.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace federation {

namespace {

using xml::attribute;
using xml::kMaxDepth;
using xml::parse_page;
using xml::view;
using xml::within_limits;

constexpr std::size_t kMaxBytes = 100'000;

// These are sorted: looked up by binary search.
constexpr auto kKeptElements =
    std::to_array<std::string_view>({"a", "b",   "blockquote", "br", "code", "del", "em",   "i",      "li", "ol",
                                     "p", "pre", "rp",         "rt", "ruby", "s",   "span", "strong", "u",  "ul"});
constexpr auto kHeadings = std::to_array<std::string_view>({"h1", "h2", "h3", "h4", "h5", "h6"});
constexpr auto kDropped = std::to_array<std::string_view>(
    {"applet", "audio",  "base",  "button", "canvas",   "embed",    "form",     "frame",    "frameset",
     "head",   "iframe", "input", "link",   "meta",     "noembed",  "noframes", "noscript", "object",
     "script", "select", "style", "svg",    "template", "textarea", "title",    "video",    "xmp"});
// What stands on lines of its own: without its tags, words must not run together.
constexpr auto kBlocks = std::to_array<std::string_view>(
    {"address", "article",  "aside",      "body",   "caption", "center", "dd",    "details", "div", "dl",
     "dt",      "fieldset", "figcaption", "figure", "footer",  "header", "hr",    "main",    "nav", "section",
     "summary", "table",    "tbody",      "td",     "tfoot",   "th",     "thead", "tr"});
constexpr auto kClasses =
    std::to_array<std::string_view>({"ellipsis", "hashtag", "invisible", "mention", "quote-inline"});
constexpr auto kClassPrefixes = std::to_array<std::string_view>({"dt-", "e-", "h-", "p-", "u-"});

template <std::size_t Size>
bool is_one_of(const std::array<std::string_view, Size>& sorted, std::string_view name) {
    return std::binary_search(sorted.begin(), sorted.end(), name);
}

bool is_kept_class(std::string_view name) {
    return is_one_of(kClasses, name)
           || std::ranges::any_of(kClassPrefixes, [&](std::string_view prefix) { return name.starts_with(prefix); });
}

std::string kept_classes(std::string_view classes) {
    std::string kept;
    while (!classes.empty()) {
        const auto end = std::min(classes.find_first_of(" \t\r\n\f"), classes.size());
        const auto name = classes.substr(0, end);
        if (is_kept_class(name) && name.size() <= 64) kept.append(kept.empty() ? "" : " ").append(name);
        classes.remove_prefix(std::min(end + 1, classes.size()));
    }
    return kept;
}

// One walk over the tree of one document.
class Cleaner {
public:
    std::string clean(xmlNode* root) {
        write_node(root, 0);
        return std::move(out_);
    }

private:
    void write_children(xmlNode* node, int depth) {
        if (depth >= kMaxDepth) return;
        for (auto* child = node->children; child; child = child->next) write_node(child, depth + 1);
    }

    void write_node(xmlNode* node, int depth) {
        if (node->type == XML_TEXT_NODE) return base::escape_html(out_, view(node->content));
        if (node->type != XML_ELEMENT_NODE) return; // Comments, CDATA, instructions.
        const std::string_view name = view(node->name);
        if (is_one_of(kDropped, name)) return;
        if (name == "math") return write_formula(node, depth);
        if (is_one_of(kHeadings, name)) return write_between("<p><strong>", node, "</strong></p>", depth);
        if (is_one_of(kKeptElements, name)) return write_kept(node, name, depth);
        if (is_one_of(kBlocks, name)) separate();
        write_children(node, depth);
        if (is_one_of(kBlocks, name)) separate();
    }

    void write_between(std::string_view before, xmlNode* node, std::string_view after, int depth) {
        out_ += before;
        write_children(node, depth);
        out_ += after;
    }

    void write_kept(xmlNode* node, std::string_view name, int depth) {
        if (name == "br") {
            out_ += "<br>";
        } else if (name == "a") {
            write_link(node, depth);
        } else {
            out_.append("<").append(name);
            if (name == "span" || name == "p") write_class(node);
            if (name == "ol") write_number(node, "start");
            if (name == "li") write_number(node, "value");
            write_between(">", node, "</", depth);
            out_.append(name).append(">");
        }
    }

    void write_link(xmlNode* node, int depth) {
        const std::string href = attribute(node, "href");
        const bool is_nested = std::exchange(is_in_link_, true);
        if (is_nested || !is_web_url(href)) {
            write_children(node, depth);
        } else {
            out_ += "<a href=\"";
            base::escape_html(out_, href);
            out_ += '"';
            write_class(node);
            write_between(" rel=\"nofollow noopener\" target=\"_blank\">", node, "</a>", depth);
        }
        is_in_link_ = is_nested;
    }

    void write_class(xmlNode* node) {
        const std::string classes = kept_classes(attribute(node, "class"));
        if (classes.empty()) return;
        out_ += " class=\"";
        base::escape_html(out_, classes);
        out_ += '"';
    }

    void write_number(xmlNode* node, const char* name) {
        const std::string number = attribute(node, name);
        if (number.empty() || number.size() > 6 || !std::ranges::all_of(number, base::is_ascii_digit)) return;
        out_.append(" ").append(name).append("=\"").append(number).append("\"");
    }

    // https://codeberg.org/fediverse/fep/src/branch/main/fep/dc88/fep-dc88.md
    void write_formula(xmlNode* node, int depth) {
        const auto tex = find_tex(node, depth);
        if (tex.empty()) return;
        const bool is_block = attribute(node, "display") == "block";
        base::escape_html(out_, (is_block ? "$$" : "$") + tex + (is_block ? "$$" : "$"));
    }

    std::string find_tex(xmlNode* node, int depth) {
        if (depth >= kMaxDepth) return {};
        for (auto* child = node->children; child; child = child->next) {
            if (child->type != XML_ELEMENT_NODE) continue;
            if (view(child->name) == "annotation" && attribute(child, "encoding") == "application/x-tex") {
                return xml::content(child);
            }
            if (auto tex = find_tex(child, depth + 1); !tex.empty()) return tex;
        }
        return {};
    }

    void separate() {
        if (!out_.empty() && out_.back() != ' ' && out_.back() != '>') out_ += ' ';
    }

    std::string out_;
    bool is_in_link_ = false;
};

// Within a body, so that the parser adds no paragraph of its own round bare text.
std::unique_ptr<xmlDoc, xml::Free> parse(const std::string& content) { return parse_page("<html><body>" + content); }

std::string find_alternate(xmlNode* node, int depth) {
    for (; node && depth < kMaxDepth; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        if (view(node->name) == "link" && attribute(node, "rel") == "alternate"
            && attribute(node, "type") == "application/activity+json") {
            return attribute(node, "href");
        }
        if (auto found = find_alternate(node->children, depth + 1); !found.empty()) return found;
    }
    return {};
}

// XRD is no HTML, but simple enough to be read as if.
std::string find_template(xmlNode* node, int depth) {
    for (; node && depth < kMaxDepth; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        if (view(node->name) == "link" && attribute(node, "rel") == "lrdd") return attribute(node, "template");
        if (auto found = find_template(node->children, depth + 1); !found.empty()) return found;
    }
    return {};
}

} // namespace

std::string clean_html(std::string_view html) {
    const std::string kept = within_limits(html, kMaxBytes);
    if (kept.find_first_of("<&") == std::string::npos) return base::escape_html(kept);
    const auto document = parse(kept);
    auto* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
    return root ? std::string(base::trim(Cleaner().clean(root))) : std::string();
}

std::string text_of_html(std::string_view html) {
    std::string text = base::html_to_text(clean_html(html));
    std::ranges::replace(text, '\n', ' ');
    return std::string(base::trim(text));
}

std::string only_link(std::string_view html) {
    if (!html.starts_with("<a ")) return {};
    const auto document = parse(within_limits(html, kMaxBytes));
    auto* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
    auto* body = root ? root->children : nullptr;
    auto* link = body ? body->children : nullptr;
    if (!link || link->next || link->type != XML_ELEMENT_NODE || view(link->name) != "a") return {};
    std::string address = attribute(link, "href");
    return is_web_url(address) && xml::content(link) == address ? address : std::string();
}

std::string lookup_template(std::string_view xrd) {
    const auto document = parse_page(within_limits(xrd, kMaxBytes));
    auto* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
    return root ? find_template(root, 0) : std::string();
}

std::string alternate_of_page(std::string_view html) {
    const auto document = parse_page(within_limits(html, kMaxBytes));
    auto* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
    std::string address = root ? find_alternate(root, 0) : std::string();
    return is_web_url(address) ? address : std::string();
}

} // namespace federation
