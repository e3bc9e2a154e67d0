#pragma once

#include "base/clock.h"
#include "bench/dice.h"
#include "bench/loader.h"
#include "bench/plan.h"
#include "bench/texts.h"

#include <set>
#include <string>
#include <vector>

namespace bench {

// Ids that grow, at or after the time that is asked for.
class GrowingIds {
public:
    std::int64_t at(std::int64_t ms) { return last_ = std::max(last_ + 1, ms << 16); }

private:
    std::int64_t last_ = 0;
};

struct Period {
    std::int64_t begin, end; // Milliseconds since 1970.
};

struct Person {
    std::int64_t id = 0;
    std::string username;
    std::string domain;  // Empty: here.
    std::string mention; // How a post mentions them, in HTML.
    std::int64_t statuses = 0, following = 0, followers = 0;
    std::int64_t last_status_ms = 0;

    bool is_local() const { return domain.empty(); }
    std::string acct() const { return is_local() ? username : username + "@" + domain; }
};

// Those who write and follow. The first are the most popular; one in five is of this server.
class People {
public:
    People(Dice& dice, const Plan& plan, const Period& period, std::span<const Text> texts);

    std::size_t count() const { return people_.size(); }
    Person& at(std::size_t index) { return people_[index]; }
    // Somebody, the popular more often; never the reader or a writer.
    std::size_t somebody() { return dice_.popular(people_.size() - kSpecial); }
    std::size_t reader() const { return people_.size() - kSpecial; }
    // As many as write at once: one person's posts would wait for each other.
    static constexpr std::size_t kWriters = 32;
    std::size_t writer(std::size_t number = 0) const { return people_.size() - 1 - number; }
    bool is_writer(std::size_t index) const { return index + kWriters >= people_.size(); }
    // Of each writer, all local.
    std::vector<std::size_t> writers_followers() const;

    // Accounts, users, tokens, follows, and who blocks and mutes whom; what plan says of them.
    void load(Loader& loader, Plan& plan);
    // Once they are loaded: whose posts the reader cannot favourite.
    bool is_blocked_by_reader(std::size_t index) const { return blocked_by_reader_.contains(index); }
    // Once all is counted.
    void load_stats(Loader& loader) const;

    struct Follow {
        std::int64_t ms;
        std::size_t from, to;
    };
    const std::vector<Follow>& follows() const { return follows_; }

private:
    static constexpr std::size_t kSpecial = 1 + kWriters;

    void make(std::size_t index, std::size_t count);
    void load_accounts(Loader& loader);
    void load_emojis(Loader& loader) const;
    void load_users(Loader& loader, Plan& plan);
    void make_follows();
    void load_follows(Loader& loader);
    void load_blocks(Loader& loader);

    Dice& dice_;
    std::string domain_;
    Period period_;
    std::span<const Text> texts_;
    std::vector<Person> people_;
    std::vector<Follow> follows_;
    std::set<std::size_t> blocked_by_reader_;
};

} // namespace bench
