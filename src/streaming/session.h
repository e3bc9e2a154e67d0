#pragma once

#include "http/stream.h"
#include "streaming/hub.h"

#include <memory>
#include <optional>
#include <vector>

namespace streaming {

// One socket: what it asks for, and the hub that answers.
class Session final : public http::StreamSession {
public:
    // `streams` are those to begin with; `refused` is what the client is told of one that it cannot have.
    Session(Hub& hub, std::shared_ptr<Listener> listener, std::vector<Stream> streams,
            std::optional<base::Error> refused = {})
        : hub_(hub), listener_(std::move(listener)), first_streams_(std::move(streams)), refused_(std::move(refused)) {}

    void opened(std::shared_ptr<http::StreamConnection> connection) override;
    void received(std::string_view text) override;
    void closed() override;

private:
    void subscribe(const StreamName& wanted);
    void unsubscribe(const StreamName& wanted);

    Hub& hub_;
    std::shared_ptr<Listener> listener_;
    std::vector<Stream> first_streams_;
    std::optional<base::Error> refused_;
};

// Lets those in who show a user's token, on an event stream only if it reaches the stream that they want: on a
// WebSocket they can ask for others, and are told what is wrong with the first.
class Acceptor final : public http::StreamAcceptor {
public:
    explicit Acceptor(Hub& hub) : hub_(hub) {}
    Result<std::unique_ptr<http::StreamSession>> accept(const http::Request& request, db::Tx& tx,
                                                        http::StreamKind kind) override;

private:
    Hub& hub_;
};

} // namespace streaming
