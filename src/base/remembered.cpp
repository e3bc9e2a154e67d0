#include "base/remembered.h"

namespace base {

std::shared_ptr<const accounts::KnownAccount> Remembered::account(AccountId id) {
    const std::scoped_lock lock(mutex_);
    return accounts_.find(id);
}

std::shared_ptr<const accounts::KnownAccount> Remembered::account_named(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    const auto id = names_.find(name);
    return id ? accounts_.find(*id) : nullptr;
}

void Remembered::keep_name(const std::string& name, AccountId id) {
    auto kept = std::make_shared<const AccountId>(id);
    const std::scoped_lock lock(mutex_);
    names_.keep(name, std::move(kept));
}

std::shared_ptr<const accounts::OwnAccount> Remembered::own_account(AccountId id) {
    const std::scoped_lock lock(mutex_);
    return own_accounts_.find(id);
}

std::shared_ptr<const statuses::StatusFacts> Remembered::status(StatusId id) {
    const std::scoped_lock lock(mutex_);
    return statuses_.find(id);
}

std::shared_ptr<const auth::KnownCaller> Remembered::caller(const std::string& token_hash) {
    const std::scoped_lock lock(mutex_);
    const auto found = callers_.find(token_hash);
    return found ? found->row : nullptr;
}

void Remembered::keep_account(const Sight& sight, AccountId id, std::shared_ptr<const accounts::KnownAccount> row) {
    const std::scoped_lock lock(mutex_);
    if (sight.may_keep && sight.age == age_) accounts_.keep(id, std::move(row));
}

void Remembered::keep_own_account(const Sight& sight, AccountId id, std::shared_ptr<const accounts::OwnAccount> row) {
    const std::scoped_lock lock(mutex_);
    if (sight.may_keep && sight.age == age_) own_accounts_.keep(id, std::move(row));
}

void Remembered::keep_status(const Sight& sight, StatusId id, std::shared_ptr<const statuses::StatusFacts> row) {
    const std::scoped_lock lock(mutex_);
    if (sight.may_keep && sight.age == age_) statuses_.keep(id, std::move(row));
}

void Remembered::keep_caller(const Sight& sight, const std::string& token_hash, TokenId token, AccountId account,
                             std::shared_ptr<const auth::KnownCaller> row) {
    auto caller = std::make_shared<const Caller>(Caller{.token = token, .account = account, .row = std::move(row)});
    const std::scoped_lock lock(mutex_);
    if (sight.may_keep && sight.age == age_) callers_.keep(token_hash, std::move(caller));
}

std::shared_ptr<const notifications::KnownGroups> Remembered::notification_groups(const std::string& question) {
    const std::scoped_lock lock(mutex_);
    const auto found = notification_pages_.find(question);
    return found ? found->groups : nullptr;
}

void Remembered::keep_notification_groups(const Sight& sight, const std::string& question, AccountId reader,
                                          std::shared_ptr<const notifications::KnownGroups> groups) {
    auto page =
        std::make_shared<const NotificationPage>(NotificationPage{.reader = reader, .groups = std::move(groups)});
    const std::scoped_lock lock(mutex_);
    if (sight.may_keep && sight.age == age_) notification_pages_.keep(question, std::move(page));
}

Remembered::Question Remembered::ask(Time now) const {
    const auto steadily = std::chrono::steady_clock::now();
    const std::scoped_lock lock(mutex_);
    const bool is_recent = now >= asked_at_ && now - asked_at_ < kPatience && steadily - steadily_asked_at_ < kPatience;
    return {.position = is_recent ? position_ : "", .age = age_};
}

Sight Remembered::take(const Question& question, const Answer& answer, Time now) {
    const std::scoped_lock lock(mutex_);
    // What it is going to read may be older than what another has been told of.
    const bool is_overtaken = age_ != question.age || answer.is_of_the_past;
    if (question.position.empty() || !answer.is_complete) {
        forget_all();
    } else {
        for (const RowChange& change : answer.changes) forget(change);
    }
    if (!is_overtaken) {
        position_ = answer.position;
        asked_at_ = now;
        steadily_asked_at_ = std::chrono::steady_clock::now();
    }
    return {.has_asked = true, .may_keep = !is_overtaken, .age = age_};
}

void Remembered::forget(const RowChange& change) {
    ++age_;
    switch (change.kind) {
    case RowKind::Mark: break;
    case RowKind::Account:
        accounts_.forget(AccountId{change.id});
        own_accounts_.forget(AccountId{change.id});
        callers_.forget_if([&](const auto& caller) { return caller->account.value == change.id; });
        break;
    case RowKind::Status: statuses_.forget(StatusId{change.id}); break;
    case RowKind::Token:
        callers_.forget_if([&](const auto& caller) { return caller->token.value == change.id; });
        break;
    case RowKind::Emojis: accounts_.forget_all(); break; // Which revision of them they use.
    case RowKind::Notifications:
        notification_pages_.forget_if([&](const auto& page) { return page->reader.value == change.id; });
        break;
    case RowKind::Suspension: notification_pages_.forget_all(); break; // Whoever heard from them.
    }
}

void Remembered::forget_all() {
    ++age_;
    accounts_.forget_all();
    own_accounts_.forget_all();
    statuses_.forget_all();
    callers_.forget_all();
    notification_pages_.forget_all();
}

} // namespace base
