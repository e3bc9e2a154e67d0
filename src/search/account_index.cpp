#include "search/account_index.h"

#include "base/ascii.h"
#include "base/text.h"
#include "base/unicode.h"

#include <algorithm>

namespace search {

namespace {

constexpr std::size_t kMaxTermBytes = 96; // Nobody types more to find somebody.
constexpr std::size_t kMaxTerms = 64;     // An account of elsewhere may have a display name of 2048 characters.

// Scripts that are written without spaces, where any character may begin a word.
bool is_unspaced(char32_t c) {
    return (c >= 0x0E00 && c <= 0x0EFF)    // Thai, Lao
           || (c >= 0x1000 && c <= 0x109F) // Myanmar
           || (c >= 0x1780 && c <= 0x17FF) // Khmer
           || (c >= 0x3005 && c <= 0x30FF) // 々, kana
           || (c >= 0x31F0 && c <= 0x31FF) // small katakana
           || (c >= 0x3400 && c <= 0x9FFF) // Han
           || (c >= 0xF900 && c <= 0xFAFF) // Han, compatibility
           || (c >= 0x20000 && c <= 0x3FFFF);
}

// As much of `text` as a term holds, in whole characters.
std::string_view clip(std::string_view text) {
    if (text.size() <= kMaxTermBytes) return text;
    std::size_t end = kMaxTermBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

// Runs of letters, digits and marks of `text`, which is in the form for comparing.
std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t start = 0, at = 0;
    while (at < text.size()) {
        const std::size_t before = at;
        if (base::is_word(base::next_code_point(text, at))) continue;
        if (before > start) words.push_back(text.substr(start, before - start));
        start = at;
    }
    if (start < text.size()) words.push_back(text.substr(start));
    return words;
}

void add_word(std::vector<std::string>& terms, std::string_view word) {
    terms.emplace_back(clip(word));
    std::size_t at = 0;
    base::next_code_point(word, at);
    while (at < word.size() && terms.size() < kMaxTerms) {
        const std::size_t start = at;
        if (is_unspaced(base::next_code_point(word, at))) terms.emplace_back(clip(word.substr(start)));
    }
}

void add_address(std::vector<std::string>& terms, std::string_view username, std::string_view domain) {
    const std::string address = base::ascii_lower(username) + "@" + base::ascii_lower(domain);
    terms.emplace_back(clip(address));
    for (std::size_t i = 1; i < username.size(); ++i) {
        if (!base::is_ascii_alphanumeric(username[i - 1]) && base::is_ascii_alphanumeric(username[i])) {
            terms.emplace_back(clip(std::string_view(address).substr(i)));
        }
    }
}

} // namespace

std::vector<std::string> account_terms(std::string_view username, std::string_view domain,
                                       std::string_view display_name) {
    std::vector<std::string> terms;
    add_address(terms, username, domain);
    const std::string folded = base::nfkc_casefold(display_name);
    for (const auto word : words_of(folded)) {
        if (terms.size() >= kMaxTerms) break;
        add_word(terms, word);
    }
    std::sort(terms.begin(), terms.end());
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    return terms;
}

std::vector<std::string> query_words(std::string_view text) {
    const std::string folded = base::nfkc_casefold(text);
    std::vector<std::string> words;
    for (const auto word : words_of(folded)) words.emplace_back(clip(word));
    std::sort(words.begin(), words.end(),
              [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
    if (words.size() > kMaxQueryWords) words.resize(kMaxQueryWords);
    return words;
}

int tier_of(std::int64_t followers) {
    int tier = kTiers - 1;
    for (; followers > 0 && tier > 0; followers /= 4) --tier;
    return tier;
}

void index_account(db::Tx& tx, AccountId id) {
    std::vector<std::string> terms;
    int tier = 0;
    {
        auto rows = tx.query(R"(
            select a.username, a.domain, a.display_name, s.followers_count
            from accounts a left join account_stats s on s.account_id = a.id where a.id = $1)", {id});
        if (!rows.next()) return;
        const std::string domain = rows.text(1).empty() ? tx.config().domain : rows.string(1);
        terms = account_terms(rows.text(0), domain, rows.text(2));
        tier = tier_of(rows.integer(3));
    }
    tx.exec("delete from account_terms where account_id = $1", {id});
    tx.exec(R"(
        insert into account_terms (tier, term, account_id) select $2, value, $1 from texts($3))", {id, tier, terms});
}

void move_to_tier(db::Tx& tx, AccountId id, std::int64_t followers) {
    tx.exec("update account_terms set tier = $2 where account_id = $1 and tier <> $2", {id, tier_of(followers)});
}

} // namespace search
