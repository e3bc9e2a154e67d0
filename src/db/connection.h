#pragma once

#include "db/db.h"

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace db {

using Deadline = std::chrono::steady_clock::time_point;

// What an engine does for a Tx. One thread at a time; not for features.
class Connection {
public:
    virtual ~Connection() = default;

    // Throws Busy when the turn to write, or the server, does not come before `deadline`.
    virtual void begin(Access access, Deadline deadline) = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;

    virtual std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Param> params) = 0;
    virtual std::unique_ptr<Cursor> query_ahead(std::string_view sql, std::span<const Param> params) {
        return query(sql, params);
    }
    virtual Changes exec(std::string_view sql, std::span<const Param> params) = 0;
    // Rows changed by a statement of this transaction: for Changes, of an engine that answers later.
    virtual std::int64_t changes_of(std::int64_t) { return 0; }
    virtual void script(std::string_view sql) = 0;
    virtual std::string explain(std::string_view sql, std::span<const Param> params) = 0;
};

} // namespace db
