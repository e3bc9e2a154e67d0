#include "bench/people.h"

#include "base/crypto.h"
#include "search/account_index.h"
#include "statuses/formatter.h"

#include <algorithm>
#include <unordered_set>

namespace bench {
namespace {

constexpr std::size_t kFollowersOfWriter = 50;
constexpr std::size_t kFollowedByReader = 200;
constexpr std::int64_t kDay = 86'400'000;

} // namespace

People::People(Dice& dice, const Plan& plan, const Period& period, std::span<const Text> texts)
    : dice_(dice), domain_(plan.domain), period_(period), texts_(texts) {
    const auto count = static_cast<std::size_t>(plan.people);
    people_.resize(count);
    for (std::size_t i = 0; i < count; ++i) make(i, count);
    make_follows();
}

// Everybody joined in the month before the first post, in no order of popularity.
void People::make(std::size_t index, std::size_t count) {
    Person& person = people_[index];
    const bool is_local = index % 5 == 0 || index + kSpecial >= count;
    const std::size_t joined = index * 7919 % count;
    person.id =
        (period_.begin - 30 * kDay + static_cast<std::int64_t>(joined) * (30 * kDay / static_cast<std::int64_t>(count)))
            << 16
        | static_cast<std::int64_t>(index & 0xffff);
    person.username = make_username(dice_, index);
    if (!is_local) person.domain = "server" + std::to_string(dice_.popular(200)) + ".example";

    const std::string acct = "@" + person.acct();
    const std::string url =
        is_local ? "https://" + domain_ + "/@" + person.username : "https://" + person.domain + "/@" + person.username;
    const statuses::Mentionable mentionable{.username = person.username, .domain = person.domain, .url = url};
    person.mention = without_paragraph(statuses::format_html(
        acct, {.web_url = "https://" + domain_, .domain = domain_, .accounts = std::span(&mentionable, 1)}));
}

std::vector<std::size_t> People::writers_followers() const {
    std::vector<std::size_t> found;
    for (std::size_t i = people_.size() - kSpecial; i-- > 0 && found.size() < kFollowersOfWriter;) {
        if (people_[i].is_local()) found.push_back(i);
    }
    return found;
}

void People::load(Loader& loader, Plan& plan) {
    load_accounts(loader);
    load_emojis(loader);
    load_users(loader, plan);
    load_follows(loader);
    load_blocks(loader);
}

void People::load_accounts(Loader& loader) {
    const auto accounts =
        loader.open("accounts", "id, username, domain, display_name, note_text, note, fields, uri, url, "
                                "avatar, is_discoverable, created_at, updated_at");
    const auto terms = loader.open("account_terms", "tier, term, account_id");
    for (const Person& person : people_) {
        const bool is_local = person.is_local();
        const std::string host = "https://" + person.domain;
        const std::string name = make_display_name(dice_);
        const std::int64_t created_at = person.id >> 16;
        accounts->add(
            {person.id, person.username, person.domain, name, "", make_bio(dice_, texts_),
             dice_.chance(0.3)
                 ? R"([{"name":"Web","text":"https://example.com/","value":"<a href=\"https://example.com/\" rel=\"nofollow noopener noreferrer me\">example.com</a>","verified_at":null}])"
                 : "[]",
             is_local ? std::nullopt : std::optional(host + "/users/" + person.username),
             is_local ? std::nullopt : std::optional(host + "/@" + person.username),
             is_local ? "" : host + "/avatars/" + person.username + ".png", dice_.chance(0.7), created_at, created_at});
        for (const auto& term : search::account_terms(person.username, is_local ? domain_ : person.domain, name)) {
            terms->add({search::tier_of(person.followers), term, person.id});
        }
    }
}

void People::load_emojis(Loader& loader) const {
    const auto emojis = loader.open("custom_emojis", "id, shortcode, domain, url, static_url, category");
    for (std::int64_t i = 0; i < 60; ++i) {
        const std::string shortcode = "blob" + std::to_string(i % 30);
        const std::string host = i < 30 ? domain_ : "server" + std::to_string(i - 30) + ".example";
        emojis->add({i + 1, shortcode, i < 30 ? "" : host, "https://" + host + "/emoji/" + shortcode + ".png",
                     "https://" + host + "/emoji/static/" + shortcode + ".png", i % 2 == 0 ? "Blobs" : "More"});
    }
}

void People::load_users(Loader& loader, Plan& plan) {
    const auto applications = loader.open(
        "oauth_applications", "id, name, website, client_id, client_secret, redirect_uris, scopes, created_at");
    applications->add({1, "A phone", "https://app.example/", "bench", "bench", "urn:ietf:wg:oauth:2.0:oob",
                       "read write follow push", period_.begin});
    const auto users =
        loader.open("users", "id, account_id, email, password_hash, locale, confirmed_at, created_at, last_active_at");
    const auto tokens =
        loader.open("oauth_access_tokens", "id, token_hash, application_id, user_id, scopes, created_at, last_used_at");

    const auto followers = writers_followers();
    for (std::size_t i = 0; i < people_.size(); ++i) {
        const Person& person = people_[i];
        if (!person.is_local()) continue;
        const std::int64_t joined = person.id >> 16;
        const auto active = period_.end - static_cast<std::int64_t>(dice_.wait(20)) * kDay;
        users->add({person.id, person.id, person.username + "@example.com", "*", dice_.chance(0.6) ? "ja" : "en",
                    joined, joined, std::max(joined, active) / kDay * kDay});
        const std::string secret = "bench-" + base::sha256_hex(person.username).substr(0, 37);
        tokens->add(
            {person.id, base::sha256_hex(secret), 1, person.id, "read write follow push", joined, std::nullopt});
        if (i == reader()) plan.reader_token = secret;
        if (is_writer(i)) {
            plan.writers.push_back(std::to_string(person.id));
            plan.writer_tokens.push_back(secret);
        }
        if (std::ranges::find(followers, i) != followers.end()) plan.follower_tokens.push_back(secret);
    }
}

void People::make_follows() {
    const auto follow = [&](std::size_t from, std::size_t to) {
        const auto length = static_cast<double>(period_.end - period_.begin);
        const auto ms = period_.begin + static_cast<std::int64_t>(dice_.fraction() * length);
        follows_.push_back({ms, from, to});
        ++people_[from].following;
        ++people_[to].followers;
    };
    for (std::size_t i = 0; i < people_.size(); ++i) {
        if (is_writer(i)) continue;
        const std::size_t wish = i == reader() ? kFollowedByReader - 1 : 5 + static_cast<std::size_t>(dice_.wait(25));
        const std::size_t count = std::min(wish, people_.size() * 2 / 3);
        std::unordered_set<std::size_t> targets;
        while (targets.size() < count) {
            if (const auto target = somebody(); target != i) targets.insert(target);
        }
        std::vector<std::size_t> ordered(targets.begin(), targets.end());
        std::ranges::sort(ordered);
        for (const auto target : ordered) follow(i, target);
    }
    follow(reader(), writer());
    const auto followers = writers_followers();
    for (std::size_t number = 0; number < kWriters; ++number) {
        const auto wanted = followers.size() - static_cast<std::size_t>(people_[writer(number)].followers);
        for (std::size_t i = 0; i < wanted; ++i) follow(followers[i], writer(number));
    }
    std::ranges::sort(follows_, {}, [](const Follow& f) { return std::tuple(f.ms, f.from, f.to); });
}

void People::load_follows(Loader& loader) {
    const auto table = loader.open("follows", "id, account_id, target_account_id, created_at");
    GrowingIds ids;
    for (const Follow& follow : follows_) {
        table->add({ids.at(follow.ms), people_[follow.from].id, people_[follow.to].id, follow.ms});
    }
}

// One in fifty blocks and mutes somebody; the reader five of each.
void People::load_blocks(Loader& loader) {
    const auto blocks = loader.open("blocks", "id, account_id, target_account_id, created_at");
    const auto mutes = loader.open("mutes", "id, account_id, target_account_id, created_at");
    GrowingIds ids;
    for (std::size_t i = 0; i < people_.size(); ++i) {
        if (i != reader() && !dice_.chance(0.02)) continue;
        const std::size_t first = people_.size() / 2 + dice_.below(people_.size() / 3);
        for (std::size_t k = 0; k < (i == reader() ? 5 : 1); ++k) {
            if (first + k == i) continue;
            blocks->add({ids.at(period_.begin), people_[i].id, people_[first + k].id, period_.begin});
            if (i == reader()) blocked_by_reader_.insert(first + k);
            mutes->add({ids.at(period_.begin), people_[i].id, people_[first + k + 5].id, period_.begin});
        }
    }
}

void People::load_stats(Loader& loader) const {
    const auto table =
        loader.open("account_stats", "account_id, statuses_count, following_count, followers_count, last_status_at");
    for (const Person& person : people_) {
        const auto last = person.last_status_ms == 0 ? std::nullopt : std::optional(person.last_status_ms);
        table->add({person.id, person.statuses, person.following, person.followers, last});
    }
}

} // namespace bench
