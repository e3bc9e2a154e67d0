#include "filters/filter_json.h"

namespace filters {

namespace {

void write_contexts(json::Writer& out, Contexts contexts) {
    out.key("context");
    out.begin_array();
    for (const std::string_view name : context_names(contexts)) out.value(name);
    out.end_array();
}

} // namespace

void write_settings(json::Writer& out, FilterId id, const Settings& settings) {
    out.field("id", id);
    out.field("title", settings.title);
    write_contexts(out, settings.contexts);
    out.field("expires_at", settings.expires_at);
    out.field("filter_action", to_string(settings.action));
}

void write_filter(json::Writer& out, const Filter& filter) {
    out.begin_object();
    write_settings(out, filter.id, filter);
    out.key("keywords");
    out.begin_array();
    for (const Keyword& keyword : filter.keywords) write_keyword(out, keyword);
    out.end_array();
    out.key("statuses");
    out.begin_array();
    for (const FilteredStatus& status : filter.statuses) write_filtered_status(out, status);
    out.end_array();
    out.end_object();
}

void write_keyword(json::Writer& out, const Keyword& keyword) {
    out.begin_object();
    out.field("id", keyword.id);
    out.field("keyword", keyword.keyword);
    out.field("whole_word", keyword.is_whole_word);
    out.end_object();
}

void write_filtered_status(json::Writer& out, const FilteredStatus& status) {
    out.begin_object();
    out.field("id", status.id);
    out.field("status_id", status.status);
    out.end_object();
}

void write_phrase(json::Writer& out, const v1::Phrase& phrase) {
    out.begin_object();
    out.field("id", phrase.keyword.id);
    out.field("phrase", phrase.keyword.keyword);
    write_contexts(out, phrase.settings.contexts);
    out.field("whole_word", phrase.keyword.is_whole_word);
    out.field("expires_at", phrase.settings.expires_at);
    out.field("irreversible", phrase.settings.action == Action::Hide);
    out.end_object();
}

} // namespace filters
