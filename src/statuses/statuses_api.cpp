#include "statuses/statuses_api.h"

#include "accounts/account_json.h"
#include "statuses/context.h"
#include "statuses/deletion.h"
#include "statuses/posting_params.h"
#include "statuses/remote_quotes.h"
#include "statuses/reply_fetching.h"
#include "statuses/scheduling_api.h"
#include "statuses/status_json.h"
#include "statuses/submission.h"
#include "statuses/visibility.h"

#include <algorithm>

namespace statuses {

namespace {

constexpr std::size_t kMaxBulk = 20;
constexpr std::size_t kMaxIdempotencyKey = 255;

http::Reply status_reply(const http::Request& request, db::Tx& tx, StatusId id) {
    return http::json([&](json::Writer& out) { write_status(out, tx, id, request.account()); });
}

Result<Draft> draft_of(const http::Request& request) {
    TRY(check_what_is_asked(request.all_params()));
    Draft draft{.text = request.text_or("status", ""),
                .spoiler_text = request.text_or("spoiler_text", ""),
                .visibility = TRY(visibility_of(request.all_params())),
                .sensitive = request.boolean("sensitive"),
                .language = request.text("language"),
                .in_reply_to = {},
                .allowed_mentions = {},
                .media = media_of(request.all_params()),
                .poll = poll_of(request.all_params()),
                .quoted = quoted_of(request.all_params()),
                .quote_policy = request.text_or("quote_approval_policy", ""),
                .application = request.caller.application};
    // What is no id is no post either: 0.
    if (request.text_or("in_reply_to_id", "") != "") {
        draft.in_reply_to = request.maybe_id<StatusId>("in_reply_to_id").value_or(StatusId{});
    }
    if (request.has("allowed_mentions")) draft.allowed_mentions = request.ids<AccountId>("allowed_mentions");
    return draft;
}

Result<Submission> submission_of(const http::Request& request) {
    return Submission{.draft = TRY(draft_of(request)),
                      .scheduled_at = TRY(scheduled_time_of(request.all_params())),
                      .idempotency_key = std::string(request.header("idempotency-key").substr(0, kMaxIdempotencyKey))};
}

// Which people would have heard of it, so that an app can ask whether they should.
http::Reply refusal_of(const base::Error& error, db::Tx& tx, const Draft& draft) {
    if (error.code != kUnexpectedAccounts) return base::Unexpected(error);
    auto reply = http::json([&](json::Writer& out) {
        out.begin_object();
        out.field("error", error.message);
        out.key("unexpected_accounts");
        accounts::write_accounts(out, tx, unexpected_mentions(tx, draft));
        out.end_object();
    });
    reply.status = 422;
    reply.is_refusal = true;
    return reply;
}

} // namespace

// https://docs.joinmastodon.org/methods/statuses/#create
http::Reply post_status(const http::Request& request, db::Tx& tx) {
    const Submission submission = TRY(submission_of(request));
    const auto posted = submit(tx, request.account(), submission);
    if (!posted) return refusal_of(posted.error(), tx, submission.draft);
    return posted->status ? status_reply(request, tx, posted->status) : scheduled_reply(request, tx, posted->scheduled);
}

// https://docs.joinmastodon.org/methods/statuses/#get
http::Reply get_status(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<StatusId>("id"));
    const StatusEntities entities(tx, std::span(&id, 1), request.account());
    if (!entities.shows(id)) return base::not_found();
    return http::json([&](json::Writer& out) { entities.write(out, id); });
}

// https://docs.joinmastodon.org/methods/statuses/#index
http::Reply get_statuses(const http::Request& request, db::Tx& tx) {
    auto ids = request.ids<StatusId>("id", kMaxBulk);
    if (ids.empty()) ids = request.ids<StatusId>("ids", kMaxBulk);
    return http::json([&](json::Writer& out) { write_statuses(out, tx, ids, request.account()); });
}

// https://docs.joinmastodon.org/methods/statuses/#delete
http::Reply delete_status_by_id(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<StatusId>("id"));
    const StatusEntities entities(tx, std::span(&id, 1), request.account());
    const Source source = entities.row(id) ? source_of(tx, entities.row(id)->reblog_of.value_or(id)) : Source();
    TRY(delete_status(tx, request.account(), id,
                      request.flag("delete_media") ? media::Fate::Removed : media::Fate::Kept));
    return http::json([&](json::Writer& out) { entities.write_with_source(out, id, source); });
}

namespace {

bool has_quotes(const StatusEntities& entities, const std::vector<StatusId>& ids) {
    return std::ranges::any_of(ids, [&](StatusId id) {
        const auto* row = entities.row(id);
        return row && row->quote_state == QuoteState::Accepted;
    });
}

std::vector<StatusId> old_quotes(const http::Request& request, db::Tx& tx, const StatusEntities& entities,
                                 const std::vector<StatusId>& ids) {
    if (!request.account().is_somebody() || !tx.context().client || !has_quotes(entities, ids)) return {};
    return quotes_to_check(tx, ids);
}

// What a thread may lack, and which permissions should be looked at again.
struct Wanting {
    bool replies = false; // They were not fetched of late.
    std::vector<StatusId> quotes = {};
};

void ask_others(db::Database& database, StatusId id, const Wanting& wanting, http::Reply& reply) {
    std::string name;
    database.write([&](db::Tx& tx) {
        if (!wanting.quotes.empty()) check_quotes_later(tx, wanting.quotes);
        if (wanting.replies) name = begin_fetching_replies(tx, id);
    });
    if (wanting.replies) reply.with_header("Mastodon-Async-Refresh", "id=\"" + name + "\", retry=5");
}

} // namespace

// https://docs.joinmastodon.org/methods/statuses/#context
http::Reply get_context(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<StatusId>("id"));
    const Surroundings around = surroundings_of(tx, id, request.account());
    std::vector<StatusId> ids = around.ancestors;
    ids.push_back(id); // For whether it may be seen.
    ids.insert(ids.end(), around.descendants.begin(), around.descendants.end());
    const StatusEntities entities(tx, ids, request.account());
    if (!entities.shows(id)) return base::not_found();

    auto reply = http::json([&](json::Writer& out) {
        const auto write = [&](std::string_view name, const std::vector<StatusId>& part) {
            out.key(name);
            out.begin_array();
            for (const StatusId status : part) {
                if (entities.shows(status, Wish::InThread)) entities.write(out, status);
            }
            out.end_array();
        };
        out.begin_object();
        write("ancestors", around.ancestors);
        write("descendants", around.descendants);
        out.end_object();
    });
    Wanting wanting{.replies = should_fetch_replies(tx, *entities.row(id), request.account()),
                    .quotes = old_quotes(request, tx, entities, ids)};
    if (wanting.replies || !wanting.quotes.empty()) {
        reply.afterwards = [id, wanting = std::move(wanting)](http::Reply& shown, db::Database& database) {
            ask_others(database, id, wanting, shown);
        };
    }
    return reply;
}

// https://docs.joinmastodon.org/methods/async_refreshes/#show
http::Reply get_async_refresh(const http::Request& request, db::Tx& tx) {
    const std::string name = request.text_or("id", "");
    const auto refresh = find_refresh(tx, name);
    if (!refresh) return base::not_found();
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.key("async_refresh");
        out.begin_object();
        out.field("id", name);
        out.field("status", *refresh == Refresh::Running ? "running" : "finished");
        out.null_field("result_count");
        out.end_object();
        out.end_object();
    });
}

} // namespace statuses
