#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace db {

// What one connection has prepared, by text. Most texts are literals, so the address is looked at first: a hit costs
// one small hash and one comparison of the text, which keeps it right for texts that are no literals.
template <typename Statement>
class StatementCache {
public:
    // Null when it is not there. The pointer stays good until clear().
    Statement* find(std::string_view sql) {
        Entry*& recent = by_address_[address_hash(sql)];
        if (recent && recent->sql == sql) return &recent->statement;
        const auto found = by_text_.find(sql);
        if (found == by_text_.end()) return nullptr;
        recent = found->second.get();
        return &recent->statement;
    }

    Statement& insert(std::string_view sql, Statement statement) {
        auto entry = std::make_unique<Entry>(Entry{std::string(sql), std::move(statement)});
        Entry& kept = *entry;
        by_text_.emplace(std::string_view(kept.sql), std::move(entry));
        by_address_[address_hash(sql)] = &kept;
        return kept.statement;
    }

    // Texts that nobody writes by hand must not fill the memory.
    bool is_full() const { return by_text_.size() >= kMaxStatements; }

    void clear() {
        by_text_.clear();
        std::fill(std::begin(by_address_), std::end(by_address_), nullptr);
    }

private:
    static constexpr std::size_t kMaxStatements = 1000;
    static constexpr std::size_t kAddresses = 512;

    struct Entry {
        std::string sql;
        Statement statement;
    };

    static std::size_t address_hash(std::string_view sql) {
        const auto address = reinterpret_cast<std::uintptr_t>(sql.data());
        return (address ^ (address >> 9)) % kAddresses;
    }

    Entry* by_address_[kAddresses] = {};
    std::unordered_map<std::string_view, std::unique_ptr<Entry>> by_text_;
};

} // namespace db
