#pragma once

#include <string>
#include <string_view>

// Turns the SQL that features write (see db.h) into what an engine reads. Quoted text and comments stay as they are.
namespace db {

std::string sqlite_statement(std::string_view sql);
std::string postgresql_statement(std::string_view sql);

// The greatest N of its `$N`; 0 when there is none.
int parameter_count(std::string_view sql);

// Scripts of migrations, with the types of columns:
// SQLite:     `bigint primary key` is the rowid, `integer primary key`; `/*without_rowid*/` is `without rowid`.
// PostgreSQL: a column of type `text` gets `collate "C"`, so that it compares byte by byte whatever the database's
// locale is.
std::string sqlite_script(std::string_view sql);
std::string postgresql_script(std::string_view sql);

// The first line with anything on it, without the space around it: enough to find a statement in the source.
std::string_view first_line(std::string_view sql);

} // namespace db
