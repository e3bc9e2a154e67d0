#include "base/memo.h"

namespace base {

Memo::Result Memo::find(std::string_view key) {
    const std::scoped_lock lock(mutex_);
    if (const auto known = young_.find(key); known != young_.end()) return known->second;
    const auto known = old_.find(key);
    if (known == old_.end()) return nullptr;
    Result result = known->second;
    insert(key, result);
    return result;
}

void Memo::keep(std::string_view key, Result result) {
    const std::scoped_lock lock(mutex_);
    insert(key, std::move(result));
}

void Memo::insert(std::string_view key, Result result) {
    if (young_.size() >= size_) old_ = std::exchange(young_, {});
    young_.insert_or_assign(std::string(key), std::move(result));
}

} // namespace base
