#include "app/execute.h"

#include "app/command_line.h"
#include "app/commands.h"
#include "app/workplace.h"
#include "base/config.h"
#include "base/log.h"
#include "db/migrations.h"
#include "http/client.h"
#include "media/store.h"
#include "media/worker.h"

#include <cstdio>
#include <string>

namespace app {
namespace {

void print(std::FILE* out, std::string_view text) { std::fwrite(text.data(), 1, text.size(), out); }

// Says what is wrong; the exit code.
int explain(const base::Error& error) {
    print(stderr, "akebono: " + error.message + "\n");
    return error.refusal == base::Refusal::BadRequest ? kNotUnderstood : kRefused;
}

Result<base::Config> read_config(const cli::Invocation& invocation) {
    auto settings = base::akebono_environment();
    if (const auto data = invocation.option("--data")) settings["AKEBONO_DATA"] = *data;
    if (const auto listen = invocation.option("--listen")) {
        if (!base::Endpoint::parse(*listen)) {
            return base::refuse(base::Refusal::BadRequest, "--listen must be ADDRESS:PORT with an IP address, such as "
                                                           "127.0.0.1:3000, not \""
                                                               + *listen + "\"");
        }
        settings["AKEBONO_LISTEN"] = *listen;
    }
    return base::load_config(invocation.text("--config"), settings);
}

// A new database gets its tables here, so that accounts can be made before the first start. One that a running server
// may be using is not changed behind its back.
Result<> prepare_schema(db::Database& database) {
    const auto pending = db::pending_migrations(database);
    const bool is_new = !pending.empty() && pending.front().starts_with("0001_");
    if (!pending.empty() && !is_new) {
        return base::refuse(
            base::Refusal::Unavailable,
            "the database is older than this program; run akebono migrate, or start the new server, first");
    }
    TRY(db::migrate(database)); // Does nothing but refuse a newer one, unless it is new.
    return {};
}

Result<> run_in_tx(const cli::Command& command, const cli::Invocation& invocation, db::Database& database) {
    Result<> done;
    database.run(db::Access::Write, [&](db::Tx& tx) {
        invocation.forget_output();
        done = command.action.in_tx(invocation, tx);
        return done.has_value();
    });
    return done;
}

// With the way to other servers and the store of files, which transactions alone do without.
Result<> run_with_database(const cli::Command& command, const cli::Invocation& invocation, Workplace& place) {
    http::Client client(place.context.config);
    place.context.client = &client;
    try {
        const auto store = media::open_store(place.context.config);
        place.context.media = store.get();
        const auto database = TRY(db::open(place.context, 1));
        TRY(prepare_schema(*database));
        return command.action.with_database(invocation, *database);
    } catch (const media::StoreFault& fault) {
        return base::refuse(base::Refusal::Unavailable, std::string("the media store: ") + fault.what());
    }
}

Result<> run(const cli::Command& command, const cli::Invocation& invocation) {
    if (command.action.alone) return command.action.alone(invocation);
    const auto config = TRY(read_config(invocation));
    base::log::configure(config.log_level, config.log_format);
    if (command.action.with_config) return command.action.with_config(invocation, config);

    Workplace place(config);
    if (command.action.with_database) return run_with_database(command, invocation, place);
    const auto database = TRY(db::open(place.context, 1));
    TRY(prepare_schema(*database));
    return run_in_tx(command, invocation, *database);
}

} // namespace

int execute(std::span<const std::string_view> arguments) {
    // Not for people, and not in the help.
    if (!arguments.empty() && arguments[0] == "media-worker") return media::run_media_worker(arguments.subspan(1));
    const auto asked = parse_command_line(arguments, commands());
    if (!asked) return explain(asked.error());
    if (!asked->command) {
        print(asked->is_mistake ? stderr : stdout, asked->help);
        return asked->is_mistake ? kNotUnderstood : kDone;
    }
    if (const auto done = run(*asked->command, asked->invocation); !done) return explain(done.error());
    print(stdout, asked->invocation.output());
    return std::fflush(stdout) == 0 ? kDone : kRefused;
}

} // namespace app
