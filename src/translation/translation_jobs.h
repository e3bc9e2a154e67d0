#pragma once

#include "jobs/jobs.h"

namespace translation {

void delete_translations(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace translation
