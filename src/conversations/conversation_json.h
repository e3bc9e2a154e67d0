#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "conversations/conversations.h"
#include "db/db.h"

#include <span>

// Conversation entities. https://docs.joinmastodon.org/entities/Conversation/
namespace conversations {

// An array in the order of `conversations`, which are the reader's own. A last status that the reader may no longer see
// is null. The number of queries does not depend on the number of conversations.
void write_conversations(json::Writer& out, db::Tx& tx, std::span<const Conversation> conversations,
                         const accounts::Account& reader);
void write_conversation(json::Writer& out, db::Tx& tx, const Conversation& conversation,
                        const accounts::Account& reader);

} // namespace conversations
