#pragma once

#include "db/db.h"
#include "statuses/status.h"

#include <optional>
#include <string>
#include <string_view>

// Posts by what the web and other servers call them.
namespace statuses {

// Whether an address is one of this server: what it names was made here, if it is there.
bool is_ours(const base::Config& config, std::string_view uri);

// By its id of ActivityPub, ours ("…/users/alice/statuses/1", also with "/activity") and others'; by the address of its
// page when it is ours. Whoever asks decides who may see it.
std::optional<StatusId> find_by_uri(db::Tx& tx, std::string_view uri);

// What an address of ours says; nullopt when it is not that of a post.
struct LocalName {
    std::string username; // In lower case.
    StatusId status;
};
std::optional<LocalName> parse_our_uri(const base::Config& config, std::string_view uri);

// What rules need to know of it; nullopt when it is not there.
std::optional<Status> find_status(db::Tx& tx, StatusId id);

// The same for a statement that wants more of the post `s`: its first columns, and what they say.
inline constexpr std::string_view kStatusColumns = R"(
    s.id, s.account_id, s.is_local, s.visibility, s.in_reply_to_id, s.in_reply_to_account_id, s.conversation_id,
    s.reblog_of_id, s.language, s.created_at)";
inline constexpr int kStatusColumnCount = 10;
Status read_status(const db::Rows& rows);

// The id of ActivityPub of a post, and the address of its page: ours and others'. Empty when it is not there.
std::string uri_of(db::Tx& tx, StatusId id);
std::string url_of(db::Tx& tx, StatusId id);

} // namespace statuses
