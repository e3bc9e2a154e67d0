#include "statuses/threads.h"

#include "accounts/accounts.h"
#include "accounts/actors.h"
#include "federation/collections.h"
#include "statuses/status_json.h"
#include "statuses/visibility.h"

#include <map>
#include <optional>
#include <utility>

namespace statuses {

namespace {

constexpr int kPage = 60;

std::optional<std::pair<AccountId, StatusId>> parse_key(std::string_view key) {
    const auto dash = key.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto author = base::parse_id(key.substr(0, dash)), first = base::parse_id(key.substr(dash + 1));
    if (!author || !first) return std::nullopt;
    return std::pair(AccountId{*author}, StatusId{*first});
}

std::string page_id(const Thread& thread, StatusId after) {
    return thread.uri + "/items?" + (after ? "min_id=" + to_string(after) + "&" : "") + "page=true";
}

} // namespace

std::string thread_uri(std::string_view web_url, AccountId author, StatusId first) {
    return std::string(web_url) + "/contexts/" + to_string(author) + "-" + to_string(first);
}

Result<Thread> find_thread(db::Tx& tx, std::string_view key, const accounts::Account& reader) {
    const auto ids = parse_key(key);
    if (!ids) return base::not_found();
    const auto author = accounts::find(tx, ids->first);
    if (!author || !author->is_local()) return base::not_found();
    TRY(accounts::find_active_actor(tx, author->username));
    const auto first = TRY(find_visible(tx, ids->second, reader));
    const bool is_for_all = first.visibility == Visibility::Public || first.visibility == Visibility::Unlisted;
    const bool begins_it = first.conversation == first.id && !first.reblog_of;
    if (first.author != author->id || !is_for_all || !begins_it) return base::not_found();
    return Thread{.uri = thread_uri(tx.config().web_url(), author->id, first.id),
                  .author = accounts::local_uri(tx.config(), author->username),
                  .first = first.id};
}

// The first is known by its id: only answers are in the index.
ThreadPage thread_page(db::Tx& tx, const Thread& thread, StatusId after) {
    const std::string web_url = tx.config().web_url();
    auto rows = tx.query(R"(
        select s.id, s.uri, a.username from statuses s join accounts a on a.id = s.account_id
        where s.id = $1 and s.id > $2
        union all select * from (
            select s.id, s.uri, a.username from statuses s join accounts a on a.id = s.account_id
            where s.conversation_id = $1 and s.conversation_id <> s.id and s.visibility < 2
              and s.reblog_of_id is null and s.id > $2 and a.suspended_at is null
            order by s.id limit $3) answers)", {thread.first, after, kPage});
    std::map<StatusId, std::string> posts;
    while (rows.next()) {
        const auto id = rows.id<StatusId>(0);
        posts.emplace(id, rows.is_null(1) ? local_uri(web_url, rows.text(2), id) : rows.string(1));
    }
    ThreadPage page{.after = after, .uris = {}, .last = {}};
    for (auto& [id, uri] : posts) {
        if (page.uris.size() == kPage) break;
        page.uris.push_back(std::move(uri));
        page.last = id;
    }
    if (page.uris.size() < kPage) page.last = {};
    return page;
}

void write_thread(json::Writer& out, const Thread& thread, const ThreadPage& first) {
    out.begin_object();
    federation::write_context(out, federation::Place::Alone, federation::kPlainContext);
    out.field("id", thread.uri);
    out.field("type", "Collection");
    out.field("attributedTo", thread.author);
    out.key("first");
    write_thread_page(out, thread, first, federation::Place::Inside);
    out.end_object();
}

void write_thread_items(json::Writer& out, const Thread& thread, const ThreadPage& first) {
    out.begin_object();
    federation::write_context(out, federation::Place::Alone, federation::kPlainContext);
    out.field("id", thread.uri + "/items");
    out.field("type", "Collection");
    out.key("first");
    write_thread_page(out, thread, first, federation::Place::Inside);
    out.end_object();
}

void write_thread_page(json::Writer& out, const Thread& thread, const ThreadPage& page, federation::Place place) {
    federation::write_page(out,
                           {.id = page_id(thread, page.after),
                            .part_of = thread.uri,
                            .order = federation::Order::None,
                            .next = page.last ? page_id(thread, page.last) : ""},
                           place, federation::kPlainContext, [&] {
                               for (const auto& uri : page.uris) out.value(uri);
                           });
}

} // namespace statuses
