#include "federation/relays_cli.h"

#include "base/json.h"
#include "federation/relays.h"

#include <fmt/core.h>

#include <array>

namespace federation {

namespace {

std::string_view name_of(RelayState state) {
    static constexpr std::array<std::string_view, 3> kNames = {"asked", "accepted", "rejected"};
    return kNames[static_cast<std::size_t>(state)];
}

std::string json_of(const std::vector<Relay>& relays) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const auto& relay : relays) {
        out.begin_object();
        out.field("inbox", relay.inbox);
        out.field("state", name_of(relay.state));
        out.field("created_at", relay.created_at);
        out.end_object();
    }
    out.end_array();
    return text;
}

} // namespace

Result<> cli_add_relay(const cli::Invocation& invocation, db::Tx& tx) {
    TRY(add_relay(tx, invocation.text("INBOX")));
    invocation.print("OK: the relay is asked. akebono federation relay list shows what it answers.");
    return {};
}

Result<> cli_remove_relay(const cli::Invocation& invocation, db::Tx& tx) {
    auto removed = remove_relay(tx, invocation.text("INBOX"));
    if (!removed && removed.error().refusal == base::Refusal::NotFound) {
        return base::refuse(base::Refusal::NotFound, "there is no such relay; see akebono federation relay list");
    }
    TRY(std::move(removed));
    invocation.print("OK");
    return {};
}

Result<> cli_list_relays(const cli::Invocation& invocation, db::Tx& tx) {
    const auto all = relays(tx);
    if (invocation.flag("--json")) {
        invocation.print(json_of(all));
        return {};
    }
    if (all.empty()) invocation.print("No relay.");
    for (const auto& relay : all) invocation.print(fmt::format("{:<9} {}", name_of(relay.state), relay.inbox));
    return {};
}

} // namespace federation
