#include "accounts/verification.h"

#include "accounts/accounts.h"
#include "base/ascii.h"
#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "federation/discovery_limit.h"
#include "federation/domain_policy.h"
#include "federation/page.h"
#include "http/client.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace accounts {

namespace {

constexpr std::size_t kPageBytes = 1 << 20;
constexpr std::size_t kMaxPages = 8;
// Of one page, and of all of an account: few threads wait for other machines, and nobody shall have one for long.
constexpr std::chrono::milliseconds kPatience = std::chrono::seconds(10), kWholePatience = std::chrono::seconds(20);
constexpr std::chrono::milliseconds kMinutes = std::chrono::minutes(10), kHour = std::chrono::hours(1);

// What links back to somebody. Without slashes at their ends.
struct Profile {
    std::vector<std::string> pages; // In lower case.
    std::string id;                 // As it is; empty: none but the pages.
};

struct Claims {
    bool is_local = false;
    Profile profile;
    std::vector<std::string> texts; // Of the fields that are not verified.
};

constexpr std::string_view kFields =
    "select fields from accounts where id = $1 and suspended_at is null /*for_update*/";

json::Array array_in(std::string_view fields) {
    auto parsed = json::parse(fields);
    return parsed && parsed->is_array() ? std::move(parsed->get_array()) : json::Array();
}

std::string text_of(const json::Value& field) { return std::string(field.at("text").as_string()); }

// Links, and whatever else our people write.
std::vector<std::string> open_texts_in(std::string_view fields) {
    std::vector<std::string> texts;
    for (const auto& field : array_in(fields)) {
        if (field.at("verified_at").is_null()) texts.push_back(text_of(field));
    }
    std::erase(texts, "");
    return texts;
}

std::string without_slash(std::string address) {
    while (address.ends_with('/')) address.pop_back();
    return address;
}

std::string page_in_lower_case(std::string_view address) { return without_slash(base::ascii_lower(address)); }

bool may_ask(db::Tx& tx, const std::string& text) {
    const auto url = base::Url::parse(base::trim(text));
    return url && !is_our_domain(tx.config(), url->host) && !federation::is_suspended_host(tx, url->host);
}

Claims claims_of(db::Tx& tx, AccountId account) {
    Claims claims;
    auto rows = tx.query(R"(
        select username, domain, uri, url, fields from accounts where id = $1 and suspended_at is null)", {account});
    if (!rows.next()) return claims;
    const std::string domain = rows.string(1), fields = rows.string(4);
    claims.is_local = domain.empty();
    if (claims.is_local) {
        claims.profile.pages = {page_in_lower_case(local_url(tx.config(), rows.text(0))),
                                page_in_lower_case(local_uri(tx.config(), rows.text(0)))};
    } else {
        claims.profile = {.pages = {page_in_lower_case(rows.text(3))}, .id = without_slash(rows.string(2))};
        if (federation::is_kept_away(tx, domain)) return claims;
    }
    claims.texts = open_texts_in(fields);
    return claims;
}

bool is_me(std::string_view rel) {
    while (!rel.empty()) {
        const auto end = std::min(rel.find_first_of(" \t\r\n"), rel.size());
        if (rel.substr(0, end) == "me") return true;
        rel.remove_prefix(std::min(end + 1, rel.size()));
    }
    return false;
}

bool links_to(const federation::Page& page, const Profile& profile) {
    return std::ranges::any_of(page.links, [&](const federation::Page::Link& link) {
        const std::string address = without_slash(link.href);
        return is_me(link.rel) && !address.empty()
               && (address == profile.id
                   || std::ranges::find(profile.pages, base::ascii_lower(address)) != profile.pages.end());
    });
}

bool confirms(http::Client& client, const std::string& url, const Profile& profile,
              std::chrono::milliseconds patience) {
    http::Outgoing request;
    request.url = base::Url::parse(base::trim(url))->text();
    request.headers = {{"Accept", "text/html, application/xhtml+xml"}};
    request.deadline = patience;
    request.max_bytes = kPageBytes;
    request.may_cut = true;
    const auto answer = client.fetch(std::move(request));
    return answer && answer->status == 200 && links_to(federation::read_page(base::sanitize(answer->body)), profile);
}

void keep_verified(db::Tx& tx, AccountId account, const std::string& text) {
    auto rows = tx.query(kFields, {account});
    if (!rows.next()) return;
    auto fields = array_in(rows.text(0));
    for (auto& field : fields) {
        auto& at = field.at("verified_at");
        if (at.is_null() && text_of(field) == text) at = tx.now().time_since_epoch().count();
    }
    tx.exec("update accounts set fields = $2 where id = $1", {account, boost::json::serialize(fields)});
}

// Asks for what an account claims, also for what it claims meanwhile: no other job is queued as long as this one runs.
class Verifying {
public:
    Verifying(db::Database& database, AccountId account) : database_(database), account_(account) {}

    // Whether all were asked that shall be.
    bool run() {
        auto* const client = database_.context().client;
        if (!client) return true;
        const auto end = std::chrono::steady_clock::now() + kWholePatience;
        while (const auto url = next()) {
            const auto left =
                std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
            if (left.count() <= 0) break;
            if (!has_turn(*url)) {
                has_waiting_ = true;
            } else if (confirms(*client, *url, claims_.profile, std::min(kPatience, left))) {
                database_.write([&](db::Tx& tx) { keep_verified(tx, account_, *url); });
            }
        }
        return !has_waiting_;
    }

private:
    std::optional<std::string> next() {
        std::optional<std::string> found;
        database_.read([&](db::Tx& tx) {
            claims_ = claims_of(tx, account_);
            for (const auto& text : claims_.texts) {
                if (found || seen_.size() == kMaxPages) return;
                if (seen_.insert(text).second && may_ask(tx, text)) found = text;
            }
        });
        return found;
    }

    bool has_turn(const std::string& url) const {
        return claims_.is_local
               || federation::take_page(database_.context(), base::Url::parse(base::trim(url))->host).has_value();
    }

    db::Database& database_;
    AccountId account_;
    Claims claims_;
    std::set<std::string> seen_;
    bool has_waiting_ = false;
};

// One key each: a job's own is taken as long as it runs.
constexpr std::string_view kFirst = "verify_fields", kAgain = "verify_fields_again";

void queue(db::Tx& tx, std::string_view job, AccountId account, base::Time at) {
    const std::string key = (job == kFirst ? "verify:" : "verify_again:") + to_string(account);
    jobs::enqueue_waiting(tx, job, {{"account_id", account.value}}, at, key);
}

std::chrono::milliseconds any_part_of(std::chrono::milliseconds whole, base::Random& random) {
    return std::chrono::milliseconds(random.number() % static_cast<std::uint64_t>(whole.count()));
}

void verify(const jobs::Arguments& arguments, db::Database& database, std::string_view next_job) {
    const auto account = arguments.id<AccountId>("account_id");
    if (Verifying(database, account).run()) return;
    database.write(
        [&](db::Tx& tx) { queue(tx, next_job, account, tx.now() + kHour + any_part_of(kHour, tx.random())); });
}

} // namespace

FieldMarks::FieldMarks(std::string_view fields) {
    for (const auto& field : array_in(fields)) {
        const auto& at = field.at("verified_at");
        auto& mark = marks_[text_of(field)];
        if (at.is_number()) mark = at.to_number<std::int64_t>();
    }
}

void FieldMarks::write(json::Writer& out, std::string_view text) const {
    const auto found = marks_.find(text);
    out.key("verified_at");
    found != marks_.end() && found->second ? out.value(*found->second) : out.null();
}

bool has_open_links(db::Tx& tx, AccountId account) {
    auto rows = tx.query("select fields from accounts where id = $1", {account});
    return rows.next() && !open_texts_in(rows.text(0)).empty();
}

void verify_links(db::Tx& tx, AccountId account, Wait wait) {
    queue(tx, kFirst, account, wait == Wait::None ? tx.now() : tx.now() + any_part_of(kMinutes, tx.random()));
}

void verify_fields(const jobs::Arguments& arguments, db::Database& database) { verify(arguments, database, kAgain); }

void verify_fields_again(const jobs::Arguments& arguments, db::Database& database) {
    verify(arguments, database, kFirst);
}

} // namespace accounts
