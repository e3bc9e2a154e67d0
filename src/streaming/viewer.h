#pragma once

#include "base/events.h"
#include "db/db.h"
#include "streaming/post_filter.h"

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

namespace streaming {

// What one account does not want to read, or may not, on the streams that are open to all.
struct Viewer {
    std::unordered_set<AccountId> hidden; // Blocked, muted, blocking.
    std::unordered_set<std::string> hidden_domains;
    std::vector<std::string> languages; // Empty: all.
    std::shared_ptr<const PostFilter> filter = nullptr;

    bool wants(const base::Event& event) const;
};

Viewer load_viewer(db::Tx& tx, AccountId account, LoadPostFilter load_filter);

} // namespace streaming
