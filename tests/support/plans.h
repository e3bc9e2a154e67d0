#pragma once

#include "db/db.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

// Whether what a list costs depends on its length only, and not on how much there is: looks at the plans of statements.
//
// With a handful of rows PostgreSQL would rather read a whole table than an index, and rightly so. It is therefore
// forbidden to read tables in a row, to sort and to hash where there is any other way: what is left in the plan is what
// must be so. SQLite plans without looking at what is in the tables.
struct Plan {
    std::string sql;
    std::string text;
};

Plan plan_of(db::Tx& tx, std::string_view sql, db::Params params = {});
// Those of all that `work` runs on `tx`, in order.
std::vector<Plan> plans_of(db::Tx& tx, const std::function<void()>& work);

// False when a table is read from end to end, or rows are sorted that do not come from a list passed in by ids() or
// texts().
testing::AssertionResult walks_index(const Plan& plan);
testing::AssertionResult all_walk_indexes(const std::vector<Plan>& plans);

// Of the statements that `work` runs, those that read a table from end to end, each with its plan. Sorting is not
// looked at.
std::vector<std::string> whole_table_steps(db::Tx& tx, const std::function<void()>& work);

// EXPECT_WALKS_INDEX(tx, "select id from statuses where account_id = $1 order by id desc limit 20", {account});
#define EXPECT_WALKS_INDEX(tx, ...) EXPECT_TRUE(walks_index(plan_of(tx, __VA_ARGS__)))
// EXPECT_ALL_WALK_INDEXES(tx, [&] { home_timeline(tx, account, page); });
#define EXPECT_ALL_WALK_INDEXES(tx, ...) EXPECT_TRUE(all_walk_indexes(plans_of(tx, __VA_ARGS__)))
