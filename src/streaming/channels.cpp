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
    if (!wanted.tag.empty()) out.value(wanted.tag);
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
    return Stream{.label = label_of(wanted),
                  .channels = {"timeline:hashtag:" + name + (is_local ? ":local" : "")},
                  .is_open_to_all = true};
}

} // namespace

Result<Stream> resolve(const StreamName& wanted, AccountId account, Scope scopes) {
    const bool is_notifications = wanted.name == "user:notification";
    if (!overlap(scopes, is_notifications ? Scope::ReadNotifications : Scope::ReadStatuses)) {
        return base::refuse(Refusal::Unauthorized, "Access token does not have the required scopes");
    }
    if (wanted.name == "hashtag" || wanted.name == "hashtag:local") return resolve_hashtag(wanted);

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

std::string stream_of_path(std::string_view path, bool only_media) {
    constexpr std::string_view kPrefix = "/api/v1/streaming/";
    if (!path.starts_with(kPrefix)) return "";
    std::string name(path.substr(kPrefix.size()));
    std::replace(name.begin(), name.end(), '/', ':');
    if (only_media && name.starts_with("public")) name += ":media";
    return name;
}

} // namespace streaming
