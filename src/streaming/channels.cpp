#include "streaming/channels.h"

#include "base/hashtag_name.h"
#include "base/json.h"

#include <algorithm>
#include <array>

namespace streaming {

namespace {

using base::Refusal;
using http::Scope;

constexpr std::array<std::string_view, 6> kPublicStreams = {
    "public", "public:local", "public:remote", "public:media", "public:local:media", "public:remote:media"};

std::string label_of(const StreamName& wanted) {
    std::string label;
    json::Writer out(label);
    out.begin_array();
    out.value(wanted.name);
    for (const std::string& which : {wanted.tag, wanted.list}) {
        if (!which.empty()) out.value(which);
    }
    out.end_array();
    return label;
}

std::vector<std::string> channels_of_user(AccountId account, Scope scopes) {
    const std::string home = "timeline:" + std::to_string(account.value);
    if (!overlap(scopes, Scope::ReadNotifications)) return {home};
    return {home, home + ":notifications"};
}

Result<Stream> resolve_hashtag(const StreamName& wanted) {
    const std::string name = base::normalise_hashtag(wanted.tag);
    if (name.empty()) return base::refuse(Refusal::BadRequest, "Missing tag name parameter");
    const bool is_local = wanted.name == "hashtag:local";
    return Stream{.label = label_of({.name = wanted.name, .tag = wanted.tag}),
                  .channels = {"timeline:hashtag:" + name + (is_local ? ":local" : "")},
                  .is_open_to_all = true};
}

Result<Stream> resolve_list(const StreamName& wanted) {
    if (wanted.list.empty()) return base::refuse(Refusal::BadRequest, "Missing list name parameter");
    const ListId list{base::parse_id(wanted.list).value_or(0)};
    if (!list) return base::Unexpected(not_your_list());
    return Stream{.label = label_of({.name = wanted.name, .tag = {}, .list = wanted.list}),
                  .channels = {"timeline:list:" + to_string(list)},
                  .list = list};
}

} // namespace

Result<Stream> resolve(const StreamName& wanted, AccountId account, Scope scopes) {
    const bool is_notifications = wanted.name == "user:notification";
    if (!overlap(scopes, is_notifications ? Scope::ReadNotifications : Scope::ReadStatuses)) {
        return base::refuse(Refusal::Unauthorized, "Access token does not have the required scopes");
    }
    if (wanted.name == "hashtag" || wanted.name == "hashtag:local") return resolve_hashtag(wanted);

    if (wanted.name == "list") return resolve_list(wanted);

    const std::string label = label_of({.name = wanted.name, .tag = {}});
    const std::string own = std::to_string(account.value);
    if (wanted.name == "user") return Stream{.label = label, .channels = channels_of_user(account, scopes)};
    if (is_notifications) return Stream{.label = label, .channels = {"timeline:" + own + ":notifications"}};
    if (wanted.name == "direct") return Stream{.label = label, .channels = {"timeline:direct:" + own}};
    if (std::find(kPublicStreams.begin(), kPublicStreams.end(), wanted.name) != kPublicStreams.end()) {
        return Stream{.label = label, .channels = {"timeline:" + wanted.name}, .is_open_to_all = true};
    }
    return base::refuse(Refusal::BadRequest, "Unknown stream type");
}

bool owns_list(db::Tx& tx, AccountId account, ListId list) {
    return tx.query_integer("select 1 from lists where id = $1 and account_id = $2", {list, account}).has_value();
}

base::Error not_your_list() { return {Refusal::Unauthorized, "Not authorized to stream this list"}; }

std::string stream_of_path(std::string_view path, bool only_media) {
    constexpr std::string_view kPrefix = "/api/v1/streaming/";
    if (!path.starts_with(kPrefix)) return "";
    std::string name(path.substr(kPrefix.size()));
    std::replace(name.begin(), name.end(), '/', ':');
    if (only_media && name.starts_with("public")) name += ":media";
    return name;
}

} // namespace streaming
