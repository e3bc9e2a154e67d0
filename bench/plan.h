#pragma once

#include "base/json.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bench {

// What a filled database holds, as far as the measurement has to know. Kept as bench.json in the data folder.
struct Plan {
    std::int64_t statuses = 0, people = 0, seed = 0;
    std::string domain;
    std::string reader_token;                 // Follows 200, has notifications, favourites and bookmarks.
    std::vector<std::string> writer_tokens;   // Each has 50 followers here,
    std::vector<std::string> follower_tokens; // these.
    std::vector<std::string> writers;         // Ids.
    std::string reader, account, status,
        thread;             // Ids. `account` is popular and one of ours; `thread` has 12 around it.
    std::string list;       // Of the reader, with 40 people,
    std::string collection; // and one with 20.
    std::string account_name;
    std::string hashtag;
    std::vector<std::string> accounts;     // 40 of them, for relationships.
    std::vector<std::string> to_favourite; // Statuses that the reader has not favourited,
    std::vector<std::string> to_follow;    // and accounts that no writer follows.
    std::vector<std::string> spread;       // Statuses from the first to the last, far from each other.
};

void write_plan(const std::filesystem::path& file, const Plan& plan);
// Throws when there is none that can be read.
Plan read_plan(const std::filesystem::path& file);

std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, std::string_view content);

} // namespace bench
