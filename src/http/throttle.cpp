#include "http/throttle.h"

#include "base/ascii.h"

namespace http {
namespace {

bool is_api(const Route& route) { return route.path.starts_with("/api/"); }

bool is_paging(const Request& request) {
    for (const auto* name : {"max_id", "min_id", "since_id", "page"}) {
        const auto* value = request.param(name);
        if (value && text_of(*value).value_or("") != "") return true;
    }
    return false;
}

// "email" as apps send it, or "user[email]" as our forms do; "" when there is none.
std::string email_of(const Request& request) {
    std::string email = request.text_or("email", "");
    const auto* user = request.object("user");
    if (email.empty() && user) email = Params(*user).text_or("email", "");
    return base::ascii_lower(email);
}

std::optional<Rule> family_of(Limit limit) {
    switch (limit) {
    case Limit::Statuses: return Rule::Statuses;
    case Limit::Follows: return Rule::Follows;
    case Limit::Reports: return Rule::Reports;
    default: return std::nullopt;
    }
}

} // namespace

Throttle::Throttle(RateLimits* limits, const Request& request, const Route& route)
    : limits_(limits), request_(request), route_(route) {
    if (limits_) address_ = base::IpAddress::parse(request.peer);
}

Allowance Throttle::count(Rule rule, RateKey key) {
    const auto allowance = limits_->count(rule, key);
    if (!tightest_ || allowance.left < tightest_->left) tightest_ = allowance;
    if (!allowance.is_allowed && !refused_) refused_ = allowance;
    return allowance;
}

// By the address that a form or an app sends.
void Throttle::count_email(Rule rule) {
    const auto email = email_of(request_);
    if (!email.empty() && !refused_) count(rule, RateKey::of_name(email));
}

void Throttle::count_address(Rule rule) {
    if (address_) count(rule, RateKey::of_address(*address_));
}

void Throttle::count_anonymous() {
    if (std::exchange(is_anonymous_, true)) return;
    if (is_api(route_)) count_address(Rule::ApiOfAddress);
    if (is_paging(request_)) count_address(Rule::PagingOfAddress);
}

void Throttle::count_user(const Caller& caller) {
    const auto user = RateKey::of_id(caller.user.value);
    if (is_api(route_)) count(Rule::ApiOfUser, user);
    if (is_paging(request_)) count(Rule::PagingOfUser, user);
    if (route_.options.limit == Limit::Deletes) count(Rule::Deletes, user);
    if (route_.options.limit == Limit::Media) count(Rule::Media, user);
    if (route_.options.limit == Limit::Confirmation) count(Rule::ConfirmationOfName, user);
    if (const auto family = family_of(route_.options.limit); family && !refused_) {
        const auto account = RateKey::of_id(caller.account.id.value);
        shown_ = count(*family, account);
        if (shown_->is_allowed) only_if_successful_ = {*family, account};
    }
}

std::optional<Reply> Throttle::before_lookup(bool has_token) {
    if (!limits_) return std::nullopt;
    switch (route_.options.limit) {
    case Limit::AppRegistration: count_address(Rule::AppRegistration); break;
    case Limit::SignUp: count_address(Rule::SignUp); break;
    case Limit::SignUpForm: count_address(Rule::SignUpForm); break;
    case Limit::Confirmation:
        count_address(Rule::Confirmation);
        count_email(Rule::ConfirmationOfName);
        break;
    case Limit::MediaProxy: count_address(Rule::MediaProxy); break;
    case Limit::SignIn:
        count_address(Rule::SignIn);
        count_email(Rule::SignInOfName);
        break;
    default: break;
    }
    // Where tokens are not looked at, a made-up one must not help.
    const bool stays_anonymous = !has_token || route_.needs.who == Needs::Who::Nobody;
    if (stays_anonymous && !refused_) count_anonymous();
    return verdict();
}

std::optional<Reply> Throttle::after_lookup(const Caller* caller) {
    if (!limits_) return std::nullopt;
    if (!is_looked_up_) {
        is_looked_up_ = true;
        if (caller && caller->token && is_api(route_)) count(Rule::ApiOfToken, RateKey::of_id(caller->token.value));
        if (caller && caller->user) {
            count_user(*caller);
        } else {
            count_anonymous();
        }
    }
    return verdict();
}

std::optional<Reply> Throttle::verdict() const {
    if (!refused_) return std::nullopt;
    return error_reply(429, "Too many requests");
}

void Throttle::settle(Reply& reply) {
    if (!limits_) return;
    if (only_if_successful_ && reply.is_refusal) {
        limits_->give_back(only_if_successful_->first, only_if_successful_->second);
        ++shown_->left;
    }

    const auto& shown = refused_ ? refused_ : shown_ ? shown_ : tightest_;
    if (!shown || !(is_api(route_) || refused_)) return;
    reply.with_header("X-RateLimit-Limit", std::to_string(shown->limit));
    reply.with_header("X-RateLimit-Remaining", std::to_string(shown->left));
    reply.with_header("X-RateLimit-Reset", base::iso8601(shown->resets_at));
}

} // namespace http
