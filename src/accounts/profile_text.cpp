#include "accounts/profile_text.h"

#include "accounts/accounts.h"
#include "accounts/verification.h"
#include "base/json.h"
#include "statuses/formatter.h"
#include "statuses/text.h"

namespace accounts {

namespace {

void collect_mentions(std::vector<std::string>& accts, std::string_view text) {
    for (const auto& entity : statuses::find_entities(text)) {
        if (entity.kind != statuses::TextEntity::Kind::Mention) continue;
        std::string& acct = accts.emplace_back(entity.name);
        if (!entity.domain.empty()) acct.append("@").append(entity.domain);
    }
}

std::vector<Mentionable> find_mentioned(db::Tx& tx, const ProfileChanges& changes) {
    std::vector<std::string> accts;
    if (changes.note) collect_mentions(accts, *changes.note);
    if (changes.fields) {
        for (const auto& field : *changes.fields) collect_mentions(accts, field.text);
    }
    return find_mentionable(tx, accts);
}

FieldMarks marks_of(db::Tx& tx, AccountId id) {
    auto rows = tx.query("select fields from accounts where id = $1", {id});
    return FieldMarks(rows.next() ? rows.text(0) : "[]");
}

std::string render_fields(const std::vector<ProfileField>& fields, const FieldMarks& marks,
                          const statuses::FormatOptions& options) {
    std::string array;
    json::Writer out(array);
    out.begin_array();
    for (const auto& field : fields) {
        out.begin_object();
        out.field("name", field.name);
        out.field("text", field.text);
        out.field("value", statuses::format_field_html(field.text, options));
        marks.write(out, field.text);
        out.end_object();
    }
    out.end_array();
    return array;
}

} // namespace

RenderedProfile render_profile(db::Tx& tx, AccountId id, const ProfileChanges& changes) {
    if (!changes.note && !changes.fields) return {};
    const auto mentioned = find_mentioned(tx, changes);
    std::vector<statuses::Mentionable> accounts;
    for (const auto& [account, url] : mentioned) {
        accounts.push_back({.username = account.username, .domain = account.domain, .url = url});
    }
    const std::string web_url = tx.config().web_url();
    const statuses::FormatOptions options{
        .web_url = web_url, .domain = tx.config().domain, .web_host = tx.config().web_host(), .accounts = accounts};
    RenderedProfile rendered;
    if (changes.note) rendered.note = statuses::format_bio_html(*changes.note, options);
    if (changes.fields) rendered.fields = render_fields(*changes.fields, marks_of(tx, id), options);
    return rendered;
}

} // namespace accounts
