#include "s3/wallet.h"

#include "base/log.h"

namespace s3 {
namespace {

constexpr std::chrono::minutes kBeforeTheEnd{5};
constexpr std::chrono::seconds kAfterAFailure{30};

} // namespace

void Wallet::fetch_now() {
    try {
        current_ = fetch_();
        not_before_ = {};
    } catch (const Fault& fault) {
        const auto now = clock_.now();
        not_before_ = now + kAfterAFailure;
        if (!current_ || !current_->expires_at || *current_->expires_at <= now) throw;
        base::log::warning("the credentials of the media store could not be renewed yet",
                           {{"reason", fault.what()}, {"valid_until", base::iso8601(*current_->expires_at)}});
    }
}

Credentials Wallet::credentials() {
    const std::scoped_lock lock(mutex_);
    const auto now = clock_.now();
    const bool is_ending = !current_ || (current_->expires_at && *current_->expires_at - kBeforeTheEnd <= now);
    const bool has_ended = !current_ || (current_->expires_at && *current_->expires_at <= now);
    if (is_ending && (has_ended || now >= not_before_)) fetch_now();
    return *current_;
}

bool Wallet::renew(const Credentials& refused) {
    const std::scoped_lock lock(mutex_);
    const bool is_new_already = current_ && current_->session_token != refused.session_token;
    if (is_new_already) return true;
    if (refused.session_token.empty() || clock_.now() < not_before_) return false;
    fetch_now();
    return current_->session_token != refused.session_token;
}

} // namespace s3
