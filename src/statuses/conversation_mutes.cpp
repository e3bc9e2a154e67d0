#include "statuses/conversation_mutes.h"

#include "statuses/visibility.h"

namespace statuses {

Result<> mute_conversation(db::Tx& tx, const accounts::Account& account, StatusId id) {
    const Status status = TRY(find_visible_original(tx, id, account));
    tx.exec(R"(
        insert into conversation_mutes (account_id, conversation_id) values ($1, $2)
        on conflict (account_id, conversation_id) do nothing)", {account.id, status.conversation});
    return {};
}

Result<> unmute_conversation(db::Tx& tx, const accounts::Account& account, StatusId id) {
    const Status status = TRY(find_visible_original(tx, id, account));
    tx.exec("delete from conversation_mutes where account_id = $1 and conversation_id = $2",
            {account.id, status.conversation});
    return {};
}

} // namespace statuses
