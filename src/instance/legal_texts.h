#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "db/db.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The privacy policy and the terms of service, as those who run the server publish them. Their HTML is theirs: it is
// shown as it is.
namespace instance {

struct PrivacyPolicy {
    std::string html;
    base::Time published_at;
};
std::optional<PrivacyPolicy> privacy_policy(db::Tx& tx);
// In the place of the one before. Errors: Invalid without a text.
Result<> publish_privacy_policy(db::Tx& tx, std::string_view html);
// Errors: NotFound.
Result<> remove_privacy_policy(db::Tx& tx);

struct Terms {
    std::string html;
    base::Time effective_at, published_at;  // The first is 0:00 UTC of a day.
    std::optional<base::Time> succeeded_at; // From when on others hold.
};
// Those that hold now; while there are none, those that will hold first.
std::optional<Terms> current_terms(db::Tx& tx);
// Those that hold from this day on. Errors: NotFound.
Result<Terms> terms_from(db::Tx& tx, base::Time day);
// The newest first, without their texts.
std::vector<Terms> all_terms(db::Tx& tx);
// From `day` on; in the place of others from that very day. Errors: Invalid without a text.
Result<> publish_terms(db::Tx& tx, base::Time day, std::string_view html);
// Errors: NotFound.
Result<> remove_terms(db::Tx& tx, base::Time day);

// "2026-07-01", as dates in the API; nullopt for anything else.
std::optional<base::Time> parse_day(std::string_view text);

struct PublishedTexts {
    bool privacy_policy = false, terms = false;

    void add(int kind); // legal_texts.kind.
};

} // namespace instance
