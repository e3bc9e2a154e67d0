#include "statuses/fetching_jobs.h"

#include "accounts/remote_accounts.h"
#include "federation/actors.h"
#include "federation/fetch.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "statuses/featured.h"
#include "statuses/fetching.h"
#include "statuses/refreshing.h"

#include <algorithm>
#include <deque>
#include <set>
#include <stdexcept>

namespace statuses {

namespace {

using federation::Errand;

constexpr std::size_t kMaxReplies = 500;
constexpr int kMaxPages = 50;

// What another server could not say just now is asked for again; what it refused is not.
template <typename T>
void again_if_unavailable(const Result<T>& result) {
    if (!result && result.error().refusal == base::Refusal::Unavailable) {
        throw std::runtime_error(result.error().message);
    }
}

struct Seen {
    std::optional<std::int64_t> total;
    bool is_hidden = false; // It has a number, but nothing to look at.
};
Seen look_at(Errand& errand, const std::string& url) {
    if (url.empty()) return {};
    const auto collection = federation::fetch_document(errand, url);
    if (!collection) return {};
    const bool shows = collection->contains("first") || !items_of(*collection).empty();
    const auto total = federation::count_in(*collection, "totalItems");
    return {.total = total, .is_hidden = !shows && total != 0};
}

struct Addresses {
    std::string outbox, followers, following, featured, featured_tags;
};
std::optional<Addresses> addresses_of(Errand& errand, AccountId account) {
    std::optional<Addresses> found;
    errand.database().read([&](db::Tx& tx) {
        auto rows = tx.query(R"(
            select outbox_url, followers_url, following_url, featured_url, featured_tags_url
            from remote_actors where account_id = $1)", {account});
        if (rows.next()) found = {rows.string(0), rows.string(1), rows.string(2), rows.string(3), rows.string(4)};
    });
    return found;
}

// A collection, or a page of one, embedded or by its id; null: none.
std::optional<json::Object> follow(Errand& errand, const json::Object& document, std::string_view name) {
    if (const auto* embedded = federation::object_in(document, name)) {
        if (!items_of(*embedded).empty() || embedded->contains("first") || embedded->contains("next")) return *embedded;
    }
    const std::string id = federation::id_in(document, name);
    if (id.empty()) return std::nullopt;
    auto fetched = federation::fetch_document(errand, id);
    return fetched ? std::optional(std::move(*fetched)) : std::nullopt;
}

// A collection that stands whole in its document, or else the first page of one.
std::optional<json::Object> listed_at(Errand& errand, const std::string& url) {
    if (url.empty()) return std::nullopt;
    auto collection = federation::fetch_document(errand, url);
    if (!collection) return std::nullopt;
    if (items_of(*collection).empty()) {
        if (auto page = follow(errand, *collection, "first")) return page;
    }
    return std::move(*collection);
}

void pin_featured(Errand& errand, AccountId account, const std::string& url) {
    const auto collection = listed_at(errand, url);
    if (!collection) return;
    std::vector<StatusId> pinned;
    for (const auto& uri : items_of(*collection)) {
        if (pinned.size() == kMaxFeatured) break;
        const auto status = federation::is_same_host(uri, url) ? fetch_status(errand, uri) : base::not_found();
        if (status) pinned.push_back(*status);
    }
    errand.database().write([&](db::Tx& tx) { replace_pins(tx, account, pinned); });
}

void keep_featured_tags(Errand& errand, AccountId account, const std::string& url) {
    const auto collection = listed_at(errand, url);
    if (!collection) return;
    errand.database().write([&](db::Tx& tx) { replace_featured_tags(tx, account, *collection); });
}

std::string uri_of_remote(Errand& errand, StatusId status) {
    std::string uri;
    errand.database().read([&](db::Tx& tx) {
        auto rows = tx.query("select uri from statuses where id = $1 and not is_local", {status});
        if (rows.next()) uri = rows.string(0);
    });
    return uri;
}

// Fetches the replies that a post's own server lists, each of which may list more.
class Replies {
public:
    explicit Replies(Errand& errand) : errand_(errand) {}

    void fetch_below(StatusId status, const std::string& root) {
        waiting_.push_back(root);
        while (!waiting_.empty() && seen_.size() < kMaxReplies && pages_ < kMaxPages) {
            const std::string uri = std::move(waiting_.front());
            waiting_.pop_front();
            const auto post = federation::fetch_document(errand_, uri);
            if (uri == root) take_answer(errand_, status, post);
            if (!post || (uri != root && !keep_fetched(errand_, *post))) continue;
            read_collection(*post);
        }
    }

private:
    void read_collection(const json::Object& post) {
        auto collection = follow(errand_, post, "replies");
        if (!collection) return;
        take(*collection);
        auto page = follow(errand_, *collection, "first");
        while (page && ++pages_ < kMaxPages) {
            take(*page);
            page = follow(errand_, *page, "next");
        }
    }

    void take(const json::Object& page) {
        for (auto& item : items_of(page)) {
            if (seen_.size() < kMaxReplies && seen_.insert(item).second) waiting_.push_back(std::move(item));
        }
    }

    Errand& errand_;
    std::deque<std::string> waiting_;
    std::set<std::string> seen_;
    int pages_ = 0;
};

} // namespace

void fetch_status_job(const jobs::Arguments& arguments, db::Database& database) {
    Errand errand(database, {.is_for_thread = true});
    again_if_unavailable(fetch_status(errand, arguments.text("uri"), static_cast<int>(arguments.integer("depth"))));
}

void fetch_account_details(const jobs::Arguments& arguments, db::Database& database) {
    const auto account = arguments.id<AccountId>("account_id");
    Errand errand(database, {.requests = 20, .time = std::chrono::minutes(1)});
    const auto addresses = addresses_of(errand, account);
    if (!addresses) return; // Deleted since.
    const Seen outbox = look_at(errand, addresses->outbox);
    const Seen following = look_at(errand, addresses->following);
    const Seen followers = look_at(errand, addresses->followers);
    database.write([&](db::Tx& tx) {
        accounts::keep_counts(tx, account,
                              {.statuses = outbox.total, .following = following.total, .followers = followers.total});
        accounts::keep_visibility_of_lists(tx, account, following.is_hidden || followers.is_hidden);
        accounts::note_details(tx, account);
    });
    pin_featured(errand, account, addresses->featured);
    keep_featured_tags(errand, account, addresses->featured_tags);
}

void refresh_account(const jobs::Arguments& arguments, db::Database& database) {
    Errand errand(database);
    std::string uri;
    const auto id = arguments.id<AccountId>("account_id");
    database.read([&](db::Tx& tx) { uri = accounts::uri_of(tx, id); });
    if (uri.empty()) return;
    const auto fetched = federation::fetch_whoever_is_at(errand, uri);
    again_if_unavailable(fetched);
    if (fetched) return;
    const bool is_gone = fetched.error().refusal == base::Refusal::Gone;
    database.write([&](db::Tx& tx) { is_gone ? accounts::delete_later(tx, id) : accounts::note_asked(tx, id); });
}

void fetch_replies(const jobs::Arguments& arguments, db::Database& database) {
    Errand errand(database, {.requests = 1000, .time = std::chrono::minutes(4), .is_for_thread = true});
    const auto status = arguments.id<StatusId>("status_id");
    const std::string uri = uri_of_remote(errand, status);
    if (!uri.empty()) Replies(errand).fetch_below(status, uri);
}

} // namespace statuses
