#include "app/server.h"

#include "app/jobs.h"
#include "app/receivers.h"
#include "app/routes.h"
#include "auth/authenticate.h"
#include "base/log.h"
#include "db/migrations.h"
#include "mail/mail.h"

#include <system_error>

namespace app {
namespace {

namespace log = base::log;

// Requests under way when the server stops may take so long; then they are cut.
constexpr std::chrono::seconds kLastRequests{10};

// Of the jobs that wait for other machines: nearly nothing of the database is taken meanwhile.
constexpr int kWaitingThreads = 4;

// SQLite has one writer: more than one thread would only wait for another, but for those that wait for a mail server.
int job_threads(const base::Config& config) { return config.is_postgresql() || mail::is_configured(config) ? 2 : 1; }

// Nobody shall have to know these numbers: what is not set is filled in.
base::Config with_sizes(base::Config config) {
    if (config.workers == 0) config.workers = config.is_postgresql() ? 8 : 4;
    if (config.database_connections == 0) {
        // Besides the workers: two threads for passwords, one that watches streams, one that delivers, one that applies
        // what came; and three for all those that wait for other machines, who hold one for a moment; those for media
        // mostly wait for decoders. A reader of SQLite costs near 3 MB, and jobs are short.
        config.database_connections =
            config.is_postgresql() ? config.workers + job_threads(config) + 9 : config.workers;
    }
    return config;
}

} // namespace

Result<std::unique_ptr<Server>> Server::build(const base::Config& config) {
    std::unique_ptr<Server> server(new Server(config));
    TRY(server->open_database());
    TRY(server->listen());
    return server;
}

Server::Server(const base::Config& config) : config_(with_sizes(config)), media_(media::open_store(config_)) {
    context_.media = media_.get();
}

Result<> Server::open_database() {
    database_ = TRY(db::open(context_, config_.database_connections));
    for (const auto& name : TRY(db::migrate(*database_))) log::info("migrated the database", {{"migration", name}});
    return {};
}

Result<> Server::listen() {
    try {
        http_ = std::make_unique<http::Server>(http::ServerParts{.context = context_,
                                                                 .database = *database_,
                                                                 .routes = routes(),
                                                                 .authenticate = auth::authenticate,
                                                                 .streams = &streams_});
    } catch (const std::system_error& error) {
        return base::refuse(base::Refusal::Unavailable,
                            "cannot listen on " + config_.listen + ": " + error.code().message()
                                + "; stop what is there, or choose another place with --listen");
    }
    jobs_ = std::make_unique<jobs::Runner>(jobs::RunnerParts{.context = context_,
                                                             .database = *database_,
                                                             .kinds = job_kinds(),
                                                             .schedule = job_schedule(),
                                                             .threads = job_threads(config_)});
    deliveries_ = std::make_unique<federation::DeliveryLoop>(
        federation::DeliveryLoop::Parts{.context = context_, .database = *database_, .client = client_});
    waiting_jobs_ = std::make_unique<jobs::Runner>(jobs::RunnerParts{.context = context_,
                                                                     .database = *database_,
                                                                     .kinds = job_kinds(),
                                                                     .schedule = {},
                                                                     .threads = kWaitingThreads,
                                                                     .queue = jobs::Queue::Waiting});
    inbox_ = std::make_unique<federation::InboxWorker>(
        federation::InboxWorkerParts{.context = context_, .database = *database_, .receivers = receivers()});
    return {};
}

void Server::start() {
    if (config_.federation_allow_http) {
        log::warning(
            "federation.allow_http is on: anybody on the way to another server can read and change what is said");
    }
    http_->start();
    jobs_->start();
    processing_ = std::make_unique<media::Processing>(context_, *database_);
    processing_->start();
    deliveries_->start();
    waiting_jobs_->start();
    inbox_->start();
    watch_ = std::make_unique<streaming::Watch>(hub_, *database_);
}

void Server::drain(std::chrono::milliseconds unhealthy_for) {
    http_->drain(unhealthy_for, kLastRequests);
    processing_->stop();
    deliveries_->stop();
    inbox_->stop_soon();
    client_.stop();        // Who waits for other machines waits no longer,
    no_workers_.emplace(); // nor who waits for decoders.
    inbox_->stop();
    waiting_jobs_->stop();
    jobs_->stop();
}

} // namespace app
