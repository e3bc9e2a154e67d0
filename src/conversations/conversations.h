#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "db/db.h"
#include "http/request.h"
#include "statuses/status.h"

#include <span>
#include <vector>

// Direct messages as those who take part see them: what is said in one thread among the same people is one
// conversation, and each of them has it, reads it and deletes it on their own.
namespace conversations {

struct Conversation {
    ConversationId id;
    std::vector<AccountId> participants; // The others; empty for notes to oneself.
    StatusId last_status;
    bool is_unread = false;
};

// A direct status was posted, and those whom it mentions were notified: it goes into its author's conversation, which
// is read thereby, and into those of the people who were told, which are unread then. Other statuses change nothing.
// Effects: `conversation` events.
void add_status(db::Tx& tx, const statuses::Status& status, std::span<const AccountId> mentioned);
// The same for those alone who were mentioned last, by an edit.
void add_hearers(db::Tx& tx, const statuses::Status& status, std::span<const AccountId> mentioned,
                 std::span<const AccountId> newly_mentioned);
// `account` has decided to hear `authors`: what they told it privately, and was held back, up to 1000 statuses.
void add_held_back(db::Tx& tx, AccountId account, std::span<const AccountId> authors);
// Before it is deleted: out of the conversations that it is in. Those with nothing left go, others end with what came
// before it. Effects: `conversation` events.
void remove_status(db::Tx& tx, const statuses::Status& status);
// `account` no longer has those conversations in which `other` takes part.
void forget_with(db::Tx& tx, AccountId account, AccountId other);
// `from`, somebody of another server, is `to` from now on: in all conversations that they take part in.
void replace_participant(db::Tx& tx, AccountId from, AccountId to);

// Newest last status first; pages are cut by the ids of those.
std::vector<Conversation> page_of(db::Tx& tx, AccountId account, const http::Page& page);
// NotFound when it is not the account's own.
Result<Conversation> find(db::Tx& tx, AccountId account, ConversationId id);
// Effects: a `conversation` event, when it was not so already.
Result<> mark(db::Tx& tx, AccountId account, ConversationId id, bool is_unread);
// Its statuses stay. NotFound when it is not the account's own.
Result<> remove(db::Tx& tx, AccountId account, ConversationId id);

} // namespace conversations
