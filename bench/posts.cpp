#include "bench/posts.h"

#include "notifications/grouping.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <tuple>

namespace bench {
namespace {

constexpr std::size_t kReadersPosts = 400;
constexpr double kHour = 3'600'000;

// A thread of 13: its fourth post has 3 before it and 9 after it.
constexpr std::array<int, 13> kThreadParents = {-1, 0, 1, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9};
constexpr std::size_t kMiddleOfThread = 3;

enum Visibility : std::uint8_t { Public, Unlisted, Private, Direct };

Visibility roll_visibility(Dice& dice) {
    const double roll = dice.fraction();
    return roll < 0.80 ? Public : roll < 0.92 ? Unlisted : roll < 0.99 ? Private : Direct;
}

std::uint64_t pair_of(std::size_t post, std::size_t person) { return std::uint64_t{post} << 32 | person; }

std::uint32_t small(std::size_t index) { return static_cast<std::uint32_t>(index); }

std::int64_t hour_of(std::int64_t ms) { return ms / static_cast<std::int64_t>(kHour); }

// "favourite-12-480000", "follow-480000"
std::string key_of(std::string_view type, std::optional<std::int64_t> status, std::int64_t began) {
    std::string key(type);
    if (status.has_value()) key += "-" + std::to_string(status.value_or(0)); // value_or: g++ 12 sees no has_value().
    return key + "-" + std::to_string(began);
}

} // namespace

struct Posts::Tables {
    std::unique_ptr<Table> statuses, mentions, tags, statuses_tags;
};

Posts::Posts(Dice& dice, People& people, const Period& period, std::span<const Text> texts,
             std::span<const Hashtag> hashtags)
    : dice_(dice), people_(people), period_(period), texts_(texts), hashtags_(hashtags) {}

void Posts::load(Loader& loader, Plan& plan) {
    posts_.resize(static_cast<std::size_t>(plan.statuses));
    load_statuses(loader);
    load_favourites(loader);
    load_bookmarks(loader);
    load_stats(loader);
    for (const auto& follow : people_.follows()) tell(follow.ms, follow.to, follow.from, -1, "follow");
    load_notifications(loader);
    fill_in(plan);
}

// ── what is posted ──

void Posts::load_statuses(Loader& loader) {
    Tables tables{.statuses = loader.open(
                      "statuses", "id, account_id, is_local, uri, url, visibility, text, content, spoiler_text, "
                                  "is_sensitive, language, in_reply_to_id, in_reply_to_account_id, "
                                  "conversation_id, reblog_of_id, application_id, is_timeline_public, created_at"),
                  .mentions = loader.open("mentions", "status_id, account_id"),
                  .tags = loader.open("tags", "id, name, display_name, created_at"),
                  .statuses_tags = loader.open("statuses_tags", "tag_id, status_id, account_id")};
    std::int64_t tag_id = 0;
    for (const auto& hashtag : hashtags_) {
        tables.tags->add({++tag_id, hashtag.name, hashtag.displayed, period_.begin});
    }

    GrowingIds ids;
    const std::size_t count = posts_.size();
    const auto length = static_cast<double>(period_.end - period_.begin);
    for (std::size_t i = 0; i < count; ++i) {
        Post& post = posts_[i];
        const double share = (static_cast<double>(i) + dice_.fraction()) / static_cast<double>(count);
        post.id = post.conversation = ids.at(period_.begin + static_cast<std::int64_t>(length * share));
        const double roll = dice_.fraction();
        if (const auto place = place_in_thread(i)) {
            make_of_thread(post, i, *place);
        } else if (i % (count / kReadersPosts) == 0) {
            post.author = small(people_.reader());
        } else if (!(roll < 0.10 && make_boost(post, i)) && !(roll < 0.35 && make_answer(post, i))) {
            make_original(post, i);
        }
        write(tables, i);
    }
}

// Near the end, some way apart.
std::optional<std::size_t> Posts::place_in_thread(std::size_t index) const {
    const std::size_t begin = posts_.size() * 9 / 10;
    if (index < begin || (index - begin) % 7 != 3) return std::nullopt;
    const std::size_t place = (index - begin) / 7;
    return place < kThreadParents.size() ? std::optional(place) : std::nullopt;
}

void Posts::make_of_thread(Post& post, std::size_t index, std::size_t place) {
    post.author = small(people_.somebody());
    post.is_of_thread = true;
    if (place == 0) return;
    const auto begin = index - place * 7;
    post.parent = static_cast<std::int32_t>(begin + static_cast<std::size_t>(kThreadParents[place]) * 7);
    Post& parent = posts_[static_cast<std::size_t>(post.parent)];
    post.conversation = parent.conversation;
    ++parent.replies;
}

void Posts::make_original(Post& post, std::size_t) {
    post.author = small(people_.somebody());
    post.visibility = roll_visibility(dice_);
}

bool Posts::make_boost(Post& post, std::size_t index) {
    if (index < 100) return false;
    const std::size_t target = index - 1 - dice_.below(std::min<std::size_t>(index - 1, 3000));
    const std::size_t author = people_.somebody();
    if (!is_open(posts_[target]) || !boosts_.insert(pair_of(target, author)).second) return false;
    post.author = small(author);
    post.original = static_cast<std::int32_t>(target);
    ++posts_[target].reblogs;
    return true;
}

// To something recent, and in one case of ten to one's own.
bool Posts::make_answer(Post& post, std::size_t index) {
    if (index < 100) return false;
    const std::size_t target = index - 1 - dice_.below(std::min<std::size_t>(index - 1, 500));
    Post& parent = posts_[target];
    if (!is_open(parent)) return false;
    post.author = dice_.chance(0.1) ? parent.author : small(people_.somebody());
    post.visibility =
        std::max<std::uint8_t>(parent.visibility, std::min<std::uint8_t>(roll_visibility(dice_), Private));
    post.parent = static_cast<std::int32_t>(target);
    post.conversation = parent.conversation;
    if (post.visibility < Private) ++parent.replies;
    return true;
}

void Posts::write(Tables& tables, std::size_t index) {
    const Post& post = posts_[index];
    post.original < 0 ? write_post(tables, index) : write_boost(tables, post);
    if (post.visibility == Direct) return;
    Person& author = people_.at(post.author);
    ++author.statuses;
    author.last_status_ms = time_of(post);
}

void Posts::write_boost(Tables& tables, const Post& post) {
    const Person& author = people_.at(post.author);
    const std::string host = "https://" + author.domain + "/users/" + author.username + "/statuses/";
    const auto uri = author.is_local() ? std::nullopt : std::optional(host + std::to_string(post.id) + "/activity");
    const Post& original = posts_[static_cast<std::size_t>(post.original)];
    tables.statuses->add({post.id, author.id, author.is_local(), uri, uri, int{post.visibility}, "", "", "", false,
                          nullptr, nullptr, nullptr, post.id, original.id, nullptr, false, time_of(post)});
    tell(time_of(post), original.author, post.author, post.original, "reblog");
}

void Posts::write_post(Tables& tables, std::size_t index) {
    const Post& post = posts_[index];
    const Person& author = people_.at(post.author);
    const Text& text = texts_[dice_.below(texts_.size())];
    std::string html = text.html;
    std::string plain = text.plain;

    const Post* parent = post.parent < 0 ? nullptr : &posts_[static_cast<std::size_t>(post.parent)];
    std::optional<std::size_t> mentioned;
    if (parent && parent->author != post.author) mentioned = parent->author;
    if (post.visibility == Direct || dice_.chance(0.03)) mentioned = mentioned.value_or(people_.somebody());
    if (mentioned) {
        const Person& person = people_.at(*mentioned);
        html = put_before(html, person.mention);
        plain = "@" + person.acct() + " " + plain;
        tables.mentions->add({post.id, person.id});
        tell(time_of(post), *mentioned, post.author, static_cast<std::int32_t>(index), "mention");
    }
    if (dice_.chance(0.25)) {
        std::size_t tag = 0;
        for (int more = 1 + static_cast<int>(dice_.below(3)); more > 0 && tag < hashtags_.size(); --more) {
            tag += dice_.popular(hashtags_.size() - tag);
            html = put_after(html, hashtags_[tag].html);
            plain += " #" + hashtags_[tag].displayed;
            tables.statuses_tags->add({static_cast<std::int64_t>(++tag), post.id, author.id});
        }
    }

    const bool is_local = author.is_local();
    const std::string host = "https://" + author.domain;
    const std::string id = std::to_string(post.id);
    const auto uri = is_local ? std::nullopt : std::optional(host + "/users/" + author.username + "/statuses/" + id);
    const auto url = is_local ? std::nullopt : std::optional(host + "/@" + author.username + "/" + id);
    const bool has_warning = dice_.chance(0.05);
    const bool is_answer = parent && parent->author != post.author;
    tables.statuses->add({post.id, author.id, is_local, uri, url, int{post.visibility}, is_local ? plain : "", html,
                          has_warning ? "Food, 食べ物" : "", has_warning || dice_.chance(0.03), text.language,
                          parent ? std::optional(parent->id) : std::nullopt,
                          parent ? std::optional(people_.at(parent->author).id) : std::nullopt, post.conversation,
                          nullptr, is_local ? std::optional(std::int64_t{1}) : std::nullopt,
                          post.visibility == Public && !is_answer, time_of(post)});
}

// ── what others think of it ──

void Posts::tell(std::int64_t ms, std::size_t to, std::size_t from, std::int32_t post, std::string_view type) {
    if (to == from || !people_.at(to).is_local()) return;
    notices_.push_back({ms, small(to), small(from), post, type});
}

// Half of all posts get none, most others a few, one in five hundred very many.
void Posts::load_favourites(Loader& loader) {
    struct Favourite {
        std::int64_t ms;
        std::uint32_t post, account;
    };
    std::vector<Favourite> favourites;
    std::unordered_set<std::size_t> fans;
    for (std::size_t i = 0; i < posts_.size(); ++i) {
        Post& post = posts_[i];
        if (post.original >= 0 || !is_open(post)) continue; // Nobody likes what he may not see.
        const bool is_famous = dice_.chance(0.002);
        const std::size_t wish = is_famous           ? 50 + dice_.below(100)
                                 : dice_.chance(0.5) ? 0
                                                     : 1 + static_cast<std::size_t>(dice_.wait(2));
        if (is_famous) popular_.push_back(static_cast<std::int32_t>(i));
        fans.clear();
        if (dice_.chance(0.005)) fans.insert(people_.reader());
        for (std::size_t k = 0; k < wish; ++k) fans.insert(people_.somebody());
        post.favourites = small(fans.size());
        std::vector<std::size_t> ordered(fans.begin(), fans.end());
        std::ranges::sort(ordered);
        for (const auto fan : ordered) {
            const auto ms = std::min(period_.end, time_of(post) + static_cast<std::int64_t>(dice_.wait(6 * kHour)));
            favourites.push_back({ms, small(i), small(fan)});
            if (fan == people_.reader()) of_reader_.insert(i);
            tell(ms, post.author, fan, static_cast<std::int32_t>(i), "favourite");
        }
    }
    std::ranges::sort(favourites, {}, [](const Favourite& f) { return std::tuple(f.ms, f.post, f.account); });
    const auto table = loader.open("favourites", "id, account_id, status_id, created_at");
    GrowingIds ids;
    for (const auto& favourite : favourites) {
        table->add({ids.at(favourite.ms), people_.at(favourite.account).id, posts_[favourite.post].id, favourite.ms});
    }
}

// In the order of the posts: a hundred by the reader, and one of a few hundred posts by somebody.
void Posts::load_bookmarks(Loader& loader) {
    const auto table = loader.open("bookmarks", "id, account_id, status_id, created_at");
    GrowingIds ids;
    for (std::size_t i = 0; i < posts_.size(); ++i) {
        const Post& post = posts_[i];
        const bool is_readers = i % (posts_.size() / 100) == 1;
        if (!is_open(post) || (!is_readers && !dice_.chance(0.004))) continue;
        const Person& person = people_.at(is_readers ? people_.reader() : people_.somebody());
        table->add({ids.at(time_of(post)), person.id, post.id, time_of(post)});
    }
}

void Posts::load_stats(Loader& loader) const {
    const auto table = loader.open("status_stats", "status_id, replies_count, reblogs_count, favourites_count");
    for (const Post& post : posts_) {
        if (post.replies + post.reblogs + post.favourites == 0) continue;
        table->add({post.id, std::int64_t{post.replies}, std::int64_t{post.reblogs}, std::int64_t{post.favourites}});
    }
}

// Of the notices in order of time: what goes together, as the server has it.
std::vector<Posts::Place> Posts::group_notices() const {
    struct Newest {
        std::int64_t began = 0; // Hours.
        std::size_t index = 0;
    };
    std::map<std::tuple<std::uint32_t, std::string_view, std::int32_t>, Newest> newest;
    std::vector<Place> places(notices_.size());
    for (std::size_t i = 0; i < notices_.size(); ++i) {
        const Notice& notice = notices_[i];
        const auto kind = notifications::kind_from(notice.type);
        if (!kind || !notifications::is_groupable(*kind)) continue;
        const std::int64_t hour = hour_of(notice.ms);
        const auto [found, is_first] = newest.try_emplace({notice.to, notice.type, notice.post}, Newest{hour, i});
        if (!is_first && hour < found->second.began + notifications::kGroupSpan.count()) {
            places[i].size = places[found->second.index].size + 1;
            places[found->second.index].is_head = false;
            found->second.index = i;
        } else {
            found->second = {hour, i};
        }
        places[i].began = found->second.began;
    }
    return places;
}

void Posts::load_notifications(Loader& loader) {
    std::ranges::sort(notices_, {}, [](const Notice& n) { return std::tuple(n.ms, n.to, n.from, n.post, n.type); });
    const auto places = group_notices();
    const auto table = loader.open("notifications", "id, account_id, type, from_account_id, status_id, created_at, "
                                                    "group_key, is_group_head, group_size");
    GrowingIds ids;
    for (std::size_t i = 0; i < notices_.size(); ++i) {
        const Notice& notice = notices_[i];
        const auto status =
            notice.post < 0 ? std::nullopt : std::optional(posts_[static_cast<std::size_t>(notice.post)].id);
        const Place& place = places[i];
        const auto key = place.began == 0 ? std::nullopt : std::optional(key_of(notice.type, status, place.began));
        table->add({ids.at(notice.ms), people_.at(notice.to).id, notice.type, people_.at(notice.from).id, status,
                    notice.ms, key, place.is_head, place.size});
    }
}

// ── what the measurement asks for ──

void Posts::fill_in(Plan& plan) {
    const std::size_t begin = posts_.size() * 9 / 10;
    plan.thread = std::to_string(posts_[begin + 3 + kMiddleOfThread * 7].id);
    plan.status = std::to_string(posts_[static_cast<std::size_t>(popular_.empty() ? 200 : popular_.back())].id);
    constexpr std::size_t kSpread = 400;
    for (std::size_t i = 1; i <= kSpread; ++i) {
        plan.spread.push_back(std::to_string(posts_[(posts_.size() - 1) * i / kSpread].id));
    }
    for (std::size_t i = posts_.size(); i-- > 0 && plan.to_favourite.size() < 400;) {
        const Post& post = posts_[i];
        const bool is_new =
            !of_reader_.contains(i) && post.author != people_.reader() && !people_.is_blocked_by_reader(post.author);
        if (is_open(post) && is_new) plan.to_favourite.push_back(std::to_string(post.id));
    }
}

} // namespace bench
