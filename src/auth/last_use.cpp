#include "auth/last_use.h"

#include <mutex>
#include <unordered_map>
#include <vector>

namespace auth {
namespace {

constexpr std::size_t kMaxWaiting = 10'000;
constexpr std::size_t kMaxAtOnce = 100; // Somebody's request waits for them.

// Seen by readers, not written yet. One per process, because the requests of one process write one another's.
class Waiting {
public:
    void add(TokenId token, UserId user) {
        const std::scoped_lock lock(mutex_);
        if (users_.size() < kMaxWaiting) users_.insert_or_assign(token, user);
    }

    void some(std::vector<TokenId>& tokens, std::vector<UserId>& users) {
        const std::scoped_lock lock(mutex_);
        for (const auto& [token, user] : users_) {
            if (tokens.size() == kMaxAtOnce) return;
            tokens.push_back(token);
            if (user) users.push_back(user);
        }
    }

    void remove(const std::vector<TokenId>& tokens) {
        const std::scoped_lock lock(mutex_);
        for (const TokenId token : tokens) users_.erase(token);
    }

private:
    std::mutex mutex_;
    std::unordered_map<TokenId, UserId> users_;
};

Waiting& waiting() {
    static Waiting uses;
    return uses;
}

// Rows that another request is writing at this moment are left to it: nobody waits for this.
void write_uses(db::Tx& tx, const std::vector<TokenId>& tokens, const std::vector<UserId>& users) {
    const auto today = std::chrono::floor<std::chrono::days>(tx.now());
    tx.exec(R"(
        update oauth_access_tokens set last_used_at = $2
        where id in (select id from oauth_access_tokens where id in (select value from ids($1)) /*skip_locked*/))", {tokens, base::Time(today)});
    tx.exec(R"(
        update users set last_active_at = $2
        where id in (select id from users where id in (select value from ids($1)) /*skip_locked*/))",
            {users, base::Time(today)});
}

void write_waiting(db::Tx& tx) {
    std::vector<TokenId> tokens;
    std::vector<UserId> users;
    waiting().some(tokens, users);
    if (tokens.empty()) return;

    write_uses(tx, tokens, users);
    tx.on_commit([tokens = std::move(tokens)] { waiting().remove(tokens); });
}

bool is_today(db::Tx& tx, std::optional<base::Time> time) {
    return time && std::chrono::floor<std::chrono::days>(*time) == std::chrono::floor<std::chrono::days>(tx.now());
}

} // namespace

void note_use(db::Tx& tx, TokenId token, UserId user, std::optional<base::Time> last_used_at) {
    if (!is_today(tx, last_used_at)) waiting().add(token, user);
    if (tx.access() == db::Access::Write) write_waiting(tx);
}

} // namespace auth
