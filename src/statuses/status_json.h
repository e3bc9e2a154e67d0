#pragma once

#include "accounts/account.h"
#include "accounts/account_json.h"
#include "base/json.h"
#include "cards/card_json.h"
#include "db/db.h"
#include "filters/matcher.h"
#include "instance/custom_emojis.h"
#include "media/attachment_json.h"
#include "statuses/page.h"
#include "statuses/poll_json.h"

#include <span>
#include <unordered_map>
#include <unordered_set>

// Status entities. https://docs.joinmastodon.org/entities/Status/
namespace statuses {

// The entities of one page, as one viewer sees them. The number of queries does not depend on the number of statuses.
class StatusEntities {
public:
    // With the accounts of `others`, who stand on the page, too.
    StatusEntities(db::Tx& tx, std::span<const StatusId> ids, const accounts::Account& viewer,
                   std::span<const AccountId> others = {});

    bool shows(StatusId id, Wish wish = Wish::Allowed) const { return page_.shows(id, wish); }
    // One JSON object; shows(id) must hold.
    void write(json::Writer& out, StatusId id) const;
    // What a deletion answers: the source instead of the content, for "delete and redraft".
    void write_with_source(json::Writer& out, StatusId id) const;
    // Of all who wrote them, of those whom their cards name, and of the others.
    const accounts::AccountEntities& accounts() const { return accounts_; }
    bool has_media(StatusId id) const { return media_.has(id); }
    const StatusRow* row(StatusId id) const { return page_.row(id); }
    const std::vector<MentionRow>& mentions(StatusId id) const { return page_.mentions(id); }

private:
    struct Tag {
        TagId id;
        std::string name;
    };
    enum class Body { Content, Source };
    enum class Depth { Outer, Quoted }; // Of what is quoted, what it quotes is only named.

    void load_tags(db::Tx& tx);
    void load_emojis(db::Tx& tx);
    void write_row(json::Writer& out, const StatusRow& row, Body body, Depth depth = Depth::Outer) const;
    void write_quote(json::Writer& out, const StatusRow& original, Depth depth) const;
    void write_viewer_fields(json::Writer& out, const StatusRow& row, const StatusRow& original) const;
    void write_filtered(json::Writer& out, const StatusRow& row, const StatusRow& original) const;
    void write_application(json::Writer& out, const StatusRow& row) const;
    void write_mentions(json::Writer& out, StatusId id) const;
    void write_tags(json::Writer& out, StatusId id) const;
    void write_emojis(json::Writer& out, const StatusRow& original) const;

    const base::Config& config_;
    std::string web_url_;
    AccountId viewer_;
    StatusPage page_;
    cards::CardEntities cards_;
    accounts::AccountEntities accounts_;
    media::AttachmentEntities media_;
    PollEntities polls_;
    instance::EmojiEntities emojis_;
    filters::Matcher filters_;
    base::Time now_;
    std::unordered_map<StatusId, std::vector<Tag>> tags_;
};

// An array in the order of `ids`; hidden and deleted ones are left out.
void write_statuses(json::Writer& out, db::Tx& tx, std::span<const StatusId> ids, const accounts::Account& viewer,
                    Wish wish = Wish::Allowed);

// One, which must be visible: find_visible says so.
void write_status(json::Writer& out, db::Tx& tx, StatusId id, const accounts::Account& viewer);

// "https://social.example/users/alice/statuses/1" and "https://social.example/@alice/1".
std::string local_uri(std::string_view web_url, std::string_view username, StatusId id);
std::string local_url(std::string_view web_url, std::string_view username, StatusId id);

} // namespace statuses
