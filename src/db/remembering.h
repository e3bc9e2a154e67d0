#pragma once

#include "db/db.h"

// How rows that a process remembers (base/remembered.h) are kept true: the database writes down what changes of them
// (migration 0093), and each transaction that wants any reads first what is new.
namespace db {

// To be called before anything is taken from or kept in Context::remembered; does nothing after the first time, and in
// transactions that write, which see rows that may never be and neither take nor keep. One statement. Returns
// standings.revision of `asker`, which is wanted just then: 0 when there is none, or it was not asked for.
std::int64_t catch_up(Tx& tx, AccountId asker = {});

// Whether rows may be taken from memory: it has been told.
inline bool may_take(const Tx& tx) { return tx.sight().has_asked; }

// Of what was written down more than ten minutes ago every process has been told, or has forgotten all. To be called
// every few minutes.
void forget_row_changes(Tx& tx);

} // namespace db
