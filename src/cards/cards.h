#pragma once

#include "base/ids.h"
#include "cards/card.h"
#include "db/db.h"

#include <optional>
#include <string>
#include <string_view>

// Which page a post shows a preview of, and what is known of that page. It is fetched once, however many posts link to
// it, and again after two weeks when another one does.
namespace cards {

struct CardTag;
using CardId = base::Id<CardTag>;

// When a page is fetched: at once for our people's posts; for others' within a minute, so that not every server asks at
// the same moment.
enum class Haste { AtOnce, Spread };

// A new post with this content, and its pictures already, that somebody here will see. One with pictures or a quote
// shows those instead. Returns whether there is such a page. Effects: the job `fetch_card` where it is not known.
bool note_link(db::Tx& tx, StatusId status, std::string_view content, Haste haste);
// The same for one that said something else before.
void change_link(db::Tx& tx, StatusId status, std::string_view content, Haste haste);
// The same for a post that may be known already: nothing changes where a preview was noted.
void note_boosted(db::Tx& tx, StatusId status);

// What posts that link to `url` show; nullopt when none does.
std::optional<CardId> find_card(db::Tx& tx, std::string_view url);
// The address of a card that is due to be fetched; nullopt when it is gone or was fetched meanwhile.
std::optional<std::string> due_link(db::Tx& tx, CardId card);
// What its page says; nullopt: nothing that can be shown, and it is asked again no sooner than in a day.
void keep_card(db::Tx& tx, CardId card, const std::optional<Card>& found);

// Forgets pages that no post links to any more, some of them. False: there may be more.
bool delete_unused_cards(db::Tx& tx);

} // namespace cards
