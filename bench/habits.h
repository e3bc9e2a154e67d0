#pragma once

#include "base/config.h"
#include "bench/plan.h"

namespace bench {

// What people do who have used the server for a while, done by its own code on a filled database: the reader keeps a
// list of 40 people, and posts of theirs were favourited by several; 25 people have written to them alone. The writer
// filters 20 words. Fills in what the plan has to know of that.
void take_up_habits(const base::Config& config, Plan& plan);

} // namespace bench
