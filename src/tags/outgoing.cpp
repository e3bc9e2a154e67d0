#include "tags/outgoing.h"

#include "accounts/accounts.h"
#include "accounts/outgoing.h"
#include "federation/addresses.h"
#include "federation/composing.h"
#include "federation/delivery.h"
#include "tags/tag_json.h"

#include <string>

namespace tags {

namespace {

void send(db::Tx& tx, std::string_view type, AccountId id, TagId tag_id) {
    const auto inboxes = accounts::account_reach(tx, id);
    if (inboxes.empty()) return;
    auto rows =
        tx.query("select a.username, t.name from accounts a, tags t where a.id = $1 and a.domain = '' and t.id = $2",
                 {id, tag_id});
    if (!rows.next()) return;
    const std::string username = rows.string(0);
    const Tag tag{.id = tag_id, .name = rows.string(1), .display_name = {}};
    const std::string actor = accounts::local_uri(tx.config(), username);
    const federation::Heading heading{.id = actor + "#featured_tags/" + std::to_string(tx.new_id()),
                                      .type = type,
                                      .actor = actor,
                                      .context = federation::kHashtagContext};
    federation::deliver(tx, id,
                        federation::compose(heading,
                                            [&](json::Writer& out) {
                                                out.key("object");
                                                federation::write_hashtag(out, tag.name,
                                                                          featured_tag_url(tx.config(), username, tag));
                                                out.field("target", federation::featured_url(actor));
                                            }),
                        inboxes, federation::Reach::Available, {},
                        tx.config().wants_signatures() ? federation::Signed::OnTheWay : federation::Signed::Within);
}

} // namespace

void send_featured(db::Tx& tx, AccountId account, TagId tag) { send(tx, "Add", account, tag); }

void send_unfeatured(db::Tx& tx, AccountId account, TagId tag) { send(tx, "Remove", account, tag); }

} // namespace tags
