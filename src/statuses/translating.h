#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "base/result.h"
#include "db/db.h"
#include "statuses/status.h"
#include "translation/service.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A post in another language.
namespace statuses {

// All that a post says in words.
struct Translatable {
    std::string language; // Empty: unknown.
    std::string content;  // HTML, as it may be shown.
    std::string spoiler_text;
    PollId poll; // 0: none.
    std::vector<std::string> options;
    std::vector<std::pair<MediaId, std::string>> descriptions; // Of media that have one.
};

// Of a boost its original's.
// Errors: NotFound when `viewer` may not see it; Forbidden when it is not for everybody: nobody else hears of it.
Result<Translatable> find_translatable(db::Tx& tx, StatusId id, const accounts::Account& viewer);

// What a service is asked for. Shortcodes of custom emojis are marked as they are to stay.
std::vector<std::string> texts_of(const Translatable& post);

// The same post with what a service made of texts_of(post): cleaned, for it may say anything.
// https://docs.joinmastodon.org/entities/Translation/
void write_translation(json::Writer& out, Translatable post, const translation::Translated& translated,
                       std::string_view target, std::string_view provider);

} // namespace statuses
