#include "accounts/remote_fields.h"

#include "accounts/verification.h"
#include "base/ascii.h"
#include "base/json.h"
#include "base/url.h"
#include "federation/html.h"
#include "statuses/shortened_link.h"

namespace accounts {

namespace {

// Empty: it is more than a link, or one whose host is spelled with letters that look like others.
std::string link_in(const std::string& value) {
    std::string address = federation::only_link(value);
    const auto url = base::Url::parse(address);
    return url && base::ascii_lower(address).find("//" + url->host) != std::string::npos ? address : std::string();
}

} // namespace

KeptFields keep_fields(const std::vector<RemoteProfile::Field>& fields, std::string_view before) {
    const FieldMarks marks(before);
    KeptFields kept;
    json::Writer out(kept.json);
    out.begin_array();
    for (const auto& field : fields) {
        const std::string link = link_in(field.value);
        out.begin_object();
        out.field("name", field.name);
        out.field("text", link);
        out.field("value", link.empty() ? field.value : statuses::shortened_link(link));
        marks.write(out, link);
        out.end_object();
        if (!link.empty() && !marks.has(link)) kept.has_new_links = true;
    }
    out.end_array();
    return kept;
}

} // namespace accounts
