#include "search/status_search.h"

#include "base/ascii.h"

#include <string>

namespace search {

namespace {

struct LocalName {
    std::string username;
    StatusId status;
};

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
    const auto end = path.find('/');
    if (end == std::string_view::npos || !path.substr(end).starts_with(between)) return std::nullopt;
    const auto id = base::parse_id(path.substr(end + between.size()));
    if (!id) return std::nullopt;
    return LocalName{.username = base::ascii_lower(path.substr(0, end)), .status = StatusId{*id}};
}

} // namespace

std::optional<StatusId> find_status_by_url(db::Tx& tx, std::string_view url) {
    const std::string web_url = tx.config().web_url();
    if (url.starts_with(web_url)) {
        const auto name = parse_path(url.substr(web_url.size()));
        if (!name) return std::nullopt;
        const auto found = tx.query_integer(R"(
            select s.id from statuses s join accounts a on a.id = s.account_id
            where s.id = $1 and lower(a.username) = $2 and a.domain = '')", {name->status, name->username});
        return found ? std::optional(StatusId{*found}) : std::nullopt;
    }
    const auto found = tx.query_integer("select id from statuses where uri = $1", {url});
    return found ? std::optional(StatusId{*found}) : std::nullopt;
}

} // namespace search
