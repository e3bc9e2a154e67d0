// Of our own, what most files take in, too: for builds from scratch, where a fifth of all compilation went there. Not
// for development, where a change of one of them would compile everything anew.
#pragma once

#include "accounts/accounts.h"
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"
#include "jobs/jobs.h"
