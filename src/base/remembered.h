#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/sight.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace accounts {
struct KnownAccount; // accounts/known_accounts.h
struct OwnAccount;
} // namespace accounts

namespace auth {
struct KnownCaller; // auth/authenticate.cpp
} // namespace auth

namespace notifications {
struct KnownGroups; // notifications/known_groups.h
} // namespace notifications

namespace statuses {
struct StatusFacts; // statuses/page.h
} // namespace statuses

namespace base {

// As row_changes.kind has them (migrations 0093 and 0100).
enum class RowKind : std::uint8_t {
    Mark = 0,
    Account = 1,
    Status = 2,
    Token = 3,
    Emojis = 4,
    Notifications = 5,
    Suspension = 6
};
struct RowChange {
    RowKind kind;
    std::int64_t id;
};

// Rows of one kind, by key: at least the `size` that were asked for last, and at most twice as many.
template <typename Key, typename Row>
class RowsOf {
public:
    using Found = std::shared_ptr<const Row>;

    explicit RowsOf(std::size_t size) : size_(size) {}

    Found find(const Key& key) {
        if (const auto young = young_.find(key); young != young_.end()) return young->second;
        const auto old = old_.find(key);
        if (old == old_.end()) return nullptr;
        Found row = old->second;
        keep(key, row);
        return row;
    }
    void keep(const Key& key, Found row) {
        if (young_.size() >= size_) old_ = std::exchange(young_, {});
        young_.insert_or_assign(key, std::move(row));
    }
    void forget(const Key& key) {
        young_.erase(key);
        old_.erase(key);
    }
    template <typename Predicate>
    void forget_if(const Predicate& is_gone) {
        const auto matches = [&](const auto& entry) { return is_gone(entry.second); };
        std::erase_if(young_, matches);
        std::erase_if(old_, matches);
    }
    void forget_all() {
        young_.clear();
        old_.clear();
    }

private:
    std::size_t size_;
    std::unordered_map<Key, Found> young_; // Once it is full it becomes the old one, and the old one goes.
    std::unordered_map<Key, Found> old_;
};

// Rows that this process has read, which need not be read again until they change. Others change them as well: so
// whoever wants any asks first what has changed since (db/remembering.h), in one short statement. Nothing here is older
// than that. Thread-safe.
class Remembered {
public:
    // Null when it is not here.
    std::shared_ptr<const accounts::KnownAccount> account(AccountId id);
    // Whom keep_name() had it for, if they are remembered; they may have another name by now.
    std::shared_ptr<const accounts::KnownAccount> account_named(const std::string& name);
    std::shared_ptr<const accounts::OwnAccount> own_account(AccountId id);
    std::shared_ptr<const statuses::StatusFacts> status(StatusId id);
    std::shared_ptr<const auth::KnownCaller> caller(const std::string& token_hash);
    std::shared_ptr<const notifications::KnownGroups> notification_groups(const std::string& question);

    void keep_name(const std::string& name, AccountId id);
    // What has been read in a transaction with that sight; nothing happens when it may be old already.
    void keep_account(const Sight& sight, AccountId id, std::shared_ptr<const accounts::KnownAccount> row);
    void keep_own_account(const Sight& sight, AccountId id, std::shared_ptr<const accounts::OwnAccount> row);
    void keep_status(const Sight& sight, StatusId id, std::shared_ptr<const statuses::StatusFacts> row);
    void keep_caller(const Sight& sight, const std::string& token_hash, TokenId token, AccountId account,
                     std::shared_ptr<const auth::KnownCaller> row);
    // `question`: whose, and which of them.
    void keep_notification_groups(const Sight& sight, const std::string& question, AccountId reader,
                                  std::shared_ptr<const notifications::KnownGroups> groups);

    // How far somebody asks back: the database's own word for it. Empty when it was too long ago, or never: then all is
    // forgotten, and only the word for now is wanted.
    struct Question {
        std::string position;
        std::uint64_t age = 0;
    };
    Question ask(Time now) const;
    struct Answer {
        std::string position;               // As of now,
        std::span<const RowChange> changes; // and since;
        bool is_complete = true;            // false: there are more.
        bool is_of_the_past = false;        // Who asked sees a state that others have already seen changes of.
    };
    Sight take(const Question& question, const Answer& answer, Time now);

private:
    struct Caller {
        TokenId token;
        AccountId account;
        std::shared_ptr<const auth::KnownCaller> row;
    };

    struct NotificationPage {
        AccountId reader;
        std::shared_ptr<const notifications::KnownGroups> groups;
    };

    void forget(const RowChange& change);
    void forget_all();

    // For as long as nobody asks, changes are kept in the database for more than twice this: db/remembering.cpp.
    static constexpr std::chrono::minutes kPatience{2};

    mutable std::mutex mutex_;
    std::string position_;
    Time asked_at_; // When that was: by the clock, and by one that nobody sets.
    std::chrono::steady_clock::time_point steadily_asked_at_;
    std::uint64_t age_ = 0; // How often something was forgotten.
    RowsOf<AccountId, accounts::KnownAccount> accounts_{256};
    RowsOf<std::string, AccountId> names_{256};
    RowsOf<AccountId, accounts::OwnAccount> own_accounts_{32};
    RowsOf<StatusId, statuses::StatusFacts> statuses_{512};
    RowsOf<std::string, Caller> callers_{64}; // By the hash of a token.
    RowsOf<std::string, NotificationPage> notification_pages_{64};
};

} // namespace base
