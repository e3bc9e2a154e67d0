#include "base/embedded.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

namespace base {
namespace {

// Tests run from the project's root.
std::string source_file(std::string_view path) {
    std::ifstream in{std::string(path), std::ios::binary};
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Embedded, HoldsEveryFileAsItIsInTheSource) {
    for (const auto& file : embedded_files()) {
        EXPECT_EQ(file.bytes, source_file(file.path)) << file.path;
        EXPECT_EQ(embedded_file(file.path), file.bytes);
    }
}

TEST(Embedded, IsSortedByPath) { EXPECT_TRUE(std::ranges::is_sorted(embedded_files(), {}, &EmbeddedFile::path)); }

TEST(Embedded, KnowsNoOtherFile) {
    EXPECT_EQ(embedded_file("migrations/none.sql"), std::nullopt);
    EXPECT_EQ(embedded_file(""), std::nullopt);
}

} // namespace
} // namespace base
