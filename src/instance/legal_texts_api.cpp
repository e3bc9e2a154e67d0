#include "instance/legal_texts_api.h"

#include "auth/pages.h"
#include "instance/legal_texts.h"

namespace instance {

namespace {

Result<Terms> find_terms(const http::Request& request, db::Tx& tx) {
    if (!request.has("date")) {
        auto current = current_terms(tx);
        if (!current) return base::not_found();
        return *std::move(current);
    }
    const auto day = parse_day(request.text_or("date", ""));
    if (!day) return base::not_found();
    return terms_from(tx, *day);
}

void write_terms(json::Writer& out, const Terms& terms, base::Time now) {
    out.begin_object();
    out.field("effective_date", base::iso_date(terms.effective_at));
    out.field("effective", terms.effective_at <= now);
    out.field("content", terms.html);
    if (terms.succeeded_at) {
        out.field("succeeded_by", base::iso_date(*terms.succeeded_at));
    } else {
        out.null_field("succeeded_by");
    }
    out.end_object();
}

// `title` is one of the texts under "legal".
http::Reply page(const http::Request& request, const base::Config& config, std::string_view title,
                 const std::string& html, const std::string& since) {
    const auto language = auth::choose_language(request, config.default_language);
    json::Object values{{"content", html}, {"since", since}};
    return auth::render({.name = "legal_text", .title = auth::say(language, title), .values = std::move(values)},
                        request, config, language);
}

} // namespace

// https://docs.joinmastodon.org/methods/instance/#privacy_policy
http::Reply get_privacy_policy(const http::Request&, db::Tx& tx) {
    const auto policy = privacy_policy(tx);
    if (!policy) return base::not_found();
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.field("updated_at", policy->published_at);
        out.field("content", policy->html);
        out.end_object();
    });
}

// https://docs.joinmastodon.org/methods/instance/#terms_of_service
http::Reply get_terms_of_service(const http::Request& request, db::Tx& tx) {
    const auto terms = TRY(find_terms(request, tx));
    return http::json([&](json::Writer& out) { write_terms(out, terms, tx.now()); });
}

http::Reply get_privacy_policy_page(const http::Request& request, db::Tx& tx) {
    const auto policy = privacy_policy(tx);
    if (!policy) return base::not_found();
    return page(request, tx.config(), "legal.privacy_policy", policy->html, base::iso_date(policy->published_at));
}

http::Reply get_terms_of_service_page(const http::Request& request, db::Tx& tx) {
    const auto terms = TRY(find_terms(request, tx));
    return page(request, tx.config(), "legal.terms_of_service", terms.html, base::iso_date(terms.effective_at));
}

} // namespace instance
