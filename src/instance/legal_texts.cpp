#include "instance/legal_texts.h"

#include "base/text.h"

namespace instance {

namespace {

enum Kind : int { Policy = 0, Service = 1 };

constexpr int kMostTerms = 100;

Result<> publish(db::Tx& tx, Kind kind, base::Time effective_at, std::string_view html) {
    const std::string content = base::sanitize(base::trim(html));
    if (content.empty()) return base::invalid("there is no text in it");
    tx.exec(R"(
        insert into legal_texts (kind, effective_at, content, published_at) values ($1, $2, $3, $4)
        on conflict (kind, effective_at) do update
        set content = excluded.content, published_at = excluded.published_at)", {int{kind}, effective_at, content, tx.now()});
    return {};
}

Result<> remove(db::Tx& tx, Kind kind, base::Time effective_at) {
    const auto removed =
        tx.exec("delete from legal_texts where kind = $1 and effective_at = $2", {int{kind}, effective_at});
    return removed == 0 ? Result<>(base::not_found()) : Result<>();
}

// The columns: content, effective_at, published_at, and when the next ones begin.
std::optional<Terms> first(db::Rows rows) {
    if (!rows.next()) return std::nullopt;
    return Terms{.html = rows.string(0),
                 .effective_at = rows.time(1),
                 .published_at = rows.time(2),
                 .succeeded_at = rows.maybe_time(3)};
}

std::string select_terms(std::string_view which) { return R"(
        select t.content, t.effective_at, t.published_at, (
            select min(n.effective_at) from legal_texts n where n.kind = 1 and n.effective_at > t.effective_at)
        from legal_texts t where t.kind = 1 )" + std::string(which); }

} // namespace

std::optional<PrivacyPolicy> privacy_policy(db::Tx& tx) {
    auto rows = tx.query("select content, published_at from legal_texts where kind = 0 and effective_at = 0");
    if (!rows.next()) return std::nullopt;
    return PrivacyPolicy{.html = rows.string(0), .published_at = rows.time(1)};
}

Result<> publish_privacy_policy(db::Tx& tx, std::string_view html) { return publish(tx, Policy, {}, html); }

Result<> remove_privacy_policy(db::Tx& tx) { return remove(tx, Policy, {}); }

std::optional<Terms> current_terms(db::Tx& tx) {
    static const std::string kNow = select_terms("and t.effective_at <= $1 order by t.effective_at desc limit 1");
    static const std::string kNext = select_terms("order by t.effective_at limit 1");
    auto current = first(tx.query(kNow, {tx.now()}));
    return current ? std::move(current) : first(tx.query(kNext));
}

Result<Terms> terms_from(db::Tx& tx, base::Time day) {
    static const std::string kSql = select_terms("and t.effective_at = $1");
    auto terms = first(tx.query(kSql, {day}));
    if (!terms) return base::not_found();
    return *std::move(terms);
}

std::vector<Terms> all_terms(db::Tx& tx) {
    std::vector<Terms> all;
    auto rows = tx.query(R"(
        select effective_at, published_at from legal_texts where kind = 1 order by effective_at desc limit $1)", {kMostTerms});
    while (rows.next()) {
        const auto newer = all.empty() ? std::nullopt : std::optional(all.back().effective_at);
        all.push_back({.html = "", .effective_at = rows.time(0), .published_at = rows.time(1), .succeeded_at = newer});
    }
    return all;
}

Result<> publish_terms(db::Tx& tx, base::Time day, std::string_view html) { return publish(tx, Service, day, html); }

Result<> remove_terms(db::Tx& tx, base::Time day) { return remove(tx, Service, day); }

std::optional<base::Time> parse_day(std::string_view text) {
    constexpr std::size_t kLength = 10;
    return text.size() == kLength ? base::parse_iso8601(std::string(text) + "T00:00:00Z") : std::nullopt;
}

void PublishedTexts::add(int kind) { (kind == Policy ? privacy_policy : terms) = true; }

} // namespace instance
