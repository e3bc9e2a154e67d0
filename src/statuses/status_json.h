#pragma once

#include "accounts/account.h"
#include "accounts/account_json.h"
#include "base/json.h"
#include "db/db.h"
#include "filters/matcher.h"
#include "instance/custom_emojis.h"
#include "statuses/page.h"
#include "statuses/poll_json.h"
#include "statuses/status_rendering.h"

#include <memory>
#include <span>

// Status entities. https://docs.joinmastodon.org/entities/Status/
namespace statuses {

// The entities of one page, as one viewer sees them. The number of queries does not depend on the number of statuses.
class StatusEntities {
public:
    // With the accounts of `others`, who stand on the page, too.
    StatusEntities(db::Tx& tx, std::span<const StatusId> ids, const accounts::Account& viewer,
                   std::span<const AccountId> others = {})
        : StatusEntities(tx, ids, viewer, others, {tx, ids.empty() ? accounts::anonymous() : viewer}) {}

    bool shows(StatusId id, Wish wish = Wish::Allowed) const;
    // One JSON object; shows(id) must hold.
    void write(json::Writer& out, StatusId id) const;
    // What a deletion answers: the source instead of the content, for "delete and redraft".
    void write_with_source(json::Writer& out, StatusId id, const Source& source) const;
    // Of all who wrote them, of those whom their cards name, and of the others.
    const accounts::AccountEntities& accounts() const { return accounts_; }
    const StatusRow* row(StatusId id) const { return page_.row(id); }

private:
    enum class Depth { Outer, Quoted }; // Of what is quoted, what it quotes is only named.

    StatusEntities(db::Tx& tx, std::span<const StatusId> ids, const accounts::Account& viewer,
                   std::span<const AccountId> others, filters::ComingMatcher filters);

    void load_emojis(db::Tx& tx);
    bool is_complete(const StatusRow& row) const;
    void write_row(json::Writer& out, const StatusRow& row, const Source* source = nullptr,
                   Depth depth = Depth::Outer) const;
    void write_boost(json::Writer& out, const StatusRow& row) const;
    void write_quote(json::Writer& out, const StatusRow& original, Depth depth) const;
    void write_viewer_fields(json::Writer& out, const StatusRow& row, const StatusRow& original) const;
    void write_filtered(json::Writer& out, const StatusRow& row, const StatusRow& original) const;
    void write_emojis(json::Writer& out, const StatusRow& original, const base::StatusRendering& rendering) const;

    std::string web_url_;
    AccountId viewer_;
    StatusPage page_;
    StatusRenderings renderings_;
    accounts::AccountEntities accounts_;
    PollEntities polls_;
    instance::EmojiEntities emojis_;
    std::shared_ptr<const filters::Matcher> filters_; // The viewer's.
    base::Time now_;
};

// An array in the order of `ids`; hidden and deleted ones are left out.
void write_statuses(json::Writer& out, db::Tx& tx, std::span<const StatusId> ids, const accounts::Account& viewer,
                    Wish wish = Wish::Allowed);

// One, which must be visible: find_visible says so.
void write_status(json::Writer& out, db::Tx& tx, StatusId id, const accounts::Account& viewer);

} // namespace statuses
