#pragma once

#include "base/clock.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What S3 says, in XML. What is not there is empty.
namespace s3 {

struct Object {
    std::string key;
    std::int64_t size_bytes = 0;
    base::Time changed_at = {};
};

struct Listing {
    std::vector<Object> objects;
    bool has_more = false;
};
// With keys as a URL has them, which is how they were asked for: XML cannot hold every one.
Listing read_listing(std::string_view xml);

struct Refusal {
    std::string code, message; // "NoSuchKey"
    std::string key = {};      // Of a deletion of many.
};
Refusal read_refusal(std::string_view xml);
// Of a deletion of many: what was not deleted.
std::vector<Refusal> read_refusals(std::string_view xml);

// The text of an element below the root.
std::string read_text(std::string_view xml, std::string_view element);
std::string root_of(std::string_view xml);

} // namespace s3
