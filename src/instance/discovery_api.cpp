#include "instance/discovery_api.h"

#include "base/text.h"
#include "base/version.h"
#include "instance/counts.h"
#include "instance/webfinger.h"

#include <string>

namespace instance {

namespace {

constexpr std::string_view kSchema = "http://nodeinfo.diaspora.software/ns/schema/";

void write_nodeinfo(json::Writer& out, const base::Config& config, const Counts& counts, std::string_view version) {
    out.begin_object();
    out.field("version", version);
    out.key("software");
    out.begin_object();
    out.field("name", "akebono");
    out.field("version", base::kVersion);
    out.end_object();
    out.raw_field("protocols", R"(["activitypub"])");
    out.raw_field("services", R"({"outbound":[],"inbound":[]})");
    out.key("usage");
    out.begin_object();
    out.key("users");
    out.begin_object();
    out.field("total", counts.users);
    out.field("activeMonth", counts.active_month);
    out.field("activeHalfyear", counts.active_halfyear);
    out.end_object();
    out.field("localPosts", counts.statuses);
    out.end_object();
    out.field("openRegistrations", config.registrations == base::Registrations::Open);
    out.key("metadata");
    out.begin_object();
    out.field("nodeName", config.title);
    out.field("nodeDescription", config.description);
    // Libraries that know no server called Akebono read here whose API it speaks.
    out.raw_field("upstream", R"({"name":"mastodon"})");
    out.end_object();
    out.end_object();
}

http::Reply as_descriptor(http::Reply reply) {
    reply.content_type = "application/jrd+json; charset=utf-8";
    return reply;
}

std::string webfinger_template(const base::Config& config) {
    return config.web_url() + "/.well-known/webfinger?resource={uri}";
}

} // namespace

// https://nodeinfo.diaspora.software/protocol.html
http::Reply get_nodeinfo_links(const http::Request&, db::Tx& tx) {
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.key("links");
        out.begin_array();
        for (const std::string version : {"2.0", "2.1"}) {
            out.begin_object();
            out.field("rel", std::string(kSchema) + version);
            out.field("href", tx.config().web_url() + "/nodeinfo/" + version);
            out.end_object();
        }
        out.end_array();
        out.end_object();
    });
}

// https://nodeinfo.diaspora.software/schema.html
http::Reply get_nodeinfo(const http::Request& request, db::Tx& tx) {
    const std::string_view version = request.path.ends_with("2.1") ? "2.1" : "2.0";
    auto reply = http::json([&](json::Writer& out) { write_nodeinfo(out, tx.config(), counts(tx), version); });
    reply.content_type =
        "application/json; profile=\"" + std::string(kSchema) + std::string(version) + "#\"; charset=utf-8";
    return reply;
}

// RFC 6415
http::Reply get_host_meta(const http::Request&, db::Tx& tx) {
    http::Reply reply;
    reply.content_type = "application/xrd+xml; charset=utf-8";
    reply.body = R"(<?xml version="1.0" encoding="UTF-8"?>)"
                 "\n"
                 R"(<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0"><Link rel="lrdd" template=")"
                 + base::escape_html(webfinger_template(tx.config())) + "\"/></XRD>\n";
    return reply;
}

http::Reply get_host_meta_json(const http::Request&, db::Tx& tx) {
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.key("links");
        out.begin_array();
        out.begin_object();
        out.field("rel", "lrdd");
        out.field("template", webfinger_template(tx.config()));
        out.end_object();
        out.end_array();
        out.end_object();
    });
}

// RFC 7033
http::Reply get_webfinger(const http::Request& request, db::Tx& tx) {
    const auto resource = request.text("resource");
    if (!resource || resource->empty()) return base::refuse(base::Refusal::BadRequest, "resource is missing");
    if (is_instance_actor(tx.config(), *resource)) {
        return as_descriptor(http::json([&](json::Writer& out) { write_instance_webfinger(out, tx.config()); }));
    }
    const auto account = TRY(find_by_resource(tx, *resource));
    return as_descriptor(http::json([&](json::Writer& out) { write_webfinger(out, tx, account); }));
}

} // namespace instance
