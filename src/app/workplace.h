#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "base/context.h"
#include "base/events.h"
#include "base/feed_store.h"
#include "base/remembered.h"
#include "base/renderings.h"
#include "statuses/standings.h"

namespace app {

// What a command's transactions may know of the world: nobody listens, and no feed is kept.
struct Workplace {
    explicit Workplace(const base::Config& config)
        : context{config, clock, random, ids, events, feeds, remembered, renderings, standings} {}

    base::SystemClock clock;
    base::SystemRandom random;
    base::IdGenerator ids{random};
    base::NoEvents events;
    base::FeedStore feeds;
    base::Remembered remembered;
    base::Renderings renderings;
    statuses::Standings standings;
    base::Context context;
};

} // namespace app
