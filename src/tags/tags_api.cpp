#include "tags/tags_api.h"

#include "tags/follows.h"
#include "tags/tag_json.h"

namespace tags {

namespace {

// NotFound for what cannot be a hashtag.
Result<Tag> wanted_tag(const http::Request& request) {
    Tag tag = named(request.text_or("name", ""));
    if (tag.name.empty()) return base::not_found();
    return tag;
}

// Of no id when nobody has used it.
Result<Tag> find_wanted_tag(const http::Request& request, db::Tx& tx) {
    Tag wanted = TRY(wanted_tag(request));
    return find_tag(tx, wanted.name).value_or(std::move(wanted));
}

Result<Tag> ensure_wanted_tag(const http::Request& request, db::Tx& tx) {
    return ensure_tag(tx, TRY(wanted_tag(request)));
}

http::Reply tag_reply(const http::Request& request, db::Tx& tx, const Tag& tag) {
    return http::json([&](json::Writer& out) { write_tag(out, tx, tag, request.account()); });
}

} // namespace

// https://docs.joinmastodon.org/methods/tags/#get
http::Reply get_tag(const http::Request& request, db::Tx& tx) {
    return tag_reply(request, tx, TRY(find_wanted_tag(request, tx)));
}

// https://docs.joinmastodon.org/methods/tags/#follow
http::Reply post_follow(const http::Request& request, db::Tx& tx) {
    const Tag tag = TRY(ensure_wanted_tag(request, tx));
    follow_tag(tx, request.account().id, tag.id);
    return tag_reply(request, tx, tag);
}

// https://docs.joinmastodon.org/methods/tags/#unfollow
http::Reply post_unfollow(const http::Request& request, db::Tx& tx) {
    const Tag tag = TRY(find_wanted_tag(request, tx));
    unfollow_tag(tx, request.account().id, tag.id);
    return tag_reply(request, tx, tag);
}

// https://docs.joinmastodon.org/methods/tags/#feature
http::Reply post_feature(const http::Request& request, db::Tx& tx) {
    const Tag tag = TRY(ensure_wanted_tag(request, tx));
    TRY(feature_tag(tx, request.account().id, tag));
    return tag_reply(request, tx, tag);
}

// https://docs.joinmastodon.org/methods/tags/#unfeature
http::Reply post_unfeature(const http::Request& request, db::Tx& tx) {
    const Tag tag = TRY(find_wanted_tag(request, tx));
    unfeature_tag(tx, request.account().id, tag.id);
    return tag_reply(request, tx, tag);
}

// https://docs.joinmastodon.org/methods/followed_tags/#get
http::Reply get_followed_tags(const http::Request& request, db::Tx& tx) {
    const http::Page page = request.page(100, 200);
    const auto followed = followed_tags(tx, request.account().id, page);
    std::vector<TagId> ids;
    for (const FollowedTag& one : followed) ids.push_back(one.tag);
    auto reply = http::json([&](json::Writer& out) { write_tags(out, tx, ids, request.account()); });
    if (!followed.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, followed.front().id, followed.back().id,
                              followed.size());
    }
    return reply;
}

} // namespace tags
