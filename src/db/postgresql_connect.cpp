#include "db/postgresql_connect.h"

#include <vector>

namespace db {
namespace {

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

// libpq's message may repeat the URL, and the URL may hold a password.
Options parse(const std::string& url) {
    char* message = nullptr;
    Options options(PQconninfoParse(url.c_str(), &message));
    PQfreemem(message);
    if (!options) throw Fault("the postgresql:// URL is not written as libpq reads it");
    return options;
}

// Used unless the URL says otherwise. The server is asked for a sign of life, so that a connection through a firewall
// that forgot it fails in half a minute and not in two hours.
constexpr const char* kDefaults[][2] = {
    {"application_name", "akebono"}, {"connect_timeout", "5"},  {"keepalives_idle", "30"},
    {"keepalives_interval", "10"},   {"keepalives_count", "3"}, {"tcp_user_timeout", "30000"},
};

std::unique_ptr<PGconn, PostgresqlClose> connect(const std::string& url) {
    const Options options = parse(url);
    std::vector<const char*> keywords, values;
    const auto add = [&](const char* keyword, const char* value) {
        keywords.push_back(keyword);
        values.push_back(value);
    };
    for (const auto& [keyword, value] : kDefaults) add(keyword, value); // What comes later wins.
    for (const auto* option = options.get(); option->keyword; ++option) {
        if (option->val) add(option->keyword, option->val);
    }
    add("client_encoding", "UTF8");
    add(nullptr, nullptr);
    return std::unique_ptr<PGconn, PostgresqlClose>(PQconnectdbParams(keywords.data(), values.data(), 0));
}

// Plans are made for pages of twenty rows, found by walking an index on a solid-state disk. Compiling them never pays,
// and neither do tables that are read whole and hashed: small ones look cheap to read, once for each of ten statements.
// Of long joins only the first tables may change places: to weigh every order of nine takes milliseconds.
std::string session_settings(std::chrono::milliseconds patience) {
    return "set default_transaction_read_only = on; set statement_timeout = '30s'; set jit = off;"
           "set join_collapse_limit = 4; set random_page_cost = 1.1; set enable_hashjoin = off; set enable_mergejoin = off;"
           "set idle_in_transaction_session_timeout = '60s'; set client_min_messages = warning;"
           "set lock_timeout = "
           + std::to_string(patience.count());
}

} // namespace

std::unique_ptr<PGconn, PostgresqlClose> connect_postgresql(const std::string& url,
                                                            std::chrono::milliseconds patience) {
    auto connection = connect(url);
    if (PQstatus(connection.get()) != CONNECTION_OK) {
        throw Busy("PostgreSQL cannot be reached: " + one_line(PQerrorMessage(connection.get())));
    }
    PQsetNoticeProcessor(
        connection.get(), [](void*, const char*) {}, nullptr);
    const PostgresqlResult set_up(PQexec(connection.get(), session_settings(patience).c_str()));
    if (PQresultStatus(set_up.get()) != PGRES_COMMAND_OK) {
        throw Fault("PostgreSQL: " + one_line(PQerrorMessage(connection.get())));
    }
    return connection;
}

std::string one_line(const char* message) {
    std::string line;
    for (const char* c = message; *c; ++c) {
        const bool is_space = *c == '\n' || *c == '\t' || *c == ' ';
        if (!is_space) line += *c;
        if (is_space && !line.empty() && line.back() != ' ') line += ' ';
    }
    if (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

} // namespace db
