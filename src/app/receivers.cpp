#include "app/receivers.h"

#include "accounts/accounts_federation.h"
#include "collections/collections_federation.h"
#include "federation/fetch.h"
#include "moderation/reports_federation.h"
#include "relationships/relationships_federation.h"
#include "statuses/statuses_federation.h"

namespace app {
namespace {

// What is only named may be of two kinds.
template <federation::Receive kFirst, federation::Receive kSecond>
Result<> first_of(db::Tx& tx, const federation::Activity& activity) {
    const auto done = kFirst(tx, activity);
    const bool is_other = !done && done.error().refusal == base::Refusal::NotFound;
    return is_other ? kSecond(tx, activity) : done;
}

// Either of two may need something.
template <bool (*kFirst)(db::Tx&, const federation::Activity&), bool (*kSecond)(db::Tx&, const federation::Activity&)>
bool must_fetch_either(db::Tx& tx, const federation::Activity& activity) {
    return kFirst(tx, activity) || kSecond(tx, activity);
}
template <bool (*kMustFirst)(db::Tx&, const federation::Activity&),
          void (*kFirst)(federation::Errand&, federation::Activity&),
          void (*kSecond)(federation::Errand&, federation::Activity&)>
void fetch_either(federation::Errand& errand, federation::Activity& activity) {
    bool is_first = false;
    errand.database().read([&](db::Tx& tx) { is_first = kMustFirst(tx, activity); });
    is_first ? kFirst(errand, activity) : kSecond(errand, activity);
}
// One that gives the id alone may turn out to be of a collection.
void fetch_updated(federation::Errand& errand, federation::Activity& update) {
    statuses::fetch_for_update(errand, update);
    collections::fetch_items(errand, update);
}

// The first that fits. What stands nowhere here is answered 202 and forgotten.
constexpr federation::Receiver kReceivers[] = {
    {"Create", "*", statuses::receive_create, statuses::must_fetch_for_create, statuses::fetch_for_create},
    {"Update", "self", accounts::receive_update_actor, federation::must_fetch_object, federation::fetch_object},
    {"Update", "FeaturedCollection", collections::receive_collection, collections::must_fetch_items,
     collections::fetch_items},
    {"Update", "*", statuses::receive_update, statuses::must_fetch_for_update, fetch_updated},
    {"Delete", "self", accounts::receive_delete_actor},
    {"Delete", "QuoteAuthorization", statuses::receive_delete_quote_authorization},
    {"Delete", "FeatureAuthorization", collections::receive_delete},
    {"Delete", "FeaturedCollection", collections::receive_delete},
    {"Delete", "", first_of<collections::receive_delete, statuses::receive_delete>},
    {"Delete", "*", statuses::receive_delete},

    {federation::kPassedOn, "*", statuses::receive_passed_on, statuses::must_fetch_for_passed_on,
     statuses::fetch_for_passed_on},

    {"Like", "*", statuses::receive_like},
    {"Undo", "Like", statuses::receive_undo_like},
    {"Announce", "*", statuses::receive_announce, statuses::must_fetch_for_announce, statuses::fetch_for_announce},
    {"Undo", "Announce", statuses::receive_undo_announce},

    {"Follow", "*", relationships::receive_follow},
    {"Undo", "Follow", relationships::receive_undo_follow},
    {"Accept", "Follow", relationships::receive_accept_follow},
    {"Undo", "Accept", relationships::receive_undo_accept},
    {"Reject", "Follow", relationships::receive_reject_follow},
    {"Block", "*", relationships::receive_block},
    {"Undo", "Block", relationships::receive_undo_block},
    {"Undo", "",
     first_of<statuses::receive_undo_announce_by_id,
              first_of<statuses::receive_undo_like_by_id, relationships::receive_undo_by_id>>},
    {"Move", "*", relationships::receive_move, relationships::must_fetch_for_move, relationships::fetch_for_move},

    {"QuoteRequest", "*", statuses::receive_quote_request, statuses::must_fetch_for_quote_request,
     statuses::fetch_for_quote_request},
    {"Accept", "QuoteRequest", statuses::receive_accept_quote},
    {"Reject", "QuoteRequest", statuses::receive_reject_quote},
    {"FeatureRequest", "*", collections::receive_feature_request, collections::must_fetch_for_feature_request,
     collections::fetch_for_feature_request},
    {"Accept", "FeatureRequest", collections::receive_accept},
    {"Reject", "FeatureRequest", collections::receive_reject},
    {"Accept", "",
     first_of<statuses::receive_accept_quote,
              first_of<collections::receive_accept, relationships::receive_accept_follow>>},
    {"Reject", "",
     first_of<statuses::receive_reject_quote,
              first_of<collections::receive_reject, relationships::receive_reject_follow>>},

    {"Add", "FeaturedCollection", collections::receive_collection, collections::must_fetch_items,
     collections::fetch_items},
    {"Add", "FeaturedItem", collections::receive_add_item},
    {"Add", "", statuses::receive_add, must_fetch_either<collections::must_fetch_for_add, statuses::must_fetch_for_add>,
     fetch_either<collections::must_fetch_for_add, collections::fetch_for_add, statuses::fetch_for_add>},
    {"Add", "*", statuses::receive_add, statuses::must_fetch_for_add, statuses::fetch_for_add},
    {"Remove", "*", first_of<collections::receive_remove, statuses::receive_remove>},
    {"Flag", "*", moderation::receive_flag},
};

} // namespace

std::span<const federation::Receiver> receivers() { return kReceivers; }

} // namespace app
