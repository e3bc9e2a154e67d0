#include "filters/stream_filter.h"

#include "base/html_text.h"
#include "filters/matcher.h"

namespace filters {

namespace {

class StreamFilter final : public streaming::PostFilter {
public:
    StreamFilter(Matcher matcher, const base::Clock& clock) : matcher_(std::move(matcher)), clock_(clock) {}

    streaming::SearchedPost read(std::string_view status_json) const override;
    std::string results(const streaming::SearchedPost& post) const override;

private:
    Matcher matcher_;
    const base::Clock& clock_;
};

std::string_view text_of(const json::Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string_view(*text) : std::string_view();
}

// The poll's options, and what is said of the pictures.
std::vector<std::string_view> more_of(const json::Object& status) {
    std::vector<std::string_view> texts;
    const auto* poll = status.if_contains("poll");
    if (poll && poll->is_object()) {
        for (const auto& option : poll->at("options").as_array()) texts.push_back(text_of(option.as_object(), "title"));
    }
    const auto* media = status.if_contains("media_attachments");
    if (media && media->is_array()) {
        for (const auto& one : media->get_array()) texts.push_back(text_of(one.as_object(), "description"));
    }
    return texts;
}

streaming::SearchedPost StreamFilter::read(std::string_view status_json) const {
    const auto parsed = json::parse(status_json);
    if (!parsed || !parsed->is_object()) return {};
    const auto& status = parsed->get_object();
    const std::string text = base::html_to_text(text_of(status, "content"));
    const Texts texts{.spoiler_text = text_of(status, "spoiler_text"), .text = text, .more = more_of(status)};
    return {.status = StatusId{base::parse_id(text_of(status, "id")).value_or(0)}, .text = folded(texts)};
}

std::string StreamFilter::results(const streaming::SearchedPost& post) const {
    std::string found;
    json::Writer out(found);
    matcher_.write(out, {.status = post.status, .folded_text = post.text}, clock_.now());
    return found == "[]" ? "" : found;
}

} // namespace

std::shared_ptr<const streaming::PostFilter> load_stream_filter(db::Tx& tx, AccountId owner) {
    Matcher matcher(tx, owner);
    if (matcher.is_empty()) return nullptr;
    return std::make_shared<const StreamFilter>(std::move(matcher), tx.context().clock);
}

} // namespace filters
