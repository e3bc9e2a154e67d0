#include "instance/instance_api.h"

#include "base/text.h"
#include "instance/activity.h"
#include "instance/custom_emojis.h"
#include "instance/instance_json.h"
#include "instance/languages.h"
#include "instance/peers.h"
#include "instance/rules.h"
#include "translation/translation.h"

namespace instance {

// https://docs.joinmastodon.org/methods/instance/#v2
http::Reply get_instance(const http::Request&, db::Tx& tx) {
    return http::json([&](json::Writer& out) { write_instance(out, tx); });
}

// https://docs.joinmastodon.org/methods/instance/#v1
http::Reply get_instance_v1(const http::Request&, db::Tx& tx) {
    return http::json([&](json::Writer& out) { write_instance_v1(out, tx); });
}

// https://docs.joinmastodon.org/methods/instance/#rules
http::Reply get_rules(const http::Request&, db::Tx& tx) {
    return http::json([&](json::Writer& out) { write_rules(out, rules(tx)); });
}

// https://docs.joinmastodon.org/methods/instance/#extended_description
http::Reply get_extended_description(const http::Request&, db::Tx& tx) {
    const auto& description = tx.config().description;
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.null_field("updated_at");
        out.field("content", description.empty() ? "" : "<p>" + base::escape_html(description) + "</p>");
        out.end_object();
    });
}

// https://docs.joinmastodon.org/methods/instance/#activity
http::Reply get_activity(const http::Request&, db::Tx& tx) {
    return http::json([&](json::Writer& out) { write_activity(out, tx); });
}

// https://docs.joinmastodon.org/methods/instance/#peers
http::Reply get_peers(const http::Request&, db::Tx& tx) {
    const auto domains = peers(tx);
    return http::json([&](json::Writer& out) {
        out.begin_array();
        for (const auto& domain : domains) out.value(domain);
        out.end_array();
    });
}

// https://docs.joinmastodon.org/methods/peers/#search
http::Reply get_peer_search(const http::Request& request, db::Tx& tx) {
    const auto domains = peers_with_prefix(tx, base::ascii_lower(base::trim(request.text_or("q", ""))));
    return http::json([&](json::Writer& out) {
        out.begin_array();
        for (const auto& domain : domains) out.value(domain);
        out.end_array();
    });
}

// https://docs.joinmastodon.org/methods/instance/#translation_languages
http::Reply get_translation_languages(const http::Request& request, db::Database& database) {
    if (!translation::is_on(database.context().config)) return http::empty_object();
    std::optional<translation::Languages> languages;
    database.read([&](db::Tx& tx) { languages = translation::known_languages(tx); });
    if (!languages && !request.may_wait) return http::wait_elsewhere();
    if (!languages) languages = TRY(translation::ask_for_languages(database));
    return http::json([&](json::Writer& out) { translation::write_languages(out, *languages); });
}

// https://docs.joinmastodon.org/methods/instance/#languages
http::Reply get_languages(const http::Request&, db::Tx&) {
    return http::json([](json::Writer& out) {
        out.begin_array();
        for (const auto& language : languages()) {
            out.begin_object();
            out.field("code", language.code);
            out.field("name", language.name);
            out.end_object();
        }
        out.end_array();
    });
}

// https://docs.joinmastodon.org/methods/custom_emojis/#get
http::Reply get_custom_emojis(const http::Request&, db::Tx& tx) {
    return http::json([&](json::Writer& out) { write_custom_emojis(out, tx); });
}

} // namespace instance
