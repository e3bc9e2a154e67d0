#include "statuses/featured.h"

#include "federation/reading.h"

namespace statuses {

std::vector<std::string> items_of(const json::Object& collection) {
    auto items = federation::ids_in(collection, "orderedItems");
    return items.empty() ? federation::ids_in(collection, "items") : items;
}

void pin_remote(db::Tx& tx, AccountId account, StatusId status) {
    tx.exec(R"(
        insert into status_pins (id, account_id, status_id, created_at)
        select $1, account_id, id, $4 from statuses
        where id = $3 and account_id = $2 and not is_local and reblog_of_id is null and visibility <> 3
          and (select count(*) from status_pins p where p.account_id = $2) < $5
        on conflict (status_id) do nothing)", {tx.new_id(), account, status, tx.now(), static_cast<int>(kMaxFeatured)});
}

void unpin_remote(db::Tx& tx, AccountId account, StatusId status) {
    tx.exec("delete from status_pins where status_id = $1 and account_id = $2", {status, account});
}

// The newest pin is shown first.
void replace_pins(db::Tx& tx, AccountId account, std::span<const StatusId> statuses) {
    tx.exec("delete from status_pins where account_id = $1", {account});
    for (std::size_t i = statuses.size(); i > 0; --i) pin_remote(tx, account, statuses[i - 1]);
}

} // namespace statuses
