#pragma once

#include "db/db.h"
#include "media/cache.h"

#include <string>
#include <string_view>
#include <unordered_set>

// What commands want to know of all files at once. These look at whole tables.
namespace media {

struct Usage {
    Total uploads, copies;
};
Usage usage(db::Tx& tx);

// Files that rows name: few bytes of memory for each, so that two may be taken for one, once in 10^10 files.
class KnownFiles {
public:
    explicit KnownFiles(db::Tx& tx);
    bool has(std::string_view key) const { return hashes_.contains(hash(key)); }

private:
    static std::uint64_t hash(std::string_view key);
    void add_all(db::Rows rows);

    std::unordered_set<std::uint64_t> hashes_;
};

// Attachments of other servers' posts with pictures, from `after` on in order of their ids.
struct RemotePicture {
    std::int64_t id;
    std::string source;
};
struct Wanted {
    std::string domain; // Empty: of any.
    base::Time since;
};
std::vector<RemotePicture> remote_pictures(db::Tx& tx, const Wanted& wanted, std::int64_t after, int limit);

// What a file is, in lines for people; empty when nothing knows of it. `url` is one of ours, or a key.
std::string describe_file(db::Tx& tx, std::string_view url);

} // namespace media
