#pragma once

#include "filters/filters.h"
#include "http/reply.h"
#include "http/request.h"

namespace filters {

http::Reply get_filters(const http::Request& request, db::Tx& tx);
http::Reply post_filter(const http::Request& request, db::Tx& tx);
http::Reply get_filter(const http::Request& request, db::Tx& tx);
http::Reply put_filter(const http::Request& request, db::Tx& tx);
http::Reply delete_filter_by_id(const http::Request& request, db::Tx& tx);

http::Reply get_keywords(const http::Request& request, db::Tx& tx);
http::Reply post_keyword(const http::Request& request, db::Tx& tx);
http::Reply get_keyword(const http::Request& request, db::Tx& tx);
http::Reply put_keyword(const http::Request& request, db::Tx& tx);
http::Reply delete_keyword_by_id(const http::Request& request, db::Tx& tx);

http::Reply get_filtered_statuses(const http::Request& request, db::Tx& tx);
http::Reply post_filtered_status(const http::Request& request, db::Tx& tx);
http::Reply get_filtered_status(const http::Request& request, db::Tx& tx);
http::Reply delete_filtered_status(const http::Request& request, db::Tx& tx);

http::Reply get_phrases(const http::Request& request, db::Tx& tx);
http::Reply post_phrase(const http::Request& request, db::Tx& tx);
http::Reply get_phrase(const http::Request& request, db::Tx& tx);
http::Reply put_phrase(const http::Request& request, db::Tx& tx);
http::Reply delete_phrase_by_id(const http::Request& request, db::Tx& tx);

// title or phrase, context, expires_in, and filter_action or irreversible: of both APIs.
Result<SettingsChange> settings_change(const http::Request& request, std::string_view title_name);

} // namespace filters
