#pragma once

#include "db/db.h"
#include "federation/signatures.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What we know of the servers that we talk to, by their name with the port where it is not the usual one.
namespace federation {

// Whether a server has failed on so many days that nothing is sent there until it shows that it lives.
bool host_is_unavailable(db::Tx& tx, std::string_view host);

// Those of `hosts` that are unavailable.
std::vector<std::string> unavailable_among(db::Tx& tx, const std::vector<std::string>& hosts);

// Something came from there, or was taken: it is available again. Writes nothing when it was all the while.
void note_alive(db::Tx& tx, std::string_view host);

// A delivery was taken: alive, and when. Written down once a minute.
void note_success(db::Tx& tx, std::string_view host);
// Nobody answered, or not sensibly. True when this makes the server unavailable.
bool note_failure(db::Tx& tx, std::string_view host, std::string_view error);

// Which signatures it takes.
void keep_scheme(db::Tx& tx, std::string_view host, Scheme scheme);
Scheme scheme_for(db::Tx& tx, std::string_view host);
inline Scheme other_scheme(Scheme scheme) { return scheme == Scheme::Draft ? Scheme::Rfc9421 : Scheme::Draft; }

struct KnownHost {
    std::string host = {};
    Scheme scheme = Scheme::Draft;
    bool is_well = false; // Its last delivery was taken, as far as is known.
};
// Those of `hosts` that we know.
std::vector<KnownHost> find_hosts(db::Tx& tx, const std::vector<std::string>& hosts);

// For `akebono federation status`.
struct HostStatus {
    std::string host = {};
    std::int64_t waiting = 0; // Deliveries.
    std::optional<base::Time> next_at = {};
    std::optional<base::Time> last_success_at = {};
    std::optional<base::Time> last_failure_at = {};
    std::optional<base::Time> unavailable_since = {};
    int failing_days = 0;
    Scheme scheme = Scheme::Draft;
    std::string last_error = {};
    std::int64_t waiting_low = 0; // Of those that wait, of low priority.
};
// Those with something waiting or wrong, the longest queue first; up to `limit`.
std::vector<HostStatus> list_hosts(db::Tx& tx, int limit);

} // namespace federation
