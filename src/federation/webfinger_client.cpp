#include "federation/webfinger_client.h"

#include "base/ascii.h"
#include "base/network.h"
#include "base/text.h"
#include "federation/actor_document.h"
#include "federation/fetch.h"
#include "federation/html.h"
#include "federation/origins.h"
#include "federation/reading.h"

namespace federation {

namespace {

constexpr std::string_view kAccept = "application/jrd+json, application/json";
constexpr std::string_view kAcceptXrd = "application/xrd+xml, application/xml, text/xml";

// Servers that are reached without TLS are so in tests alone.
std::string well_known(const base::Config& config, const Handle& handle, std::string_view what) {
    const bool is_plain = config.federation_allow_http && !config.https;
    return (is_plain ? "http://" : "https://") + handle.domain + "/.well-known/" + std::string(what);
}

std::string resource_of(const Handle& handle) { return base::percent_encode("acct:" + handle.text()); }

Result<std::string> ask_elsewhere(Errand& errand, const Handle& handle) {
    constexpr std::string_view kHole = "{uri}";
    const auto metadata = TRY(errand.get(well_known(errand.context().config, handle, "host-meta"), kAcceptXrd));
    std::string url = lookup_template(metadata.body);
    const auto hole = url.find(kHole);
    if (hole == std::string::npos) return base::not_found();
    url.replace(hole, kHole.size(), resource_of(handle));
    return TRY(errand.get(url, kAccept)).body;
}

Result<std::string> ask(Errand& errand, const Handle& handle) {
    const auto url = well_known(errand.context().config, handle, "webfinger?resource=" + resource_of(handle));
    auto answer = errand.get(url, kAccept);
    if (answer) return std::move(answer->body);
    if (answer.error().refusal == base::Refusal::NotFound) {
        if (auto found = ask_elsewhere(errand, handle)) return found;
    }
    return base::Unexpected(answer.error());
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
    if (kept.empty()) kept = TRY(ask(errand, handle));
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
