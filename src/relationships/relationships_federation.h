#pragma once

#include "federation/activity.h"

// Follows and blocks, as other servers tell of them: app/receivers.cpp.
namespace relationships {

using federation::Activity;

Result<> receive_follow(db::Tx&, const Activity&);
Result<> receive_undo_follow(db::Tx&, const Activity&);

// Answers to what our people asked.
Result<> receive_accept_follow(db::Tx&, const Activity&);
Result<> receive_undo_accept(db::Tx&, const Activity&);
Result<> receive_reject_follow(db::Tx&, const Activity&);

Result<> receive_block(db::Tx&, const Activity&);
Result<> receive_undo_block(db::Tx&, const Activity&);

// What is undone, known by its id alone: a boost, a follow or a block.
Result<> receive_undo_by_id(db::Tx&, const Activity&);

// Somebody has gone elsewhere: those of us who follow them follow them there.
Result<> receive_move(db::Tx&, const Activity&);
bool must_fetch_for_move(db::Tx&, const Activity&);
void fetch_for_move(federation::Errand&, Activity&);

} // namespace relationships
