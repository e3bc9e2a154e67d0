#pragma once

#include "base/json.h"
#include "db/db.h"
#include "notifications/list.h"

#include <span>

namespace notifications {

// What an app shows of notifications of kinds that it does not know: a few words, in the reader's language where it is
// one of ours. https://docs.joinmastodon.org/entities/Notification/#fallback
class Fallbacks {
public:
    // For those of `unknown`; a query when one occurs.
    Fallbacks(db::Tx& tx, AccountId reader, std::span<const Row* const> rows, KindSet unknown);

    // The member "fallback", or none.
    void write(json::Writer& out, const Row& row) const;

private:
    bool is_wanted_for(const Row& row) const;

    KindSet unknown_;
    bool is_japanese_ = false;
};

} // namespace notifications
