#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace base {

// What a pure function gave for its inputs of late, so that it need not be worked out again. The key holds all that the
// result depends on: then nothing in here can ever be out of date. Thread-safe. Of the results asked for last it keeps
// at least `size` and at most twice as many.
template <typename Value>
class MemoOf {
public:
    using Result = std::shared_ptr<const Value>;

    explicit MemoOf(std::size_t size) : size_(size) {}

    // Null when it is not known.
    Result find(std::string_view key) {
        const std::scoped_lock lock(mutex_);
        if (const auto known = young_.find(key); known != young_.end()) return known->second;
        const auto known = old_.find(key);
        if (known == old_.end()) return nullptr;
        Result result = known->second;
        insert(key, result);
        return result;
    }
    void keep(std::string_view key, Result result) {
        const std::scoped_lock lock(mutex_);
        insert(key, std::move(result));
    }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
    };
    using Generation = std::unordered_map<std::string, Result, Hash, std::equal_to<>>;

    void insert(std::string_view key, Result result) {
        if (young_.size() >= size_) old_ = std::exchange(young_, {});
        young_.insert_or_assign(std::string(key), std::move(result));
    }

    std::size_t size_;
    std::mutex mutex_;
    Generation young_; // Once it is full it becomes the old one, and the old one goes.
    Generation old_;
};

} // namespace base
