#include "mail/mail_jobs.h"

#include "mail/mail.h"
#include "mail/mime.h"
#include "mail/smtp.h"

namespace mail {

void deliver_mail(const jobs::Arguments& arguments, const base::Context& context) {
    const Message message{
        .to = arguments.text("to"), .subject = arguments.text("subject"), .text = arguments.text("text")};
    deliver(context.config, message.to, compose(message, context));
}

void send_mail(const jobs::Arguments&, db::Tx&) {}

} // namespace mail
