#include "timelines/timelines_api.h"

#include "accounts/accounts.h"
#include "base/hashtag_name.h"
#include "lists/lists.h"
#include "statuses/status_json.h"
#include "timelines/home.h"
#include "timelines/list.h"
#include "timelines/marked.h"
#include "timelines/public.h"

namespace timelines {

namespace {

Origin origin_of(const http::Request& request) {
    if (request.flag("local")) return Origin::Local;
    return request.flag("remote") ? Origin::Remote : Origin::Everywhere;
}

// Of each kind, as many are heeded.
constexpr std::size_t kMaxHashtags = 4;

std::vector<std::string> hashtags(const http::Request& request, std::string_view param) {
    std::vector<std::string> names;
    for (const std::string& text : request.texts(param)) {
        std::string name = base::normalise_hashtag(text);
        if (!name.empty() && names.size() < kMaxHashtags) names.push_back(std::move(name));
    }
    return names;
}

// Pages go on by the ids of the list, also where the viewer does not see all of its statuses.
http::Reply status_list(const http::Request& request, db::Tx& tx, const http::Page& page,
                        const std::vector<StatusId>& ids, statuses::Wish wish) {
    auto reply =
        http::json([&](json::Writer& out) { statuses::write_statuses(out, tx, ids, request.account(), wish); });
    if (!ids.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, ids.front().value, ids.back().value,
                              ids.size());
    }
    return reply;
}

http::Reply marked_list(const http::Request& request, db::Tx& tx, Mark mark) {
    const http::Page page = request.page();
    const auto marked = marked_page(tx, request.account().id, mark, page);
    std::vector<StatusId> ids;
    for (const Marked& item : marked) ids.push_back(item.status);
    auto reply = http::json([&](json::Writer& out) { statuses::write_statuses(out, tx, ids, request.account()); });
    if (!marked.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, marked.front().id, marked.back().id,
                              marked.size());
    }
    return reply;
}

} // namespace

// https://docs.joinmastodon.org/methods/timelines/#home
http::Reply get_home(const http::Request& request, db::Tx& tx) {
    const http::Page page = request.page();
    return status_list(request, tx, page, home_page(tx, request.account().id, page), statuses::Wish::Wanted);
}

// https://docs.joinmastodon.org/methods/timelines/#public
http::Reply get_public(const http::Request& request, db::Tx& tx) {
    const http::Page page = request.page();
    const auto ids = public_page(tx, request.account(), origin_of(request), page, request.flag("only_media"));
    return status_list(request, tx, page, ids, statuses::Wish::Wanted);
}

// https://docs.joinmastodon.org/methods/timelines/#tag
http::Reply get_hashtag(const http::Request& request, db::Tx& tx) {
    const http::Page page = request.page();
    const HashtagFilter filter{.name = base::normalise_hashtag(request.text_or("hashtag", "")),
                               .any = hashtags(request, "any"),
                               .all = hashtags(request, "all"),
                               .none = hashtags(request, "none"),
                               .only_media = request.flag("only_media")};
    const auto ids = hashtag_page(tx, request.account(), filter, origin_of(request), page);
    return status_list(request, tx, page, ids, statuses::Wish::Wanted);
}

// https://docs.joinmastodon.org/methods/timelines/#link
http::Reply get_link(const http::Request& request, db::Tx& tx) {
    const http::Page page = request.page();
    const auto ids = link_page(tx, request.account().id, request.text_or("url", ""), page);
    if (!ids) return base::not_found();
    return status_list(request, tx, page, *ids, statuses::Wish::Wanted);
}

// https://docs.joinmastodon.org/methods/timelines/#list
http::Reply get_list(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<ListId>("list_id"));
    const auto list = TRY(lists::find_list(tx, request.account().id, id));
    const http::Page page = request.page();
    return status_list(request, tx, page, list_page(tx, list, page), statuses::Wish::Wanted);
}

// https://docs.joinmastodon.org/methods/accounts/#statuses
http::Reply get_account_statuses(const http::Request& request, db::Tx& tx) {
    const auto author = TRY(request.id<AccountId>("id"));
    const http::Page page = request.page();
    const AccountFilter filter{.exclude_replies = request.flag("exclude_replies"),
                               .exclude_reblogs = request.flag("exclude_reblogs"),
                               .exclude_direct = request.flag("exclude_direct"),
                               .only_media = request.flag("only_media"),
                               .only_pinned = request.flag("pinned"),
                               .tagged = base::normalise_hashtag(request.text_or("tagged", ""))};
    const auto ids = account_page(tx, request.account(), author, filter, page);
    if (ids.empty() && !accounts::find(tx, author)) return base::not_found();
    return status_list(request, tx, page, ids, statuses::Wish::Allowed);
}

// https://docs.joinmastodon.org/methods/favourites/#get
http::Reply get_favourites(const http::Request& request, db::Tx& tx) {
    return marked_list(request, tx, Mark::Favourite);
}

// https://docs.joinmastodon.org/methods/bookmarks/#get
http::Reply get_bookmarks(const http::Request& request, db::Tx& tx) { return marked_list(request, tx, Mark::Bookmark); }

} // namespace timelines
