#include "filters/matcher.h"

#include "base/renderings.h"
#include "base/text.h"
#include "base/word_edges.h"
#include "filters/filter_json.h"

#include <algorithm>

namespace filters {

namespace {

// How many bytes of a word tell it from most others: one kana or kanji, three letters.
constexpr std::size_t kHead = 3;

std::size_t head_bit(std::string_view at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(at[i])); };
    return (((byte(0) << 16 | byte(1) << 8 | byte(2)) * 2654435761u) >> 20) & 4095u;
}

bool stands_there(std::string_view text, std::size_t at, std::string_view word, bool is_whole_word) {
    if (text.compare(at, word.size(), word) != 0) return false;
    return !is_whole_word || base::is_whole_word(text, at, at + word.size());
}

// The post and its original, as far as they are among `statuses`, which are in order.
std::vector<StatusId> common(std::span<const StatusId> statuses, const Post& post) {
    std::vector<StatusId> both;
    for (const StatusId id : {post.status, post.original}) {
        if (id && std::ranges::binary_search(statuses, id)) both.push_back(id);
    }
    return both;
}

template <typename Items>
void write_array(json::Writer& out, const Items& items) {
    out.begin_array();
    for (const auto& item : items) out.value(item);
    out.end_array();
}

void append_within(std::string& all, std::string_view text) {
    if (all.size() >= kMaxTextBytes) return;
    all.append(text.substr(0, kMaxTextBytes - all.size())).push_back('\n');
}

} // namespace

std::string folded(const Texts& texts) {
    std::string all;
    append_within(all, texts.spoiler_text);
    append_within(all, texts.text);
    for (const std::string_view text : texts.more) append_within(all, text);
    return base::nfkc_casefold(all);
}

Matcher::Matcher(db::Tx& tx, AccountId owner, db::Rows rules) {
    load_rules(std::move(rules));
    if (rules_.empty()) return;
    load_statuses(tx.query(R"(
        select s.filter_id, s.status_id from filters f join filter_statuses s on s.filter_id = f.id
        where f.account_id = $1)", {owner}));
}

db::Rows Matcher::ask(db::Tx& tx, AccountId owner) { return tx.query_ahead(R"(
        select f.id, f.title, f.contexts, f.action, f.expires_at, k.keyword, k.folded, k.is_whole_word
        from filters f left join filter_keywords k on k.filter_id = f.id
        where f.account_id = $1 and (f.expires_at is null or f.expires_at > $2)
        order by f.id)", {owner, tx.now()}); }

void Matcher::load_rules(db::Rows rows) {
    while (rows.next()) {
        const auto id = rows.id<FilterId>(0);
        if (rules_.empty() || rules_.back().id != id) {
            rules_.push_back({.id = id,
                              .settings = {.title = rows.string(1),
                                           .contexts = static_cast<Contexts>(rows.small(2)),
                                           .action = static_cast<Action>(rows.small(3)),
                                           .expires_at = rows.maybe_time(4)},
                              .statuses = {}});
        }
        if (rows.text(6).empty()) continue;
        words_.push_back({.rule = rules_.size() - 1,
                          .keyword = rows.string(5),
                          .folded = rows.string(6),
                          .is_whole_word = rows.boolean(7)});
    }
    order_words();
}

void Matcher::load_statuses(db::Rows rows) {
    while (rows.next()) {
        const auto rule = std::ranges::lower_bound(rules_, rows.id<FilterId>(0), {}, &Rule::id);
        if (rule != rules_.end() && rule->id == rows.id<FilterId>(0)) rule->statuses.push_back(rows.id<StatusId>(1));
    }
    for (Rule& rule : rules_) std::ranges::sort(rule.statuses);
}

void Matcher::order_words() {
    const auto is_long = [](const Word& word) { return word.folded.size() >= kHead; };
    std::ranges::sort(words_, {}, [&](const Word& word) {
        return std::pair(is_long(word), std::string_view(word.folded).substr(0, kHead));
    });
    short_words_ = static_cast<std::size_t>(std::ranges::find_if(words_, is_long) - words_.begin());
    for (const Word& word : std::span(words_).subspan(short_words_)) heads_.set(head_bit(word.folded));
}

Matcher::Found Matcher::find(std::string_view text) const {
    Found found(rules_.size(), nullptr);
    for (std::size_t at = 0; at + kHead <= text.size(); ++at) {
        if (heads_[head_bit(text.substr(at, kHead))]) find_from(text, at, found);
    }
    find_short(text, found);
    return found;
}

void Matcher::find_from(std::string_view text, std::size_t at, Found& found) const {
    const auto long_words = std::span(words_).subspan(short_words_);
    const auto head_of = [](const Word& word) { return std::string_view(word.folded).substr(0, kHead); };
    const auto head = text.substr(at, kHead);
    auto word = std::ranges::lower_bound(long_words, head, {}, head_of);
    for (; word != long_words.end() && head_of(*word) == head; ++word) {
        if (!found[word->rule] && stands_there(text, at, word->folded, word->is_whole_word)) found[word->rule] = &*word;
    }
}

void Matcher::find_short(std::string_view text, Found& found) const {
    for (const Word& word : std::span(words_).first(short_words_)) {
        for (auto at = text.find(word.folded); !found[word.rule] && at != std::string_view::npos;
             at = text.find(word.folded, at + 1)) {
            if (stands_there(text, at, word.folded, word.is_whole_word)) found[word.rule] = &word;
        }
    }
}

void Matcher::write(json::Writer& out, const Post& post, base::Time now) const {
    out.begin_array();
    const Found found = words_.empty() ? Found(rules_.size(), nullptr) : find(post.folded_text);
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        const Rule& rule = rules_[i];
        if (rule.settings.expires_at && *rule.settings.expires_at <= now) continue;
        const auto statuses = common(rule.statuses, post);
        if (found[i] || !statuses.empty()) write_result(out, rule, found[i], statuses);
    }
    out.end_array();
}

void Matcher::write_result(json::Writer& out, const Rule& rule, const Word* word, std::span<const StatusId> statuses) {
    out.begin_object();
    out.key("filter");
    out.begin_object();
    write_settings(out, rule.id, rule.settings);
    out.end_object();
    out.key("keyword_matches");
    word ? write_array(out, std::span(&word->keyword, 1)) : out.null();
    out.key("status_matches");
    statuses.empty() ? out.null() : write_array(out, statuses);
    out.end_object();
}

std::size_t Matcher::bytes() const {
    std::size_t all = sizeof *this + rules_.capacity() * sizeof(Rule) + words_.capacity() * sizeof(Word);
    for (const Rule& rule : rules_) all += rule.settings.title.capacity() + rule.statuses.capacity() * sizeof(StatusId);
    for (const Word& word : words_) all += word.keyword.capacity() + word.folded.capacity();
    return all;
}

ComingMatcher::ComingMatcher(db::Tx& tx, const accounts::Account& reader)
    : reader_(reader.id), standings_revision_(reader.standings_revision) {
    static const auto kOfNobody = std::make_shared<const Matcher>();
    if (!reader_) matcher_ = kOfNobody;
    if (reader_ && standings_revision_ != 0) {
        matcher_ = tx.context().renderings.matchers.find(reader_.value, standings_revision_, tx.now());
    }
    if (!matcher_) rules_ = Matcher::ask(tx, reader_);
}

std::shared_ptr<const Matcher> ComingMatcher::take(db::Tx& tx) {
    if (matcher_) return matcher_;
    matcher_ = std::make_shared<const Matcher>(tx, reader_, std::move(*rules_));
    // The revision was read when the request began: what the same transaction has written since it does not show.
    // Nobody changes filters and shows posts in one.
    if (standings_revision_ != 0 && tx.access() == db::Access::Read) {
        tx.context().renderings.matchers.keep(reader_.value, standings_revision_, tx.now(), matcher_);
    }
    return matcher_;
}

std::vector<AccountId> filtering_accounts(db::Tx& tx, std::span<const AccountId> accounts) {
    if (accounts.empty()) return {};
    return tx.query_ids<AccountId>(R"(
        select l.value from ids($1) l
        where exists (select 1 from filters f
                      where f.account_id = l.value and (f.expires_at is null or f.expires_at > $2)))", {accounts, tx.now()});
}

} // namespace filters
