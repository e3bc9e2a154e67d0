#pragma once

#include "base/clock.h"
#include "base/config.h"

namespace http {
class Client;
} // namespace http

namespace media {
class Store;
} // namespace media

namespace statuses {
class Standings;
} // namespace statuses

namespace base {

class EventSink;
class FeedStore;
class Remembered;
struct Renderings;
class Wakeup;

// What a unit of work may know of the world outside its transaction: the site's settings, the time, chance, and the
// live parts that can be rebuilt. Everything in it outlives every Tx.
struct Context {
    const Config& config;
    Clock& clock;
    Random& random;
    IdGenerator& ids;
    EventSink& events;              // base/events.h: who is listening; takes what a Tx publishes, on commit.
    FeedStore& feeds;               // base/feed_store.h: the home feeds in memory.
    Remembered& remembered;         // base/remembered.h: rows that have not changed since they were read.
    Renderings& renderings;         // base/renderings.h: what was last written of people and posts,
    statuses::Standings& standings; // and statuses/standings.h: what was last read of what is between them.
    Wakeup* jobs_waiting = nullptr; // base/wakeup.h: rung when a job was queued; null where nobody runs jobs.
    http::Client* client = nullptr; // http/client.h: the only way to other servers; null where nothing may go out.
    Wakeup* deliveries_waiting = nullptr; // Rung when something is to be sent to another server,
    Wakeup* activities_waiting = nullptr; // and when something came from one.
    media::Store* media = nullptr;        // media/store.h: where files are kept; null where nobody needs any.
};

} // namespace base
