#pragma once

#include "base/events.h"
#include "http/stream.h"
#include "streaming/channels.h"
#include "streaming/viewer.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace streaming {

// Who is listening on one socket.
struct Listener {
    http::StreamKind kind;
    AccountId account;
    TokenId token;
    http::Scope scopes;

    std::shared_ptr<http::StreamConnection> connection; // Null until it is open and after it is closed.
    std::shared_ptr<const Viewer> viewer;
    std::vector<Stream> streams; // With those still asked for, at most Hub::kMaxStreams.
    std::size_t asked = 0;
};

// Says on a WebSocket why a subscription is refused.
void tell_error(const Listener& listener, const base::Error& error);

// Somebody who wants a stream of a list, which has to be theirs.
struct ListQuestion {
    std::shared_ptr<Listener> listener;
    Stream stream;
};

// Knows who is listening to what, and brings them each event once, serialised once for all who hear it under the same
// name. Thread-safe.
class Hub final : public base::EventSink {
public:
    static constexpr std::size_t kMaxStreams = 100;

    explicit Hub(LoadPostFilter load = nullptr) : load_filter_(load) {}

    // EventSink.
    void send(std::vector<base::Event> events) override;
    bool has_listeners(std::string_view channel) const override;
    std::vector<AccountId> listening_accounts() const override;

    void join(const std::shared_ptr<Listener>& listener);
    void leave(const std::shared_ptr<Listener>& listener);
    // A stream that is subscribed already changes nothing. BadRequest over kMaxStreams.
    Result<> subscribe(const std::shared_ptr<Listener>& listener, Stream stream);
    void unsubscribe(const std::shared_ptr<Listener>& listener, const Stream& stream);

    // Subscribes as soon as answer() says that the list is the listener's. BadRequest over kMaxStreams.
    Result<> ask(const std::shared_ptr<Listener>& listener, Stream stream);
    // For the watch: what is asked and not answered yet; and the answer, which a refused WebSocket is told.
    std::vector<ListQuestion> questions() const;
    void answer(const ListQuestion& question, bool owns_list);

    // For the watch: those who listen now, with each account once; and those whose blocks, mutes and filters changed
    // since the last call.
    std::vector<TokenId> tokens() const;
    std::vector<AccountId> take_changed();
    // Returns when there are such changes or questions, after `at_most`, or when wake() is called.
    void wait_for_change(std::chrono::milliseconds at_most);
    void wake();
    void set_viewer(AccountId account, std::shared_ptr<const Viewer> viewer);
    // Ends the sockets of these tokens.
    void cut(std::span<const TokenId> tokens);

    // For load_viewer().
    LoadPostFilter load_filter() const { return load_filter_; }

    std::size_t size() const;

private:
    struct Subscription {
        std::shared_ptr<Listener> listener;
        std::string label;
        bool is_open_to_all;
    };
    struct TextHash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    using Channels = std::unordered_map<std::string, std::vector<Subscription>, TextHash, std::equal_to<>>;

    void deliver(const base::Event& event);
    void add(const std::shared_ptr<Listener>& listener, Stream stream);
    void remove(const std::shared_ptr<Listener>& listener, const Stream& stream);
    bool withdraw(const std::shared_ptr<Listener>& listener, const std::string& label);
    bool obey(const base::Event& event); // System channels.
    template <typename Matches>
    void cut_if(Matches matches);

    const LoadPostFilter load_filter_;
    mutable std::mutex mutex_;
    Channels channels_;
    std::unordered_set<std::shared_ptr<Listener>> listeners_;
    std::unordered_map<AccountId, int> feed_listeners_; // To their home timeline and to their lists.
    std::vector<ListQuestion> questions_;
    std::vector<AccountId> changed_;
    std::condition_variable change_;
    bool is_woken_ = false;
};

} // namespace streaming
