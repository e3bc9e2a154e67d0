#include "accounts/account_json.h"

namespace accounts {

// What is about reading is kept by each app for itself: Mastodon's own defaults stand for it.
void write_preferences(json::Writer& out, db::Tx& tx, AccountId id) {
    const auto own = own_account(tx, id);
    out.begin_object();
    out.field("posting:default:visibility", own->visibility);
    out.field("posting:default:sensitive", own->is_sensitive);
    out.field("posting:default:language", own->language);
    out.field("posting:default:quote_policy", own->quote_policy);
    out.field("reading:expand:media", "default");
    out.field("reading:expand:spoilers", false);
    out.field("reading:autoplay:gifs", false);
    out.end_object();
}

} // namespace accounts
