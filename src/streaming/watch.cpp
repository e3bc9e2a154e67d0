#include "streaming/watch.h"

#include "base/log.h"

#include <algorithm>
#include <exception>

namespace streaming {

namespace {

std::vector<TokenId> find_bad(db::Tx& tx, const std::vector<TokenId>& tokens) {
    const auto good = tx.query_ids<TokenId>(R"(
        select t.id
        from oauth_access_tokens t
        join users u on u.id = t.user_id
        join accounts a on a.id = u.account_id
        where t.id in (select value from ids($1)) and t.revoked_at is null
          and not u.is_disabled and a.suspended_at is null
        order by t.id)", {tokens});
    std::vector<TokenId> bad;
    std::set_difference(tokens.begin(), tokens.end(), good.begin(), good.end(), std::back_inserter(bad));
    return bad;
}

} // namespace

Watch::Watch(Hub& hub, db::Database& database, std::chrono::milliseconds every)
    : hub_(hub), database_(database), every_(every), thread_([this] { run(); }) {}

Watch::~Watch() {
    stopping_ = true;
    hub_.wake();
    thread_.join();
}

void Watch::look() {
    const auto tokens = hub_.tokens(); // In order of id, as the database's answer.
    database_.read([&](db::Tx& tx) {
        if (!tokens.empty()) hub_.cut(find_bad(tx, tokens));
        catch_up(tx);
    });
}

void Watch::catch_up(db::Tx& tx) {
    for (const ListQuestion& question : hub_.questions()) {
        hub_.answer(question, owns_list(tx, question.listener->account, question.stream.list));
    }
    for (const AccountId account : hub_.take_changed()) {
        hub_.set_viewer(account, std::make_shared<const Viewer>(load_viewer(tx, account, hub_.load_filter())));
    }
}

// A database that is away for a while must not end the watch. Somebody who is waiting is not made to wait for all
// tokens, nor are these read each time that somebody is.
void Watch::run() {
    auto next_look = std::chrono::steady_clock::now();
    while (!stopping_) {
        hub_.wait_for_change(every_);
        if (stopping_) return;
        const auto now = std::chrono::steady_clock::now();
        try {
            if (hub_.size() == 0) {
                hub_.take_changed();
            } else if (now >= next_look) {
                next_look = now + every_;
                look();
            } else {
                database_.read([this](db::Tx& tx) { catch_up(tx); });
            }
        } catch (const std::exception& fault) {
            base::log::warning("cannot check open streams", {{"reason", fault.what()}});
        }
    }
}

} // namespace streaming
