#include "mail/mail.h"

#include "jobs/jobs.h"

namespace mail {

bool is_configured(const base::Config& config) { return !config.smtp_server.empty(); }

void send(db::Tx& tx, const Message& message) {
    jobs::enqueue(tx, "send_mail", {{"to", message.to}, {"subject", message.subject}, {"text", message.text}});
}

} // namespace mail
