#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace federation {

// What a page of the web says of itself, for programs: nothing of it is safe to show as HTML.
struct Page {
    struct Meta {
        std::string name, content; // Of the attributes "property" and "name", in lower case.
    };
    struct Link {
        std::string rel, type, href; // Of <link> and <a>; rel in lower case, and never empty.
    };
    struct Frame {
        std::string source;
        int width = 0, height = 0; // 0: not said.
    };
    std::string title, language;
    std::vector<Meta> metas;
    std::vector<Link> links;
    std::vector<std::string> data; // JSON-LD
    std::optional<Frame> frame;    // The first.

    // The first with one of these names, in the order of the names; "" when there is none.
    std::string meta(std::initializer_list<std::string_view> names) const;
};

// `html` is UTF-8. No more than a megabyte of it is looked at, and none of its lists has more than 1000 members.
Page read_page(std::string_view html);

} // namespace federation
