#include "federation/federation_cli.h"

#include "base/json.h"
#include "db/db.h"
#include "federation/hosts.h"

#include <fmt/core.h>

namespace federation {
namespace {

std::string_view state_of(const HostStatus& host) {
    if (host.unavailable_since) return "unavailable";
    return host.failing_days > 0 ? "failing" : "well";
}

std::string time_or_dash(const std::optional<base::Time>& time) { return time ? base::iso8601(*time) : "-"; }

void print_table(const cli::Invocation& invocation, const std::vector<HostStatus>& hosts) {
    if (hosts.empty()) return invocation.print("Nothing waits, and nothing is wrong.");
    invocation.print(fmt::format("{:<32} {:<11} {:>7} {:>4}  {:<24}  {:<24}  {}", "HOST", "STATE", "WAITING", "DAYS",
                                 "NEXT AT", "LAST SUCCESS", "LAST ERROR"));
    for (const auto& host : hosts) {
        invocation.print(fmt::format("{:<32} {:<11} {:>7} {:>4}  {:<24}  {:<24}  {}", host.host, state_of(host),
                                     host.waiting, host.failing_days, time_or_dash(host.next_at),
                                     time_or_dash(host.last_success_at), host.last_error));
    }
}

void write_host(json::Writer& out, const HostStatus& host) {
    out.begin_object();
    out.field("host", host.host);
    out.field("state", state_of(host));
    out.field("waiting", host.waiting);
    out.field("waiting_low_priority", host.waiting_low);
    out.field("next_at", host.next_at);
    out.field("failing_days", host.failing_days);
    out.field("last_success_at", host.last_success_at);
    out.field("last_failure_at", host.last_failure_at);
    out.field("unavailable_since", host.unavailable_since);
    out.field("last_error", host.last_error);
    out.field("signatures", host.scheme == Scheme::Draft ? "draft-cavage-12" : "rfc9421");
    out.end_object();
}

std::string json_of(const std::vector<HostStatus>& hosts) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const auto& host : hosts) write_host(out, host);
    out.end_array();
    return text;
}

} // namespace

Result<> cli_status(const cli::Invocation& invocation, db::Tx& tx) {
    const auto limit = TRY(invocation.integer("--limit", 100, 1, 100'000));
    const auto hosts = list_hosts(tx, static_cast<int>(limit));
    if (invocation.flag("--json")) {
        invocation.print(json_of(hosts));
    } else {
        print_table(invocation, hosts);
    }
    return {};
}

} // namespace federation
