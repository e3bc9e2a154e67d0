#include "statuses/translating.h"

#include "base/html_text.h"
#include "base/text.h"
#include "federation/html.h"
#include "instance/custom_emojis.h"
#include "media/attachments.h"
#include "statuses/polls.h"
#include "statuses/visibility.h"

#include <algorithm>

namespace statuses {

namespace {

constexpr std::string_view kStays = R"(<span translate="no">)", kEnd = "</span>";
constexpr std::string_view kStaysCleaned = "<span>"; // What cleaning leaves of it.

enum class Form { Html, Plain };

// Each of its texts that says something, with its form, in the order in which they are sent, as far as they are sent.
template <typename Some, typename Do>
void for_each_text(Some& post, Do&& act) {
    std::size_t count = 0;
    const auto visit = [&](auto& text, Form form) {
        if (!text.empty() && count++ < translation::kMostTexts) act(text, form);
    };
    visit(post.content, Form::Html);
    visit(post.spoiler_text, Form::Plain);
    for (auto& option : post.options) visit(option, Form::Plain);
    for (auto& [id, description] : post.descriptions) visit(description, Form::Plain);
}

// Marks the shortcodes between tags.
void append_marked(std::string& out, std::string_view text) {
    const auto shortcodes = instance::shortcodes_in(text);
    std::size_t at = 0;
    while (!shortcodes.empty() && at < text.size()) {
        const auto colon = std::min(text.find(':', at), text.size());
        out.append(text, at, colon - at);
        const auto end = text.find(':', colon + 1);
        if (end == std::string_view::npos) {
            at = colon;
            break;
        }
        const bool is_one = std::ranges::find(shortcodes, text.substr(colon + 1, end - colon - 1)) != shortcodes.end();
        if (is_one) out.append(kStays).append(text, colon, end + 1 - colon).append(kEnd);
        if (!is_one) out.append(text, colon, end - colon);
        at = is_one ? end + 1 : end;
    }
    out.append(text.substr(at));
}

std::string marked(std::string_view html) {
    std::string out;
    while (!html.empty()) {
        const auto tag = std::min(html.find('<'), html.size());
        append_marked(out, html.substr(0, tag));
        html.remove_prefix(tag);
        const auto after = std::min(html.find('>'), html.size());
        const auto length = std::min(after + 1, html.size());
        out.append(html.substr(0, length));
        html.remove_prefix(length);
    }
    return out;
}

// What marked() added, gone again: "<span>:blob:</span>" is ":blob:".
std::string unmarked(std::string_view html) {
    std::string out;
    for (;;) {
        const auto start = html.find(kStaysCleaned);
        if (start == std::string_view::npos) break;
        const auto inner = start + kStaysCleaned.size();
        const auto end = html.find(kEnd, inner);
        if (end == std::string_view::npos) break;
        const auto text = html.substr(inner, end - inner);
        const auto found = instance::shortcodes_in(text);
        const bool is_ours = found.size() == 1 && found[0].size() + 2 == text.size();
        out.append(html.substr(0, is_ours ? start : inner)).append(is_ours ? text : "");
        html.remove_prefix(is_ours ? end + kEnd.size() : inner);
    }
    return out.append(html);
}

std::string as_html(std::string_view text) {
    std::string html;
    for (const char c : base::escape_html(text)) c == '\n' ? html.append("<br>") : html.append(1, c);
    return html;
}

std::string cleaned(std::string_view html, Form form) {
    auto clean = unmarked(federation::clean_html(html));
    if (form == Form::Html) return clean;
    return std::string(base::trim(base::html_to_text(clean)));
}

} // namespace

Result<Translatable> find_translatable(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    const Status status = TRY(find_visible_original(tx, id, viewer));
    if (!is_distributable(status.visibility)) return base::forbidden();
    auto rows = tx.query("select content, spoiler_text, poll_id from statuses where id = $1", {status.id});
    if (!rows.next()) return base::not_found();
    Translatable post{.language = status.language,
                      .content = rows.string(0),
                      .spoiler_text = rows.string(1),
                      .poll = rows.id<PollId>(2),
                      .options = {},
                      .descriptions = {}};
    if (post.poll) post.options = poll_options(tx, post.poll);
    for (auto& attachment : media::attached_to(tx, status.id)) {
        auto description = std::move(attachment.description).value_or("");
        if (!description.empty()) post.descriptions.emplace_back(attachment.id, std::move(description));
    }
    return post;
}

std::vector<std::string> texts_of(const Translatable& post) {
    std::vector<std::string> texts;
    for_each_text(post, [&](const std::string& text, Form form) {
        texts.push_back(marked(form == Form::Html ? text : as_html(text)));
    });
    return texts;
}

void write_translation(json::Writer& out, Translatable post, const translation::Translated& translated,
                       std::string_view target, std::string_view provider) {
    auto next = translated.html.begin();
    for_each_text(post, [&](std::string& text, Form form) { text = cleaned(*next++, form); });

    out.begin_object();
    out.field("content", post.content);
    out.field("spoiler_text", post.spoiler_text);
    out.key("poll");
    if (post.poll) {
        out.begin_object();
        out.field("id", post.poll);
        out.key("options");
        out.begin_array();
        for (const auto& title : post.options) {
            out.begin_object();
            out.field("title", title);
            out.end_object();
        }
        out.end_array();
        out.end_object();
    } else {
        out.null();
    }
    out.key("media_attachments");
    out.begin_array();
    for (const auto& [id, description] : post.descriptions) {
        out.begin_object();
        out.field("id", id);
        out.field("description", description);
        out.end_object();
    }
    out.end_array();
    out.field("language", target);
    out.field("detected_source_language", translated.source);
    out.field("provider", provider);
    out.end_object();
}

} // namespace statuses
