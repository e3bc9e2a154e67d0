#pragma once

#include "db/db.h"
#include "instance/counts.h"
#include "instance/legal_texts.h"
#include "instance/rules.h"

#include <vector>

namespace instance {

// What the Instance entities show that stands in the database.
struct About {
    Counts counts;
    std::vector<Rule> rules;
    PublishedTexts published;
};

// One statement; two until people and posts have been counted for the first time.
About about(db::Tx& tx);

} // namespace instance
