#pragma once

#include "base/ids.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace base {

// Something that connected clients hear of. The payload is serialised once and shared by every socket.
struct Event {
    // Where it is heard, in Mastodon's names: "timeline:ID", "timeline:ID:notifications", "timeline:public",
    // "timeline:public:local", "timeline:hashtag:NAME", "timeline:hashtag:NAME:local", "timeline:direct:ID",
    // "timeline:list:ID", "timeline:system:ID", "timeline:access_token:ID".
    std::string channel;
    std::string event; // "update", "delete", "notification", …; on system channels "kill", "filters_changed".
    std::shared_ptr<const std::string> payload;

    // For public and hashtag channels, whose listeners differ in whom they want to read.
    AccountId author = {};
    std::vector<AccountId> mentioned = {};
    std::string author_domain = {};
    std::string language = {};
};

// Where published events go once their transaction is committed. Thread-safe; never blocks.
class EventSink {
public:
    virtual ~EventSink() = default;
    virtual void send(std::vector<Event> events) = 0;
    // Whether anybody listens, so that nobody renders for an empty room.
    virtual bool has_listeners(std::string_view channel) const = 0;
    // Those accounts that have a `timeline:ID` or `timeline:list:ID` channel open. Any order.
    virtual std::vector<AccountId> listening_accounts() const = 0;
};

// For commands and tests without clients.
class NoEvents final : public EventSink {
public:
    void send(std::vector<Event>) override {}
    bool has_listeners(std::string_view) const override { return false; }
    std::vector<AccountId> listening_accounts() const override { return {}; }
};

} // namespace base
