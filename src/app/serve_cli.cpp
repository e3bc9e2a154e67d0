#include "app/serve_cli.h"

#include "app/server.h"
#include "base/log.h"
#include "base/version.h"

#include <fmt/core.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

namespace app {
namespace {

namespace log = base::log;

// How long a load balancer that looks at /health has to send people elsewhere. It is the machinery that sends SIGTERM;
// who types Ctrl-C waits for nobody.
constexpr std::chrono::milliseconds kUnhealthyFor{1500};

// Before any thread starts: they all inherit it, so that only wait_for_signal() hears of them.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

int wait_for_signal(const sigset_t& signals) {
    int signal = 0;
    sigwait(&signals, &signal);
    return signal;
}

// From now on one more of them ends the process.
void unblock_signals(const sigset_t& signals) { pthread_sigmask(SIG_UNBLOCK, &signals, nullptr); }

// Each connection is an open file, and the usual limit for those is 1024 until one asks for more.
void raise_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

// The allocator would give each thread a heap of its own, and each of them would keep what its busiest moment took.
void share_heaps() { ::mallopt(M_ARENA_MAX, 2); }

bool has_accounts(db::Database& database) {
    bool found = false;
    database.read([&](db::Tx& tx) { found = tx.query_integer("select 1 from users limit 1").has_value(); });
    return found;
}

// For whoever has just started it in a terminal.
void greet(Server& server) {
    const auto& config = server.config();
    fmt::print("\nAkebono {} is at {}\n", base::kVersion, config.web_url());
    if (!config.https) {
        fmt::print(
            "This is plain http: good enough for this machine. For others, put a proxy that speaks TLS in front and set domain.\n");
    }
    if (!has_accounts(server.database())) {
        fmt::print(
            "Nobody has an account yet. In another terminal, in this folder and with the same --data and --config:\n"
            "    {} accounts create alice --email alice@example.com --role owner --confirmed\n",
            program_invocation_name); // As it was typed.
    }
    fmt::print("Sign in with any Mastodon app: the server's name is {}. Ctrl-C stops it.\n\n", config.web_host());
    std::fflush(stdout);
}

void warn_about_http(const base::Config& config) {
    const auto endpoint = base::Endpoint::parse(config.listen);
    const bool is_for_this_machine =
        base::is_loopback_host(config.web_host()) && endpoint && endpoint->address.is_loopback();
    if (config.https || is_for_this_machine) return;
    log::warning("passwords and posts travel unencrypted: put a proxy that speaks TLS in front, and set https = true",
                 {{"url", config.web_url()}, {"listen", config.listen}});
}

} // namespace

Result<> cli_serve(const cli::Invocation&, const base::Config& config) {
    const auto signals = block_signals();
    raise_file_limit();
    share_heaps();
    const auto server = TRY(Server::build(config));
    server->start();
    log::info(
        "listening",
        {{"address", config.listen}, {"port", server->port()}, {"url", config.web_url()}, {"version", base::kVersion}});
    warn_about_http(config);
    if (isatty(STDOUT_FILENO) == 1) greet(*server);

    const int signal = wait_for_signal(signals);
    unblock_signals(signals);
    log::info("stopping: what is under way is finished first");
    server->drain(signal == SIGTERM ? kUnhealthyFor : std::chrono::milliseconds(0));
    log::info("stopped");
    return {};
}

} // namespace app
