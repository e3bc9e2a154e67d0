#include "conversations/conversations_api.h"

#include "conversations/conversation_json.h"
#include "conversations/conversations.h"

namespace conversations {

namespace {

http::Reply marked(const http::Request& request, db::Tx& tx, bool is_unread) {
    const auto id = TRY(request.id<ConversationId>("id"));
    TRY(mark(tx, request.account().id, id, is_unread));
    const auto conversation = TRY(find(tx, request.account().id, id));
    return http::json([&](json::Writer& out) { write_conversation(out, tx, conversation, request.account()); });
}

} // namespace

// https://docs.joinmastodon.org/methods/conversations/#get
http::Reply get_conversations(const http::Request& request, db::Tx& tx) {
    const auto page = request.page();
    const auto found = page_of(tx, request.account().id, page);
    auto reply = http::json([&](json::Writer& out) { write_conversations(out, tx, found, request.account()); });
    if (!found.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, found.front().last_status.value,
                              found.back().last_status.value, found.size());
    }
    return reply;
}

// https://docs.joinmastodon.org/methods/conversations/#delete
http::Reply delete_conversation(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<ConversationId>("id"));
    TRY(remove(tx, request.account().id, id));
    return http::empty_object();
}

// https://docs.joinmastodon.org/methods/conversations/#read
http::Reply post_read(const http::Request& request, db::Tx& tx) { return marked(request, tx, false); }

// https://docs.joinmastodon.org/methods/conversations/#unread
http::Reply post_unread(const http::Request& request, db::Tx& tx) { return marked(request, tx, true); }

} // namespace conversations
