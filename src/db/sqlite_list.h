#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace db {

// Lists for json_each(), which SQLite has in the place of arrays.
void write_json_list(std::string& out, std::span<const std::int64_t> ids);
void write_json_list(std::string& out, std::span<const std::string> texts);

} // namespace db
