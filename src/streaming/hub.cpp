#include "streaming/hub.h"

#include "streaming/frame.h"

#include <algorithm>
#include <optional>

namespace streaming {

namespace {

constexpr std::uint16_t kPolicyViolation = 1008;

std::optional<std::int64_t> id_after(std::string_view channel, std::string_view prefix) {
    if (!channel.starts_with(prefix)) return std::nullopt;
    return base::parse_id(channel.substr(prefix.size()));
}

// "timeline:123" and "timeline:list:123", which their owner alone listens to.
bool is_feed(std::string_view channel) { return id_after(channel, "timeline:") || id_after(channel, "timeline:list:"); }

bool has(const Listener& listener, const std::string& label) {
    return std::any_of(listener.streams.begin(), listener.streams.end(),
                       [&](const Stream& stream) { return stream.label == label; });
}

base::Unexpected too_many() {
    return base::refuse(base::Refusal::BadRequest, "Too many subscriptions on one connection");
}

// The frames of one event, each made when the first listener needs it.
class Frames {
public:
    explicit Frames(const base::Event& event) : event_(event) {}

    const std::shared_ptr<const std::string>& of(http::StreamKind kind, const std::string& label) {
        for (const Made& made : made_) {
            if (made.kind == kind && (kind == http::StreamKind::EventStream || made.label == label)) return made.data;
        }
        made_.push_back({kind, label, frame(kind, label, event_)});
        return made_.back().data;
    }

private:
    struct Made {
        http::StreamKind kind;
        std::string label;
        std::shared_ptr<const std::string> data;
    };
    const base::Event& event_;
    std::vector<Made> made_;
};

// What keyword filters of single listeners add to one event. The post is read when the first of them has any.
class Filtering {
public:
    explicit Filtering(const base::Event& event)
        : event_(event), is_post_(event.payload && (event.event == "update" || event.event == "status.update")) {}

    // The event as a listener gets it whose filters it meets; nullopt when it meets none.
    std::optional<base::Event> apply(const PostFilter* filter) {
        if (!is_post_ || !filter) return std::nullopt;
        if (!post_) post_ = filter->read(*event_.payload);
        const std::string results = filter->results(*post_);
        if (results.empty()) return std::nullopt;
        auto payload = std::make_shared<std::string>(*event_.payload);
        payload->pop_back(); // The bracket that closes the Status.
        payload->append(",\"filtered\":").append(results).append("}");
        return base::Event{.channel = event_.channel, .event = event_.event, .payload = std::move(payload)};
    }

private:
    const base::Event& event_;
    bool is_post_;
    std::optional<SearchedPost> post_;
};

} // namespace

void tell_error(const Listener& listener, const base::Error& error) {
    if (listener.kind == http::StreamKind::WebSocket && listener.connection) {
        listener.connection->send(error_frame(error));
    }
}

void Hub::send(std::vector<base::Event> events) {
    const std::lock_guard lock(mutex_);
    for (const base::Event& event : events) {
        if (!obey(event)) deliver(event);
    }
}

bool Hub::obey(const base::Event& event) {
    const auto account = id_after(event.channel, "timeline:system:");
    const auto token = id_after(event.channel, "timeline:access_token:");
    if (!account && !token) return false;
    if (event.event == "kill") {
        cut_if([&](const Listener& listener) {
            return (account && listener.account.value == *account) || (token && listener.token.value == *token);
        });
    } else if (account) {
        changed_.push_back(AccountId{*account});
        change_.notify_all();
    }
    return true;
}

void Hub::deliver(const base::Event& event) {
    const auto found = channels_.find(event.channel);
    if (found == channels_.end()) return;
    Frames frames(event);
    Filtering filtering(event);
    for (const Subscription& subscription : found->second) {
        const Listener& listener = *subscription.listener;
        if (!listener.connection) continue;
        if (subscription.is_open_to_all && listener.viewer) {
            if (!listener.viewer->wants(event)) continue;
            if (const auto filtered = filtering.apply(listener.viewer->filter.get())) {
                listener.connection->send(frame(listener.kind, subscription.label, *filtered));
                continue;
            }
        }
        listener.connection->send(frames.of(listener.kind, subscription.label));
    }
}

bool Hub::has_listeners(std::string_view channel) const {
    const std::lock_guard lock(mutex_);
    return channels_.find(channel) != channels_.end();
}

std::vector<AccountId> Hub::listening_accounts() const {
    const std::lock_guard lock(mutex_);
    std::vector<AccountId> accounts;
    accounts.reserve(feed_listeners_.size());
    for (const auto& [account, count] : feed_listeners_) accounts.push_back(account);
    return accounts;
}

void Hub::join(const std::shared_ptr<Listener>& listener) {
    const std::lock_guard lock(mutex_);
    listeners_.insert(listener);
}

void Hub::leave(const std::shared_ptr<Listener>& listener) {
    const std::lock_guard lock(mutex_);
    std::erase_if(questions_, [&](const ListQuestion& question) { return question.listener == listener; });
    for (const Stream& stream : std::exchange(listener->streams, {})) remove(listener, stream);
    listener->connection.reset();
    listeners_.erase(listener);
}

Result<> Hub::subscribe(const std::shared_ptr<Listener>& listener, Stream stream) {
    const std::lock_guard lock(mutex_);
    if (has(*listener, stream.label)) return {};
    if (listener->streams.size() + listener->asked >= kMaxStreams) return too_many();
    add(listener, std::move(stream));
    return {};
}

void Hub::add(const std::shared_ptr<Listener>& listener, Stream stream) {
    for (const std::string& channel : stream.channels) {
        channels_[channel].push_back(
            {.listener = listener, .label = stream.label, .is_open_to_all = stream.is_open_to_all});
        if (is_feed(channel)) ++feed_listeners_[listener->account];
    }
    listener->streams.push_back(std::move(stream));
}

Result<> Hub::ask(const std::shared_ptr<Listener>& listener, Stream stream) {
    const std::lock_guard lock(mutex_);
    if (listener->streams.size() + listener->asked >= kMaxStreams) return too_many();
    ++listener->asked;
    questions_.push_back({.listener = listener, .stream = std::move(stream)});
    is_woken_ = true;
    change_.notify_all();
    return {};
}

std::vector<ListQuestion> Hub::questions() const {
    const std::lock_guard lock(mutex_);
    return questions_;
}

// Who has gone, or no longer wants it, asks no more.
void Hub::answer(const ListQuestion& question, bool owns_list) {
    const std::lock_guard lock(mutex_);
    const auto& listener = question.listener;
    if (!withdraw(listener, question.stream.label)) return;
    if (!owns_list) {
        tell_error(*listener, not_your_list());
    } else if (!has(*listener, question.stream.label)) {
        add(listener, question.stream);
    }
}

bool Hub::withdraw(const std::shared_ptr<Listener>& listener, const std::string& label) {
    const auto erased = std::erase_if(questions_, [&](const ListQuestion& question) {
        return question.listener == listener && question.stream.label == label;
    });
    listener->asked -= erased;
    return erased > 0;
}

void Hub::unsubscribe(const std::shared_ptr<Listener>& listener, const Stream& stream) {
    const std::lock_guard lock(mutex_);
    withdraw(listener, stream.label);
    const auto erased =
        std::erase_if(listener->streams, [&](const Stream& other) { return other.label == stream.label; });
    if (erased > 0) remove(listener, stream);
}

void Hub::remove(const std::shared_ptr<Listener>& listener, const Stream& stream) {
    for (const std::string& channel : stream.channels) {
        const auto found = channels_.find(channel);
        if (found == channels_.end()) continue;
        std::erase_if(found->second, [&](const Subscription& subscription) {
            return subscription.listener == listener && subscription.label == stream.label;
        });
        if (found->second.empty()) channels_.erase(found);
        if (is_feed(channel) && --feed_listeners_[listener->account] == 0) feed_listeners_.erase(listener->account);
    }
}

std::vector<TokenId> Hub::tokens() const {
    const std::lock_guard lock(mutex_);
    std::vector<TokenId> tokens;
    for (const auto& listener : listeners_) tokens.push_back(listener->token);
    std::sort(tokens.begin(), tokens.end());
    tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
    return tokens;
}

std::vector<AccountId> Hub::take_changed() {
    const std::lock_guard lock(mutex_);
    std::sort(changed_.begin(), changed_.end());
    changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
    return std::exchange(changed_, {});
}

void Hub::wait_for_change(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    change_.wait_for(lock, at_most, [this] { return is_woken_ || !changed_.empty(); });
    is_woken_ = false;
}

void Hub::wake() {
    const std::lock_guard lock(mutex_);
    is_woken_ = true;
    change_.notify_all();
}

void Hub::set_viewer(AccountId account, std::shared_ptr<const Viewer> viewer) {
    const std::lock_guard lock(mutex_);
    for (const auto& listener : listeners_) {
        if (listener->account == account) listener->viewer = viewer;
    }
}

void Hub::cut(std::span<const TokenId> tokens) {
    const std::lock_guard lock(mutex_);
    cut_if([&](const Listener& listener) {
        return std::find(tokens.begin(), tokens.end(), listener.token) != tokens.end();
    });
}

// The socket's own end makes it leave.
template <typename Matches>
void Hub::cut_if(Matches matches) {
    for (const auto& listener : listeners_) {
        if (matches(*listener) && listener->connection) listener->connection->close(kPolicyViolation);
    }
}

std::size_t Hub::size() const {
    const std::lock_guard lock(mutex_);
    return listeners_.size();
}

} // namespace streaming
