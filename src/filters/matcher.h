#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "filters/filters.h"

#include <bitset>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace filters {

// What is looked at in a post: of a boost, what its original says.
struct Texts {
    std::string_view spoiler_text;
    std::string_view text;                   // Plain.
    std::vector<std::string_view> more = {}; // Options of a poll, descriptions of media.
};
// In the form for comparing, at most kMaxTextBytes of it.
std::string folded(const Texts& texts);
inline constexpr std::size_t kMaxTextBytes = 1 << 16;

// A post as filters see it.
struct Post {
    StatusId status;
    StatusId original = {};       // Of a boost.
    std::string_view folded_text; // See folded().
};

// The filters of one reader that have not run out. A text is looked through once, however many keywords there are.
class Matcher {
public:
    Matcher() = default; // Of nobody: nothing matches.
    // Two statements, one when `owner` has no filter.
    Matcher(db::Tx& tx, AccountId owner) : Matcher(tx, owner, ask(tx, owner)) {}
    // The same in two steps, for who has more to ask: see db::Tx::query_ahead.
    static db::Rows ask(db::Tx& tx, AccountId owner);
    Matcher(db::Tx& tx, AccountId owner, db::Rows rules);

    bool is_empty() const { return rules_.empty(); }
    bool looks_at_texts() const { return !words_.empty(); }
    // An array of FilterResult: [] when none fits. https://docs.joinmastodon.org/entities/FilterResult/
    void write(json::Writer& out, const Post& post, base::Time now) const;
    std::size_t bytes() const;

private:
    struct Rule {
        FilterId id;
        Settings settings;
        std::vector<StatusId> statuses;
    };
    struct Word {
        std::size_t rule;
        std::string keyword;
        std::string folded;
        bool is_whole_word;
    };
    using Found = std::vector<const Word*>; // For each rule; null: none.
    using Heads = std::bitset<4096>;

    void load_rules(db::Rows rows);
    void load_statuses(db::Rows rows);
    void order_words();
    Found find(std::string_view text) const;
    void find_from(std::string_view text, std::size_t at, Found& found) const;
    void find_short(std::string_view text, Found& found) const;
    static void write_result(json::Writer& out, const Rule& rule, const Word* word, std::span<const StatusId> statuses);

    std::vector<Rule> rules_; // In order of id.
    std::vector<Word> words_; // In order of what they begin with; short ones first.
    std::size_t short_words_ = 0;
    Heads heads_;
};

// That of `reader`, for whom a request is answered: asked for now and read later, together with what is asked in
// between. No statement when it was asked for of late and is still the same.
class ComingMatcher {
public:
    ComingMatcher(db::Tx& tx, const accounts::Account& reader);
    std::shared_ptr<const Matcher> take(db::Tx& tx);

private:
    AccountId reader_;
    std::int64_t standings_revision_;
    std::shared_ptr<const Matcher> matcher_; // Null: it has been asked for.
    std::optional<db::Rows> rules_;
};

// Of these, the ones who have filters that have not run out.
std::vector<AccountId> filtering_accounts(db::Tx& tx, std::span<const AccountId> accounts);

} // namespace filters
