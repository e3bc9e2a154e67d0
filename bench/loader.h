#pragma once

#include "db/db.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace bench {

// Where the rows of one table go, past the server's own code: quickly, and in one transaction.
class Table {
public:
    virtual ~Table() = default;
    // A value for each column that the table was opened with.
    virtual void add(db::Params values) = 0;
};

// Fills an empty database. Secondary indexes are dropped before and made again after, foreign keys are not looked at.
class Loader {
public:
    virtual ~Loader() = default;
    // The tables may be filled in any order, at the same time. Good until finish().
    virtual std::unique_ptr<Table> open(std::string_view table, std::string_view columns) = 0;
    // Once every Table is gone: commits, makes the indexes and lets the engine look at what it has got.
    virtual void finish() = 0;
};

// `file` was migrated and is used by nobody else.
std::unique_ptr<Loader> load_sqlite(const std::string& file);
std::unique_ptr<Loader> load_postgresql(const std::string& url);

} // namespace bench
