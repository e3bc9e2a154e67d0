#pragma once

#include "db/db.h"

#include <deque>
#include <libpq-fe.h>
#include <memory>

namespace db {

struct PostgresqlClose {
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresqlResult = std::unique_ptr<PGresult, PostgresqlClose>;

// All rows have come when it is made: every list has a limit.
class PostgresqlCursor final : public Cursor {
public:
    explicit PostgresqlCursor(PostgresqlResult result)
        : result_(std::move(result)), row_count_(PQntuples(result_.get())) {}

    bool next() override;
    bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
    std::int64_t integer(int column) const override;
    double real(int column) const override;
    std::string_view text(int column) const override;

private:
    std::string_view bytes(int column) const;

    PostgresqlResult result_;
    int row_ = -1;
    int row_count_;
    mutable std::deque<std::string> printed_; // Numbers of this row that were asked for as text.
};

} // namespace db
