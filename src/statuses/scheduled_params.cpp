#include "statuses/scheduled_params.h"

#include "base/json.h"
#include "base/text.h"
#include "http/request.h"
#include "statuses/posting_params.h"

#include <stdexcept>

namespace statuses {

namespace {

void write_poll(json::Writer& out, const PollDraft& poll) {
    out.begin_object();
    out.key("options");
    out.begin_array();
    for (const std::string& option : poll.options) out.value(base::sanitize(option));
    out.end_array();
    out.field("expires_in", poll.expires_in.count());
    out.field("multiple", poll.is_multiple);
    out.field("hide_totals", poll.hides_totals);
    out.end_object();
}

template <typename IdType>
void write_ids(json::Writer& out, const std::vector<IdType>& ids) {
    out.begin_array();
    for (const IdType id : ids) out.value(id);
    out.end_array();
}

} // namespace

std::string params_of(const Draft& draft, std::string_view quote_policy) {
    std::string text;
    json::Writer out(text);
    out.begin_object();
    out.field("text", base::sanitize(draft.text));
    out.key("media_ids");
    draft.media.empty() ? out.null() : write_ids(out, draft.media);
    out.field("sensitive", draft.sensitive);
    out.field("spoiler_text", base::sanitize(draft.spoiler_text));
    draft.visibility ? out.field("visibility", to_string(*draft.visibility)) : out.null_field("visibility");
    draft.language ? out.field("language", base::sanitize(*draft.language)) : out.null_field("language");
    out.null_field("scheduled_at");
    out.key("poll");
    draft.poll ? write_poll(out, *draft.poll) : out.null();
    out.null_field("idempotency");
    out.field("with_rate_limit", false);
    // Numbers, unlike everywhere else.
    draft.in_reply_to ? out.field("in_reply_to_id", draft.in_reply_to->value) : out.null_field("in_reply_to_id");
    out.field("application_id", draft.application.value);
    draft.quoted ? out.field("quoted_status_id", draft.quoted->value) : out.null_field("quoted_status_id");
    out.field("quote_approval_policy", draft.quote_policy.empty() ? quote_policy : draft.quote_policy);
    if (draft.allowed_mentions) {
        out.key("allowed_mentions");
        write_ids(out, *draft.allowed_mentions);
    }
    out.end_object();
    return text;
}

Draft draft_of_params(std::string_view text) {
    const auto parsed = json::parse(text);
    if (!parsed || !parsed->is_object()) throw std::runtime_error("the params of a scheduled status are no object");
    const http::Params params(parsed->get_object());
    Draft draft{.text = params.text_or("text", ""),
                .spoiler_text = params.text_or("spoiler_text", ""),
                .visibility = parse_visibility(params.text_or("visibility", "")),
                .sensitive = params.boolean("sensitive"),
                .language = params.text("language"),
                .in_reply_to = params.maybe_id<StatusId>("in_reply_to_id"),
                .allowed_mentions = {},
                .media = media_of(params),
                .poll = poll_of(params),
                .quoted = quoted_of(params),
                .quote_policy = params.text_or("quote_approval_policy", ""),
                .application = params.maybe_id<ApplicationId>("application_id").value_or(ApplicationId{})};
    if (params.has("allowed_mentions")) draft.allowed_mentions = params.ids<AccountId>("allowed_mentions");
    return draft;
}

} // namespace statuses
