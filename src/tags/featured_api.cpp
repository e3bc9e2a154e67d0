#include "accounts/accounts.h"
#include "accounts/actors.h"
#include "base/text.h"
#include "federation/addresses.h"
#include "federation/collections.h"
#include "federation/signer.h"
#include "tags/tag_json.h"
#include "tags/tags_api.h"

namespace tags {

namespace {

http::Reply featured_reply(db::Tx& tx, const accounts::Account& owner, const std::vector<FeaturedTag>& featured) {
    return http::json([&](json::Writer& out) {
        out.begin_array();
        for (const FeaturedTag& one : featured) write_featured_tag(out, tx.config(), owner, one);
        out.end_array();
    });
}

// As people type it: also with the sign.
Result<Tag> wanted_tag(const http::Request& request) {
    const std::string text = request.text_or("name", "");
    std::string_view written = base::trim(text);
    if (written.empty()) {
        return base::refuse(base::Refusal::BadRequest, "param is missing or the value is empty or invalid: name");
    }
    for (const std::string_view sign : {"#", "＃"}) {
        if (written.starts_with(sign)) written.remove_prefix(sign.size());
    }
    Tag tag = named(written);
    if (tag.name.empty()) return base::invalid("Validation failed: Name is invalid");
    return tag;
}

} // namespace

// https://docs.joinmastodon.org/methods/featured_tags/#get
http::Reply get_featured_tags(const http::Request& request, db::Tx& tx) {
    return featured_reply(tx, request.account(), featured_tags(tx, request.account().id));
}

// https://docs.joinmastodon.org/methods/featured_tags/#feature
http::Reply post_featured_tag(const http::Request& request, db::Tx& tx) {
    const Tag tag = ensure_tag(tx, TRY(wanted_tag(request)));
    const auto featured = TRY(feature_tag(tx, request.account().id, tag));
    return http::json([&](json::Writer& out) { write_featured_tag(out, tx.config(), request.account(), featured); });
}

// https://docs.joinmastodon.org/methods/featured_tags/#unfeature
http::Reply delete_featured_tag_by_id(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<FeaturedTagId>("id"));
    TRY(delete_featured_tag(tx, request.account().id, id));
    return http::empty_object();
}

// https://docs.joinmastodon.org/methods/featured_tags/#suggestions
http::Reply get_suggestions(const http::Request& request, db::Tx& tx) {
    const auto ids = suggested_tags(tx, request.account().id);
    return http::json([&](json::Writer& out) { write_tags(out, tx, ids, request.account()); });
}

// https://docs.joinmastodon.org/methods/accounts/#featured_tags
http::Reply get_featured_tags_of(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    const auto account = TRY(accounts::find_shown(tx, id));
    if (account.is_suspended) return featured_reply(tx, account, {});
    return featured_reply(tx, account, featured_tags(tx, account.id));
}

// featuredTags of an actor.
http::Reply get_featured_tags_collection(const http::Request& request, db::Tx& tx) {
    const auto account = TRY(accounts::find_active_actor(tx, request.text_or("username", "")));
    const auto reader = TRY(federation::reader(request, tx));
    const auto featured = featured_tags(tx, account.id);
    const auto id = federation::featured_tags_url(accounts::actor_uri(tx.config(), account.username, ""));
    auto reply = federation::document([&](json::Writer& out) {
        federation::write_whole_collection(
            out, {.id = id, .order = federation::Order::None}, static_cast<std::int64_t>(featured.size()),
            federation::kHashtagContext, [&] {
                for (const FeaturedTag& one : featured) {
                    federation::write_hashtag(out, one.tag.name,
                                              featured_tag_url(tx.config(), account.username, one.tag));
                }
            });
    });
    return federation::as_given_to(std::move(reply), reader);
}

} // namespace tags
