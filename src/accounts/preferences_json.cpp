#include "accounts/account_json.h"

#include <stdexcept>

namespace accounts {

// What is about reading is kept by each app for itself: Mastodon's own defaults stand for it.
void write_preferences(json::Writer& out, db::Tx& tx, AccountId id) {
    auto rows = tx.query(R"(
        select default_visibility, default_sensitive, default_language, default_quote_policy
        from users where account_id = $1)", {id});
    if (!rows.next()) throw std::logic_error("an account without a user has no preferences");
    out.begin_object();
    out.field("posting:default:visibility", rows.text(0));
    out.field("posting:default:sensitive", rows.boolean(1));
    out.field("posting:default:language", rows.maybe_string(2));
    out.field("posting:default:quote_policy", rows.text(3));
    out.field("reading:expand:media", "default");
    out.field("reading:expand:spoilers", false);
    out.field("reading:autoplay:gifs", false);
    out.end_object();
}

} // namespace accounts
