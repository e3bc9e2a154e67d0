#include "statuses/replies.h"

#include "federation/collections.h"
#include "statuses/status_json.h"

namespace statuses {

namespace {

constexpr int kPage = 60;

constexpr std::string_view kByAuthor = R"(
    select s.id, s.uri, a.username from statuses s join accounts a on a.id = s.account_id
    where s.in_reply_to_id = $1 and s.account_id = $2 and s.id > $3 and s.visibility < 2 and a.suspended_at is null
    order by s.id limit $4)";

constexpr std::string_view kByOthers = R"(
    select s.id, s.uri, a.username from statuses s join accounts a on a.id = s.account_id
    where s.in_reply_to_id = $1 and s.account_id <> $2 and s.id > $3 and s.visibility < 2 and a.suspended_at is null
    order by s.id limit $4)";

// Empty: this is the end.
std::string next_of(const std::string& collection, const RepliesPage& page) {
    if (page.last) return replies_page_id(collection, page.repliers, page.last);
    return page.repliers == Repliers::Author ? replies_page_id(collection, Repliers::Others, {}) : "";
}

} // namespace

std::string replies_page_id(const std::string& collection, Repliers repliers, StatusId after) {
    std::string id = collection + "?";
    if (after) id += "min_id=" + to_string(after) + "&";
    if (repliers == Repliers::Others) id += "only_other_accounts=true&";
    return id + "page=true";
}

RepliesPage replies_page(db::Tx& tx, const Status& status, Repliers repliers, StatusId after) {
    RepliesPage page{.repliers = repliers, .after = after, .uris = {}, .last = {}};
    const std::string web_url = tx.config().web_url();
    auto rows =
        tx.query(repliers == Repliers::Author ? kByAuthor : kByOthers, {status.id, status.author, after, kPage});
    while (rows.next()) {
        page.last = rows.id<StatusId>(0);
        page.uris.push_back(rows.is_null(1) ? local_uri(web_url, rows.text(2), page.last) : rows.string(1));
    }
    if (page.uris.size() < kPage) page.last = {};
    return page;
}

void write_replies_page(json::Writer& out, std::string_view uri, const RepliesPage& page) {
    const std::string collection = std::string(uri).append("/replies");
    federation::write_page(out,
                           {.id = replies_page_id(collection, page.repliers, page.after),
                            .part_of = collection,
                            .order = federation::Order::None,
                            .next = next_of(collection, page)},
                           federation::Place::Alone, federation::kPlainContext, [&] {
                               for (const auto& reply : page.uris) out.value(reply);
                           });
}

} // namespace statuses
