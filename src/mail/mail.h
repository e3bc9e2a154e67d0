#pragma once

#include "base/config.h"
#include "db/db.h"

#include <string>

// Mail to our people, by the SMTP server that the configuration names.
namespace mail {

struct Message {
    std::string to; // An address alone, as auth/email_address.h accepts it.
    std::string subject;
    std::string text; // Plain, with line feeds.
};

// Whether there is a server to send by. Without one nobody is written to.
bool is_configured(const base::Config& config);

// Queues it: it goes with the transaction, and is tried again for some hours while the server does not take it.
void send(db::Tx& tx, const Message& message);

} // namespace mail
