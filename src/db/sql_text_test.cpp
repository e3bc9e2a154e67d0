#include "db/sql_text.h"

#include <gtest/gtest.h>

namespace db {
namespace {

TEST(SqlText, NumbersParametersForSqlite) {
    EXPECT_EQ(sqlite_statement("select $2, $1, $12"), "select ?2, ?1, ?12");
    EXPECT_EQ(sqlite_statement("select '$1', \"$1\" -- $1\n, 'it''s $1' /* $1 */, $1"),
              "select '$1', \"$1\" -- $1\n, 'it''s $1' /* $1 */, ?1");
}

TEST(SqlText, LocksRowsOnPostgresqlOnly) {
    constexpr auto* kClaim = "select id from jobs limit 5 /*skip_locked*/";
    constexpr auto* kLock = "select id from jobs where id = $1 /*for_update*/";

    EXPECT_EQ(postgresql_statement(kClaim), "select id from jobs limit 5 for update skip locked");
    EXPECT_EQ(postgresql_statement(kLock), "select id from jobs where id = $1 for update");
    EXPECT_EQ(postgresql_statement("select id from jobs /*for_share*/"), "select id from jobs for key share");
    EXPECT_EQ(sqlite_statement(kClaim), kClaim);
    EXPECT_EQ(postgresql_statement("select '/*for_update*/'"), "select '/*for_update*/'");
}

TEST(SqlText, MakesPrimaryKeysRowidsOnSqlite) {
    EXPECT_EQ(sqlite_script("create table a (id bigint primary key, n bigint not null);"),
              "create table a (id integer primary key, n bigint not null);");
    EXPECT_EQ(sqlite_script("create table b (x bigint, primary key (x)) /*without_rowid*/;"),
              "create table b (x bigint, primary key (x)) without rowid;");
}

TEST(SqlText, ComparesTextColumnsByteByByteOnPostgresql) {
    EXPECT_EQ(postgresql_script("create table a (\n  text text not null, -- a text\n  b text default '', c text\n);"),
              "create table a (\n  text text collate \"C\" not null, -- a text\n  b text collate \"C\" default '', "
              "c text collate \"C\"\n);");
    EXPECT_EQ(postgresql_script("create table a (b text primary key, c text unique, d text references b (c))"),
              "create table a (b text collate \"C\" primary key, c text collate \"C\" unique, "
              "d text collate \"C\" references b (c))");
    EXPECT_EQ(postgresql_script("alter table a add column b text;"), "alter table a add column b text collate \"C\";");
    EXPECT_EQ(postgresql_script("alter table a add column \"text\" text"),
              "alter table a add column \"text\" text collate \"C\"");

    for (const auto* kept : {"create index i on a (b, text);", "update a set text = cast(b as text);",
                             "insert into a (text, b) select text, b from a where text is null order by text",
                             "select 'a text not null'", "create function f(\"text\"[]) returns \"text\""}) {
        EXPECT_EQ(postgresql_script(kept), kept);
    }
}

TEST(SqlText, CountsParameters) {
    EXPECT_EQ(parameter_count("select 1"), 0);
    EXPECT_EQ(parameter_count("select $2, $11, $2, '$40' -- $50"), 11);
}

TEST(SqlText, ShowsAStatementsFirstLine) {
    EXPECT_EQ(first_line("\n    select a  \n    from b"), "select a");
    EXPECT_EQ(first_line(" \n "), "");
}

} // namespace
} // namespace db
