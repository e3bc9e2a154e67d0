#pragma once

#include "base/context.h"
#include "jobs/jobs.h"

namespace mail {

// Before the transaction: nobody waits for the database while we wait for a mail server. A server that is gone between
// this and the commit sends twice, which is better than never.
void deliver_mail(const jobs::Arguments& arguments, const base::Context& context);
// Nothing is left to do.
void send_mail(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace mail
