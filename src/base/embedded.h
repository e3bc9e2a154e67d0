#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace base {

// A file of the source tree that the build put into the binary: migrations, pages, style sheets, translations.
struct EmbeddedFile {
    std::string_view path; // From the project's root: "migrations/0001_initial.sql".
    std::string_view bytes;
};

// Sorted by path, byte by byte.
std::span<const EmbeddedFile> embedded_files();

std::optional<std::string_view> embedded_file(std::string_view path);

} // namespace base
