#include "federation/fetch.h"

#include "base/ascii.h"
#include "base/text.h"
#include "federation/bearcaps.h"
#include "federation/html.h"
#include "federation/origins.h"
#include "federation/reading.h"

namespace federation {

namespace {

constexpr std::string_view kAccept =
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
constexpr std::string_view kAcceptPages =
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\", "
    "text/html;q=0.1";

Result<json::Object> parse(const http::Incoming& answer) {
    auto parsed = json::parse(answer.body);
    if (!parsed || !parsed->is_object()) return base::invalid("the document is no JSON object");
    auto& document = parsed->get_object();
    if (!has_context(document)) return base::invalid("the document is not of ActivityStreams");
    return std::move(document);
}

// Whether a document came from where its id belongs: from that address, or led on from there without leaving the host.
bool is_at_home(std::string_view id, std::string_view asked, const http::Incoming& answer) {
    if (!is_same_host(id, answer.url) || !is_same_host(asked, answer.url)) return false;
    return id == asked || id == answer.url;
}

Result<json::Object> fetch_by_id(Errand& errand, std::string id) {
    constexpr int kTries = 2;
    for (int i = 0; i < kTries; ++i) {
        const auto answer = TRY(errand.get(id, kAccept));
        if (!is_activity_type(answer.header("content-type"))) return base::invalid("the document is not ActivityPub's");
        auto document = TRY(parse(answer));
        std::string own_id = id_of(document);
        const std::string asked = id.substr(0, id.find('#'));
        if (is_at_home(own_id, asked, answer) || is_at_home(own_id, id, answer)) return document;
        id = std::move(own_id);
    }
    return base::invalid("the document has another id than its address");
}

// What is at the address itself, as nobody else gets a token.
Result<json::Object> fetch_with(Errand& errand, const Bearcap& bearcap) {
    const auto answer = TRY(errand.get(bearcap.url, kAccept, bearcap.token));
    if (!is_activity_type(answer.header("content-type"))) return base::invalid("the document is not ActivityPub's");
    auto document = TRY(parse(answer));
    const std::string id = id_of(document);
    if (id != bearcap.url || id != answer.url) return base::invalid("the document has another id than its address");
    return document;
}

// Of `Link: <https://…>; rel="alternate"; type="application/activity+json"`.
std::string linked_alternate(std::string_view header) {
    while (!header.empty()) {
        const auto open = header.find('<');
        const auto close = header.find('>', open);
        if (open == std::string_view::npos || close == std::string_view::npos) return {};
        const auto next = std::min(header.find(',', close), header.size());
        const auto parameters = header.substr(close, next - close);
        if (parameters.find("alternate") != std::string_view::npos
            && parameters.find("application/activity+json") != std::string_view::npos) {
            return std::string(header.substr(open + 1, close - open - 1));
        }
        header.remove_prefix(next);
    }
    return {};
}

} // namespace

bool is_activity_type(std::string_view content_type) {
    const std::string type = base::ascii_lower(content_type);
    const std::string_view essence = base::trim(std::string_view(type).substr(0, type.find(';')));
    if (essence == "application/activity+json") return true;
    return essence == "application/ld+json" && type.find("https://www.w3.org/ns/activitystreams") != std::string::npos;
}

Result<json::Object> fetch_document(Errand& errand, std::string_view id) {
    return fetch_by_id(errand, std::string(id));
}

Result<json::Object> fetch_own_document(Errand& errand, std::string_view id) {
    if (const auto bearcap = read_bearcap(id)) return fetch_with(errand, *bearcap);
    auto document = TRY(fetch_document(errand, id));
    if (!is_same_host(id_of(document), id)) return base::invalid("the document is one of another host");
    return document;
}

Result<json::Object> discover_document(Errand& errand, std::string_view url) {
    const auto answer = TRY(errand.get(std::string(url), kAcceptPages));
    if (is_activity_type(answer.header("content-type"))) {
        auto document = TRY(parse(answer));
        const std::string id = id_of(document);
        if (is_at_home(id, url, answer)) return document;
        return fetch_by_id(errand, id);
    }
    std::string alternate = linked_alternate(answer.header("link"));
    if (alternate.empty()) alternate = alternate_of_page(answer.body);
    if (alternate.empty()) return base::invalid("the page names no document of ActivityPub");
    return fetch_by_id(errand, std::move(alternate));
}

bool must_fetch_object(db::Tx&, const Activity& activity) { return !activity.object() && activity.is_about_own(); }

void fetch_object(Errand& errand, Activity& activity) {
    auto document = fetch_own_document(errand, activity.object_id());
    if (document) activity.document["object"] = std::move(*document);
}

} // namespace federation
