#include "search/resolving.h"

#include "base/text.h"
#include "federation/origins.h"
#include "federation/webfinger_client.h"
#include "search/lookup.h"

namespace search {

namespace {

std::string question_of(const http::Request& request) { return std::string(base::trim(request.text_or("q", ""))); }

} // namespace

bool may_resolve(const http::Request& request) {
    if (!request.flag("resolve") || request.integer("offset").value_or(0) > 0) return false;
    const std::string question = question_of(request);
    return federation::is_web_url(question) || federation::Handle::parse(question);
}

bool must_resolve_account(const http::Request& request, db::Tx& tx) {
    return request.account().is_somebody() && tx.context().client && must_ask_for_account(tx, question_of(request));
}

bool must_resolve(const http::Request& request, db::Tx& tx) {
    return request.account().is_somebody() && tx.context().client && must_ask(tx, question_of(request));
}

void resolve(const http::Request& request, db::Database& database) { ask(database, question_of(request)); }

} // namespace search
