#pragma once

#include "base/context.h"
#include "mail/mail.h"

#include <string>

namespace mail {

// The address that mail comes from: smtp.from, or notifications@ and the domain.
std::string sender(const base::Config& config);

// The whole message as it goes over the wire: RFC 5322 headers, and the text in UTF-8.
std::string compose(const Message& message, const base::Context& context);

} // namespace mail
