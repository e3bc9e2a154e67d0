#include "streaming/session.h"

#include "base/json.h"
#include "streaming/frame.h"

namespace streaming {

namespace {

std::string member(const json::Object& object, std::string_view name) {
    const json::Value* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

StreamName wanted_stream(const http::Request& request, http::StreamKind kind) {
    const std::string name = kind == http::StreamKind::WebSocket
                                 ? request.text_or("stream", "")
                                 : stream_of_path(request.path, request.flag("only_media"));
    return {.name = name, .tag = request.text_or("tag", ""), .list = request.text_or("list", "")};
}

Result<Stream> resolve_in(db::Tx& tx, const StreamName& wanted, const http::Caller& caller) {
    auto stream = TRY(resolve(wanted, caller.account.id, caller.scopes));
    if (stream.list && !owns_list(tx, caller.account.id, stream.list)) return base::Unexpected(not_your_list());
    return stream;
}

} // namespace

void Session::opened(std::shared_ptr<http::StreamConnection> connection) {
    listener_->connection = std::move(connection);
    hub_.join(listener_);
    for (Stream& stream : first_streams_) {
        if (auto done = hub_.subscribe(listener_, std::move(stream)); !done) tell_error(*listener_, done.error());
    }
    first_streams_.clear();
    if (refused_) tell_error(*listener_, *std::exchange(refused_, std::nullopt));
}

// What is no message of ours is ignored, as Mastodon does.
void Session::received(std::string_view text) {
    const auto message = json::parse(text);
    if (!message || !message->is_object()) return;
    const json::Object& object = message->get_object();
    const StreamName wanted{
        .name = member(object, "stream"), .tag = member(object, "tag"), .list = member(object, "list")};
    const std::string type = member(object, "type");
    if (type == "subscribe") subscribe(wanted);
    if (type == "unsubscribe") unsubscribe(wanted);
}

// The database says whose a list is, and nobody here waits for it.
void Session::subscribe(const StreamName& wanted) {
    auto stream = resolve(wanted, listener_->account, listener_->scopes);
    if (!stream) return tell_error(*listener_, stream.error());
    auto done = stream->list ? hub_.ask(listener_, std::move(*stream)) : hub_.subscribe(listener_, std::move(*stream));
    if (!done) tell_error(*listener_, done.error());
}

void Session::unsubscribe(const StreamName& wanted) {
    const auto stream = resolve(wanted, listener_->account, listener_->scopes);
    if (!stream) return tell_error(*listener_, stream.error());
    hub_.unsubscribe(listener_, *stream);
}

void Session::closed() { hub_.leave(listener_); }

Result<std::unique_ptr<http::StreamSession>> Acceptor::accept(const http::Request& request, db::Tx& tx,
                                                              http::StreamKind kind) {
    const http::Caller& caller = request.caller;
    if (!caller.token) return base::refuse(base::Refusal::Unauthorized, "Missing access token");
    if (!caller.account.is_somebody()) return base::refuse(base::Refusal::Unauthorized, "Invalid access token");

    std::vector<Stream> streams;
    const StreamName wanted = wanted_stream(request, kind);
    const bool waits_for_messages = kind == http::StreamKind::WebSocket && wanted.name.empty();
    std::optional<base::Error> refused;
    if (!waits_for_messages) {
        auto stream = resolve_in(tx, wanted, caller);
        if (!stream && kind != http::StreamKind::WebSocket) return base::Unexpected(stream.error());
        if (stream) {
            streams.push_back(*std::move(stream));
        } else {
            refused = std::move(stream).error();
        }
    }

    auto listener = std::make_shared<Listener>();
    listener->kind = kind;
    listener->account = caller.account.id;
    listener->token = caller.token;
    listener->scopes = caller.scopes;
    listener->viewer = std::make_shared<const Viewer>(load_viewer(tx, caller.account.id, hub_.load_filter()));
    return std::make_unique<Session>(hub_, std::move(listener), std::move(streams), std::move(refused));
}

} // namespace streaming
