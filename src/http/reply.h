#pragma once

#include "base/file.h"
#include "base/json.h"
#include "base/result.h"
#include "http/request.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace db {
class Database;
} // namespace db

namespace http {

// A part of a file, sent from the disk without passing through our memory. Its size does not change.
struct FileSlice {
    base::File file;
    std::int64_t offset = 0;
    std::int64_t length = 0;
};

// What a handler answers. A refusal becomes Mastodon's error body and rolls the transaction back.
struct Reply {
    int status = 200;
    std::string content_type = "application/json; charset=utf-8";
    std::string body;
    std::shared_ptr<const FileSlice> file;                    // Instead of a body.
    std::vector<std::pair<std::string, std::string>> headers; // Values without CR and LF: others are refused.
    bool is_refusal = false;
    bool must_wait = false; // See wait_elsewhere().
    // What is to be written because of what a handler that only reads has found: runs after its transaction, unless the
    // reply is a refusal, and may add headers.
    std::function<void(Reply&, db::Database&)> afterwards = {};

    Reply() = default;
    // A `return` of TRY: {"error": …} with the status that belongs to the refusal.
    Reply(base::Unexpected refusal);
    Reply(base::Error error);

    Reply& with_header(std::string_view name, std::string_view value) & {
        headers.emplace_back(name, value);
        return *this;
    }
    Reply&& with_header(std::string_view name, std::string_view value) && {
        headers.emplace_back(name, value);
        return std::move(*this);
    }
};

// 200 with what `write(json::Writer&)` writes: one JSON value.
template <typename Write>
Reply json(Write&& write) {
    Reply reply;
    reply.body.reserve(4096);
    base::json::Writer out(reply.body);
    write(out);
    return reply;
}

// {"error": message}, for answers that no refusal stands for; it rolls the transaction back, too.
Reply error_reply(int status, std::string_view message);
// For a handler that finds that it has to wait for another machine and may not (Request::may_wait): it is run again,
// from its beginning, on one of the few threads that may; when they are all busy and enough wait for them, the answer
// is 503.
Reply wait_elsewhere();
// {}: what Mastodon answers when there is nothing to say.
Reply empty_object();
Reply html(int status, std::string body);
Reply text(int status, std::string body);
// `location` is absolute, or begins with a single "/".
Reply redirect(int status, std::string_view location);

// Adds the Link header of a page of ids, newest first: next (older) by max_id of the last, prev (newer) by min_id of
// the first. Other parameters of the request are kept. Nothing when the page is empty; no next when it has fewer than
// `page.limit` items.
void add_link_header(Reply& reply, const Request& request, std::string_view base_url, const Page& page,
                     std::int64_t first_id, std::int64_t last_id, std::size_t count);

} // namespace http
