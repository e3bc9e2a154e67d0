#include "statuses/lookup.h"

#include "base/ascii.h"
#include "statuses/status_json.h"

#include <string>

namespace statuses {

namespace {

constexpr std::string_view kAddresses = R"(
    select s.uri, s.url, a.username from statuses s join accounts a on a.id = s.account_id where s.id = $1)";

// What the path of an address of ours says; nullopt when it is not that of a post.
std::optional<LocalName> parse_path(std::string_view path) {
    std::string_view between;
    if (path.starts_with("/@")) {
        path.remove_prefix(2);
        between = "/";
    } else if (path.starts_with("/users/")) {
        path.remove_prefix(7);
        between = "/statuses/";
    } else {
        return std::nullopt;
    }
    if (path.ends_with("/activity")) path.remove_suffix(9);
    const auto end = path.find('/');
    if (end == std::string_view::npos || !path.substr(end).starts_with(between)) return std::nullopt;
    const auto id = base::parse_id(path.substr(end + between.size()));
    if (!id) return std::nullopt;
    return LocalName{.username = base::ascii_lower(path.substr(0, end)), .status = StatusId{*id}};
}

} // namespace

bool is_ours(const base::Config& config, std::string_view uri) { return uri.starts_with(config.web_url() + "/"); }

std::optional<LocalName> parse_our_uri(const base::Config& config, std::string_view uri) {
    return parse_path(uri.substr(config.web_url().size()));
}

std::optional<StatusId> find_by_uri(db::Tx& tx, std::string_view uri) {
    std::optional<std::int64_t> found;
    if (is_ours(tx.config(), uri)) {
        const auto name = parse_our_uri(tx.config(), uri);
        if (!name) return std::nullopt;
        found = tx.query_integer(R"(
            select s.id from statuses s join accounts a on a.id = s.account_id
            where s.id = $1 and lower(a.username) = $2 and a.domain = '')", {name->status, name->username});
    } else {
        found = tx.query_integer("select id from statuses where uri = $1", {uri});
    }
    return found ? std::optional(StatusId{*found}) : std::nullopt;
}

Status read_status(const db::Rows& rows) {
    Status status;
    status.id = rows.id<StatusId>(0);
    status.author = rows.id<AccountId>(1);
    status.is_local = rows.boolean(2);
    status.visibility = static_cast<Visibility>(rows.small(3));
    if (!rows.is_null(4)) status.in_reply_to = rows.id<StatusId>(4);
    if (!rows.is_null(5)) status.in_reply_to_account = rows.id<AccountId>(5);
    status.conversation = rows.id<StatusId>(6);
    if (!rows.is_null(7)) status.reblog_of = rows.id<StatusId>(7);
    status.language = rows.text(8);
    status.created_at = rows.time(9);
    return status;
}

std::optional<Status> find_status(db::Tx& tx, StatusId id) {
    static const std::string kSql = "select " + std::string(kStatusColumns) + " from statuses s where s.id = $1";
    auto rows = tx.query(kSql, {id});
    return rows.next() ? std::optional(read_status(rows)) : std::nullopt;
}

std::string uri_of(db::Tx& tx, StatusId id) {
    auto rows = tx.query(kAddresses, {id});
    if (!rows.next()) return {};
    return rows.is_null(0) ? local_uri(tx.config().web_url(), rows.text(2), id) : rows.string(0);
}

std::string url_of(db::Tx& tx, StatusId id) {
    auto rows = tx.query(kAddresses, {id});
    if (!rows.next()) return {};
    if (rows.is_null(0)) return local_url(tx.config().web_url(), rows.text(2), id);
    return rows.text(1).empty() ? rows.string(0) : rows.string(1);
}

} // namespace statuses
