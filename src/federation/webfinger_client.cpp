#include "federation/webfinger_client.h"

#include "base/ascii.h"
#include "base/network.h"
#include "base/text.h"
#include "federation/actor_document.h"
#include "federation/fetch.h"
#include "federation/origins.h"
#include "federation/reading.h"

namespace federation {

namespace {

constexpr std::string_view kAccept = "application/jrd+json, application/json";

// Servers that are reached without TLS are so in tests alone.
std::string address_of(const base::Config& config, const Handle& handle) {
    const bool is_plain = config.federation_allow_http && !config.https;
    return (is_plain ? "http://" : "https://") + handle.domain
           + "/.well-known/webfinger?resource=" + base::percent_encode("acct:" + handle.text());
}

std::string self_link(const json::Object& answer) {
    for (const auto* link : objects_in(answer, "links")) {
        if (text_in(*link, "rel") != "self" || !is_activity_type(text_in(*link, "type"))) continue;
        if (auto actor = url_in(*link, "href"); !actor.empty()) return actor;
    }
    return {};
}

Result<Finger> read(std::string_view text) {
    const auto parsed = json::parse(text);
    if (!parsed || !parsed->is_object()) return base::invalid("WebFinger's answer is no JSON object");
    const auto& answer = parsed->get_object();
    const std::string subject_text = text_in(answer, "subject");
    auto subject = subject_text.starts_with("acct:") ? Handle::parse(subject_text) : std::nullopt;
    std::string actor = self_link(answer);
    if (!subject) return base::invalid("WebFinger's answer is about nobody");
    if (actor.empty()) return base::invalid("WebFinger's answer names no actor");
    return Finger{.subject = std::move(*subject), .actor = std::move(actor)};
}

} // namespace

std::optional<Handle> Handle::parse(std::string_view text) {
    if (text.starts_with("acct:")) text.remove_prefix(5);
    if (text.starts_with('@')) text.remove_prefix(1);
    const auto at = text.find('@');
    if (at == std::string_view::npos || !is_remote_username(text.substr(0, at))) return std::nullopt;
    auto domain = base::normalise_domain(text.substr(at + 1));
    if (!domain) return std::nullopt;
    if (domain->ends_with(":443")) domain->resize(domain->size() - 4);
    return Handle{.username = std::string(text.substr(0, at)), .domain = std::move(*domain)};
}

bool Handle::is(const Handle& other) const {
    return domain == other.domain && base::equals_ignoring_ascii_case(username, other.username);
}

Result<Finger> finger(Errand& errand, const Handle& handle) {
    auto& kept = errand.fingers()[base::ascii_lower(handle.text())];
    if (kept.empty()) kept = TRY(errand.get(address_of(errand.context().config, handle), kAccept)).body;
    return read(kept);
}

Result<Finger> canonical_finger(Errand& errand, const Handle& handle) {
    auto found = TRY(finger(errand, handle));
    if (found.subject.is(handle)) return found;
    const Handle nicer = found.subject;
    found = TRY(finger(errand, nicer));
    if (!found.subject.is(nicer)) return base::invalid("WebFinger leads from one handle to the next");
    return found;
}

Result<Handle> confirm_handle(Errand& errand, std::string_view uri, const Handle& claimed) {
    const auto found = TRY(canonical_finger(errand, claimed));
    if (found.actor != uri) return base::invalid("the handle " + claimed.text() + " is somebody else's");
    return found.subject;
}

} // namespace federation
