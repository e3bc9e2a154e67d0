#include "accounts/actors.h"
#include "federation/addresses.h"
#include "federation/collections.h"
#include "federation/signer.h"
#include "statuses/documents_api.h"
#include "statuses/page.h"
#include "statuses/pins.h"
#include "statuses/status_document.h"
#include "timelines/public.h"

namespace statuses {

namespace {

constexpr int kPage = 20;

std::int64_t statuses_count(db::Tx& tx, AccountId author) {
    return tx.query_integer("select statuses_count from account_stats where account_id = $1", {author}).value_or(0);
}

http::Reply whole_outbox(db::Tx& tx, AccountId author, const std::string& outbox) {
    return federation::document([&](json::Writer& out) {
        federation::write_collection(out, {.id = outbox,
                                           .total_items = statuses_count(tx, author),
                                           .first = outbox + "?page=true",
                                           .last = outbox + "?min_id=0&page=true"});
    });
}

// min_id=0 is the oldest page.
http::Page page_of(const http::Request& request) {
    http::Page page = request.page(kPage, kPage);
    page.limit = kPage;
    if (request.integer("min_id") == 0) page.min_id = 1;
    return page;
}

std::string page_id(const http::Request& request, const std::string& outbox) {
    std::string id = outbox + "?";
    for (const auto* name : {"max_id", "min_id"}) {
        if (const auto value = request.maybe_id<StatusId>(name)) {
            id.append(name).append("=").append(to_string(*value)).append("&");
        }
    }
    return id + "page=true";
}

http::Reply outbox_page(const http::Request& request, db::Tx& tx, const accounts::Account& reader, AccountId author,
                        const std::string& outbox) {
    const http::Page page = page_of(request);
    const auto ids = timelines::account_page(tx, reader, author, {}, page);
    const StatusPage seen(tx, ids, reader);
    const StatusDocuments documents(tx, ids);
    federation::CollectionPage description{.id = page_id(request, outbox), .part_of = outbox};
    if (!ids.empty()) {
        description.prev = outbox + "?min_id=" + to_string(ids.front()) + "&page=true";
        if (ids.size() == kPage) description.next = outbox + "?max_id=" + to_string(ids.back()) + "&page=true";
    }
    return federation::document([&](json::Writer& out) {
        federation::write_page(out, description, federation::Place::Alone, federation::kStatusContext, [&] {
            for (const StatusId id : ids) {
                if (seen.shows(id) && documents.has(id)) documents.write_activity(out, id, federation::Place::Inside);
            }
        });
    });
}

} // namespace

// https://www.w3.org/TR/activitypub/#outbox
http::Reply get_outbox(const http::Request& request, db::Tx& tx) {
    const auto author = TRY(accounts::find_active_actor(tx, request.text_or("username", "")));
    const auto outbox = federation::outbox_url(accounts::actor_uri(tx.config(), author.username, ""));
    const auto reader = TRY(federation::reader(request, tx));
    return federation::as_given_to(request.flag("page") ? outbox_page(request, tx, reader, author.id, outbox)
                                                        : whole_outbox(tx, author.id, outbox),
                                   reader);
}

// The pinned posts. Of those that the reader may not see, only that they are there.
http::Reply get_featured(const http::Request& request, db::Tx& tx) {
    const auto author = TRY(accounts::find_active_actor(tx, request.text_or("username", "")));
    const auto reader = TRY(federation::reader(request, tx));
    const auto ids = pinned_by(tx, author.id);
    const StatusPage seen(tx, ids, reader);
    const StatusDocuments documents(tx, ids);
    const auto id = federation::featured_url(accounts::actor_uri(tx.config(), author.username, ""));
    auto reply = federation::document([&](json::Writer& out) {
        federation::write_whole_collection(
            out, {.id = id}, static_cast<std::int64_t>(ids.size()), federation::kStatusContext, [&] {
                for (const StatusId status : ids) {
                    if (!documents.has(status)) continue; // Gone just now.
                    seen.shows(status) ? documents.write_object(out, status, federation::Place::Inside)
                                       : out.value(documents.uri(status));
                }
            });
    });
    return federation::as_given_to(std::move(reply), reader);
}

} // namespace statuses
