#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "base/context.h"
#include "base/feed_store.h"
#include "base/remembered.h"
#include "base/renderings.h"
#include "base/wakeup.h"
#include "db/db.h"
#include "federation/delivery_loop.h"
#include "federation/inbox_worker.h"
#include "filters/stream_filter.h"
#include "http/client.h"
#include "http/server.h"
#include "jobs/runner.h"
#include "media/processing.h"
#include "media/store.h"
#include "media/worker.h"
#include "statuses/standings.h"
#include "streaming/hub.h"
#include "streaming/session.h"
#include "streaming/watch.h"

#include <chrono>
#include <memory>
#include <optional>

namespace app {

// The whole server. Its members are built in the order in which they stand here, each from those above it, and go in
// reverse.
class Server {
public:
    // Opens and migrates the database, and binds the port. Refused, with what to do about it, when that is not
    // possible.
    static Result<std::unique_ptr<Server>> build(const base::Config& config);

    void start();
    // Unhealthy first, so that a load balancer looks elsewhere, and answering all the while; then finishes what is
    // under way.
    void drain(std::chrono::milliseconds unhealthy_for);

    std::uint16_t port() const { return http_->port(); }
    const base::Config& config() const { return config_; }
    db::Database& database() { return *database_; }
    http::Client& client() { return client_; }

private:
    explicit Server(const base::Config& config);

    Result<> open_database();
    Result<> listen();

    base::Config config_;
    base::SystemClock clock_;
    base::SystemRandom random_;
    base::IdGenerator ids_{random_};
    streaming::Hub hub_{filters::load_stream_filter};
    base::FeedStore feeds_;
    base::Remembered remembered_;
    base::Renderings renderings_;
    statuses::Standings standings_;
    base::Wakeup jobs_waiting_;
    base::Wakeup deliveries_waiting_;
    base::Wakeup activities_waiting_;
    http::Client client_{config_};
    base::Context context_{config_,
                           clock_,
                           random_,
                           ids_,
                           hub_,
                           feeds_,
                           remembered_,
                           renderings_,
                           standings_,
                           &jobs_waiting_,
                           &client_,
                           &deliveries_waiting_,
                           &activities_waiting_};
    std::unique_ptr<media::Store> media_;
    std::optional<media::NoWorkers> no_workers_; // When it goes.
    std::unique_ptr<db::Database> database_;
    streaming::Acceptor streams_{hub_};
    std::unique_ptr<http::Server> http_;
    std::unique_ptr<jobs::Runner> jobs_;
    std::unique_ptr<media::Processing> processing_;
    std::unique_ptr<federation::DeliveryLoop> deliveries_;
    std::unique_ptr<jobs::Runner> waiting_jobs_; // Those that wait for other machines.
    std::unique_ptr<federation::InboxWorker> inbox_;
    std::unique_ptr<streaming::Watch> watch_;
};

} // namespace app
