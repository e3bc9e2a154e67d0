#include "app/routes.h"

#include "accounts/accounts_api.h"
#include "accounts/actor_api.h"
#include "accounts/credentials_api.h"
#include "app/inbox_api.h"
#include "auth/aliases_pages.h"
#include "auth/applications_api.h"
#include "auth/assets.h"
#include "auth/authorization_pages.h"
#include "auth/confirmation_api.h"
#include "auth/confirmation_pages.h"
#include "auth/discovery_api.h"
#include "auth/interaction_pages.h"
#include "auth/leaving_pages.h"
#include "auth/moving_pages.h"
#include "auth/password_reset_pages.h"
#include "auth/settings_lookup.h"
#include "auth/settings_pages.h"
#include "auth/sign_in_pages.h"
#include "auth/sign_up_api.h"
#include "auth/sign_up_pages.h"
#include "auth/tokens_api.h"
#include "collections/collections_api.h"
#include "collections/documents_api.h"
#include "conversations/conversations_api.h"
#include "federation/signer_fetching.h"
#include "filters/filters_api.h"
#include "instance/announcements_api.h"
#include "instance/discovery_api.h"
#include "instance/emoji_document.h"
#include "instance/instance_api.h"
#include "instance/legal_texts_api.h"
#include "instance/pictures_api.h"
#include "lists/lists_api.h"
#include "media/files_api.h"
#include "media/media_api.h"
#include "media/proxy_api.h"
#include "moderation/domain_blocks_api.h"
#include "moderation/reports_api.h"
#include "notifications/groups_api.h"
#include "notifications/notifications_api.h"
#include "notifications/policy_api.h"
#include "notifications/requests_api.h"
#include "relationships/collections_api.h"
#include "relationships/domain_blocks_api.h"
#include "relationships/lists_api.h"
#include "relationships/relationships_api.h"
#include "search/discovery_api.h"
#include "search/resolving.h"
#include "search/search_api.h"
#include "statuses/documents_api.h"
#include "statuses/mention_fetching.h"
#include "statuses/refreshing.h"
#include "statuses/statuses_api.h"
#include "tags/tags_api.h"
#include "timelines/markers_api.h"
#include "timelines/timelines_api.h"
#include "trends/trends_api.h"

namespace app {

namespace {

using http::anyone;
using http::Caching;
using http::Limit;
using http::no_token;
using http::Pool;
using http::Scope;
using http::TxKind;
using enum http::Method;

// A film, its thumbnail, and a description.
constexpr http::Options kUpload{
    .body_limit_bytes = 117 << 20, .limit = Limit::Media, .pool = Pool::Media, .spools = true};

// A thumbnail for what is here already.
constexpr http::Options kThumbnail{.body_limit_bytes = 17 << 20, .pool = Pool::Media, .spools = true};

// An avatar, a header, and words.
constexpr http::Options kPictures{.body_limit_bytes = 18 << 20, .pool = Pool::Media, .spools = true};

// Who the new account is, and whose the old one.
constexpr http::Options kMove{.pool = Pool::Passwords, .before = &auth::kLookUpAcct};

// A document that may be for those alone who sign, and one that always is.
constexpr http::Options kSigned{.before = &federation::kFetchSignerIfWanted};
constexpr http::Options kAlwaysSigned{.before = &federation::kFetchSigner};

// In the order of docs.joinmastodon.org; a difference here is a change of the API.
constexpr http::Route kRoutes[] = {
    // apps
    {Post, "/api/v1/apps", no_token(), auth::post_app, {.limit = Limit::AppRegistration}},
    {Get, "/api/v1/apps/verify_credentials", http::app(), auth::get_verify_app_credentials},

    // oauth: pages for people, then what apps ask for themselves
    {Get, "/oauth/authorize", no_token(), auth::get_authorize, {.tx = TxKind::Write}},
    {Post, "/oauth/authorize", no_token(), auth::post_authorize},
    {Delete, "/oauth/authorize", no_token(), auth::post_authorize},
    {Get, "/oauth/authorize/native", no_token(), auth::get_native_code},
    {Post, "/oauth/token", no_token(), auth::post_token},
    {Post, "/oauth/revoke", no_token(), auth::post_revoke},
    {Get, "/oauth/userinfo", Scope::Profile, auth::get_userinfo},
    {Post, "/oauth/userinfo", Scope::Profile, auth::get_userinfo, {.tx = TxKind::Read}},
    {Get,
     "/.well-known/oauth-authorization-server",
     no_token(),
     auth::get_oauth_metadata,
     {.caching = Caching::Shared}},

    // signing in, and the page that says how
    {Get, "/", no_token(), auth::get_home},
    {Get, "/about", no_token(), auth::get_home},
    {Get, "/auth/sign_in", no_token(), auth::get_sign_in},
    {Post, "/auth/sign_in", no_token(), auth::post_sign_in, {.limit = Limit::SignIn, .pool = Pool::Passwords}},
    {Get, "/auth/sign_up", no_token(), auth::get_sign_up},
    {Post, "/auth", no_token(), auth::post_sign_up, {.limit = Limit::SignUpForm, .pool = Pool::Passwords}},
    {Get,
     "/auth/confirmation",
     no_token(),
     auth::get_confirmation,
     {.tx = TxKind::Write, .limit = Limit::Confirmation}},
    {Get, "/auth/confirmation/new", no_token(), auth::get_new_confirmation},
    {Post, "/auth/confirmation", no_token(), auth::post_confirmation, {.limit = Limit::Confirmation}},
    {Get, "/auth/password/new", no_token(), auth::get_new_password},
    {Post, "/auth/password", no_token(), auth::post_password, {.limit = Limit::Confirmation}},
    {Get, "/auth/password/edit", no_token(), auth::get_edit_password, {.limit = Limit::Confirmation}},
    {Post,
     "/auth/password/edit",
     no_token(),
     auth::post_edit_password,
     {.limit = Limit::Confirmation, .pool = Pool::Passwords}},
    {Post, "/auth/sign_out", no_token(), auth::delete_sign_out},
    {Delete, "/auth/sign_out", no_token(), auth::delete_sign_out},
    {Get, "/settings", no_token(), auth::get_settings},
    {Get, "/settings/aliases", no_token(), auth::get_aliases},
    {Post, "/settings/aliases", no_token(), auth::post_alias, {.before = &auth::kLookUpAcct}},
    {Post, "/settings/aliases/remove", no_token(), auth::post_alias_removal},
    {Get, "/settings/migration", no_token(), auth::get_migration},
    {Post, "/settings/migration", no_token(), auth::post_migration, kMove},
    {Get, "/settings/migration/redirect/new", no_token(), auth::get_new_redirect},
    {Post, "/settings/migration/redirect", no_token(), auth::post_redirect, kMove},
    {Delete, "/settings/migration/redirect", no_token(), auth::post_redirect, kMove},
    {Get, "/settings/delete", no_token(), auth::get_delete_account},
    {Post, "/settings/delete", no_token(), auth::post_delete_account, {.pool = Pool::Passwords}},
    {Get, "/privacy-policy", no_token(), instance::get_privacy_policy_page},
    {Get, "/terms-of-service", no_token(), instance::get_terms_of_service_page},
    {Get, "/terms-of-service/:date", no_token(), instance::get_terms_of_service_page},
    {Get, "/authorize_interaction", no_token(), auth::get_authorize_interaction, {.before = &auth::kLookUp}},
    {Post, "/authorize_interaction", no_token(), auth::post_authorize_interaction},
    {Get, "/authorize_follow", no_token(), auth::get_authorize_follow},
    {Get, "/assets/:name", no_token(), auth::get_asset},

    // accounts
    {Post,
     "/api/v1/accounts",
     http::app(Scope::WriteAccounts),
     auth::post_account,
     {.limit = Limit::SignUp, .pool = Pool::Passwords}},
    {Post,
     "/api/v1/emails/confirmations",
     http::app(Scope::WriteAccounts),
     auth::post_email_confirmation,
     {.limit = Limit::Confirmation}},
    {Get, "/api/v1/emails/check_confirmation", http::app(Scope::ReadAccounts), auth::get_check_confirmation},
    {Get, "/api/v1/accounts", anyone(Scope::ReadAccounts), accounts::get_accounts},
    {Get, "/api/v1/accounts/verify_credentials", Scope::Profile | Scope::ReadAccounts,
     accounts::get_verify_credentials},
    {Patch, "/api/v1/accounts/update_credentials", Scope::WriteAccounts, accounts::patch_update_credentials, kPictures},
    {Get, "/api/v1/accounts/relationships", Scope::ReadFollows, relationships::get_relationships},
    {Get, "/api/v1/accounts/familiar_followers", Scope::ReadFollows, relationships::get_familiar_followers},
    {Get,
     "/api/v1/accounts/search",
     Scope::ReadAccounts,
     search::get_account_search,
     {.before = &search::kResolveAccount}},
    {Get, "/api/v1/accounts/lookup", anyone(Scope::ReadAccounts), accounts::get_lookup},
    {Get, "/api/v1/accounts/:id", anyone(Scope::ReadAccounts), accounts::get_account},
    {Get, "/api/v1/accounts/:id/statuses", anyone(Scope::ReadStatuses), timelines::get_account_statuses},
    {Get, "/api/v1/accounts/:id/followers", anyone(Scope::ReadAccounts), relationships::get_followers},
    {Get, "/api/v1/accounts/:id/following", anyone(Scope::ReadAccounts), relationships::get_following},
    {Get, "/api/v1/accounts/:id/featured_tags", anyone(), tags::get_featured_tags_of},
    {Get, "/api/v1/accounts/:id/lists", Scope::ReadLists, lists::get_lists_with},
    {Get, "/api/v1/accounts/:id/collections", anyone(Scope::ReadCollections), collections::get_collections_of},
    {Get, "/api/v1/accounts/:id/in_collections", Scope::ReadCollections, collections::get_collections_with},
    {Get, "/api/v1/accounts/:id/identity_proofs", http::user(), relationships::get_identity_proofs},
    {Get, "/api/v1/accounts/:id/endorsements", anyone(Scope::ReadAccounts), relationships::get_account_endorsements},
    {Post, "/api/v1/accounts/:id/endorse", Scope::WriteAccounts, relationships::post_endorse},
    {Post, "/api/v1/accounts/:id/unendorse", Scope::WriteAccounts, relationships::post_unendorse},
    {Post, "/api/v1/accounts/:id/pin", Scope::WriteAccounts, relationships::post_endorse},
    {Post, "/api/v1/accounts/:id/unpin", Scope::WriteAccounts, relationships::post_unendorse},
    {Post, "/api/v1/accounts/:id/note", Scope::WriteAccounts, relationships::post_note},
    {Post, "/api/v1/accounts/:id/follow", Scope::WriteFollows, relationships::post_follow, {.limit = Limit::Follows}},
    {Post, "/api/v1/accounts/:id/unfollow", Scope::WriteFollows, relationships::post_unfollow},
    {Post, "/api/v1/accounts/:id/remove_from_followers", Scope::WriteFollows,
     relationships::post_remove_from_followers},
    {Post, "/api/v1/accounts/:id/block", Scope::WriteBlocks, relationships::post_block},
    {Post, "/api/v1/accounts/:id/unblock", Scope::WriteBlocks, relationships::post_unblock},
    {Post, "/api/v1/accounts/:id/mute", Scope::WriteMutes, relationships::post_mute},
    {Post, "/api/v1/accounts/:id/unmute", Scope::WriteMutes, relationships::post_unmute},
    {Get, "/api/v1/profile", Scope::Profile | Scope::ReadAccounts, accounts::get_profile},
    {Patch, "/api/v1/profile", Scope::WriteAccounts, accounts::patch_profile, kPictures},
    {Put, "/api/v1/profile", Scope::WriteAccounts, accounts::patch_profile, kPictures},
    {Delete, "/api/v1/profile/avatar", Scope::WriteAccounts, accounts::delete_profile_avatar},
    {Delete, "/api/v1/profile/header", Scope::WriteAccounts, accounts::delete_profile_header},
    {Get, "/api/v1/preferences", Scope::ReadAccounts, accounts::get_preferences},
    {Get, "/api/v1/bookmarks", Scope::ReadBookmarks, timelines::get_bookmarks},
    {Get, "/api/v1/favourites", Scope::ReadFavourites, timelines::get_favourites},
    {Get, "/api/v1/mutes", Scope::ReadMutes, relationships::get_mutes},
    {Get, "/api/v1/blocks", Scope::ReadBlocks, relationships::get_blocks},
    {Get, "/api/v2/filters", Scope::ReadFilters, filters::get_filters},
    {Post, "/api/v2/filters", Scope::WriteFilters, filters::post_filter},
    {Get, "/api/v2/filters/:id", Scope::ReadFilters, filters::get_filter},
    {Put, "/api/v2/filters/:id", Scope::WriteFilters, filters::put_filter},
    {Patch, "/api/v2/filters/:id", Scope::WriteFilters, filters::put_filter},
    {Delete, "/api/v2/filters/:id", Scope::WriteFilters, filters::delete_filter_by_id},
    {Get, "/api/v2/filters/:filter_id/keywords", Scope::ReadFilters, filters::get_keywords},
    {Post, "/api/v2/filters/:filter_id/keywords", Scope::WriteFilters, filters::post_keyword},
    {Get, "/api/v2/filters/keywords/:id", Scope::ReadFilters, filters::get_keyword},
    {Put, "/api/v2/filters/keywords/:id", Scope::WriteFilters, filters::put_keyword},
    {Patch, "/api/v2/filters/keywords/:id", Scope::WriteFilters, filters::put_keyword},
    {Delete, "/api/v2/filters/keywords/:id", Scope::WriteFilters, filters::delete_keyword_by_id},
    {Get, "/api/v2/filters/:filter_id/statuses", Scope::ReadFilters, filters::get_filtered_statuses},
    {Post, "/api/v2/filters/:filter_id/statuses", Scope::WriteFilters, filters::post_filtered_status},
    {Get, "/api/v2/filters/statuses/:id", Scope::ReadFilters, filters::get_filtered_status},
    {Delete, "/api/v2/filters/statuses/:id", Scope::WriteFilters, filters::delete_filtered_status},
    {Get, "/api/v1/filters", Scope::ReadFilters, filters::get_phrases},
    {Post, "/api/v1/filters", Scope::WriteFilters, filters::post_phrase},
    {Get, "/api/v1/filters/:id", Scope::ReadFilters, filters::get_phrase},
    {Put, "/api/v1/filters/:id", Scope::WriteFilters, filters::put_phrase},
    {Patch, "/api/v1/filters/:id", Scope::WriteFilters, filters::put_phrase},
    {Delete, "/api/v1/filters/:id", Scope::WriteFilters, filters::delete_phrase_by_id},
    {Get, "/api/v1/domain_blocks", Scope::ReadBlocks, relationships::get_domain_blocks},
    {Post, "/api/v1/domain_blocks", Scope::WriteBlocks, relationships::post_domain_block},
    {Delete, "/api/v1/domain_blocks", Scope::WriteBlocks, relationships::delete_domain_block},
    {Get, "/api/v1/domain_blocks/preview", Scope::WriteBlocks, relationships::get_domain_block_preview},
    {Get, "/api/v1/endorsements", Scope::ReadAccounts, relationships::get_endorsements},
    {Get, "/api/v1/follow_requests", Scope::ReadFollows, relationships::get_follow_requests},
    {Post, "/api/v1/follow_requests/:id/authorize", Scope::WriteFollows, relationships::post_authorize_follow_request},
    {Post, "/api/v1/follow_requests/:id/reject", Scope::WriteFollows, relationships::post_reject_follow_request},
    {Get, "/api/v1/featured_tags", Scope::ReadAccounts, tags::get_featured_tags},
    {Post, "/api/v1/featured_tags", Scope::WriteAccounts, tags::post_featured_tag},
    {Delete, "/api/v1/featured_tags/:id", Scope::WriteAccounts, tags::delete_featured_tag_by_id},
    {Get, "/api/v1/featured_tags/suggestions", Scope::ReadAccounts, tags::get_suggestions},
    {Get, "/api/v1/followed_tags", Scope::ReadFollows, tags::get_followed_tags},
    {Get, "/api/v1/tags/:name", anyone(), tags::get_tag},
    {Post, "/api/v1/tags/:name/follow", Scope::WriteFollows, tags::post_follow, {.limit = Limit::Follows}},
    {Post, "/api/v1/tags/:name/unfollow", Scope::WriteFollows, tags::post_unfollow},
    {Post, "/api/v1/tags/:name/feature", Scope::WriteAccounts, tags::post_feature},
    {Post, "/api/v1/tags/:name/unfeature", Scope::WriteAccounts, tags::post_unfeature},

    // statuses
    {Post,
     "/api/v1/statuses",
     Scope::WriteStatuses,
     statuses::post_status,
     {.limit = Limit::Statuses, .before = &statuses::kFetchMentioned}},
    {Get, "/api/v1/statuses", anyone(Scope::ReadStatuses), statuses::get_statuses},
    {Get, "/api/v1/statuses/:id", anyone(Scope::ReadStatuses), statuses::get_status},
    {Put,
     "/api/v1/statuses/:id",
     Scope::WriteStatuses,
     statuses::put_status,
     {.limit = Limit::Statuses, .before = &statuses::kFetchMentioned}},
    {Patch,
     "/api/v1/statuses/:id",
     Scope::WriteStatuses,
     statuses::put_status,
     {.limit = Limit::Statuses, .before = &statuses::kFetchMentioned}},
    {Delete, "/api/v1/statuses/:id", Scope::WriteStatuses, statuses::delete_status_by_id, {.limit = Limit::Deletes}},
    {Get, "/api/v1/statuses/:id/context", anyone(Scope::ReadStatuses), statuses::get_context},
    {Get, "/api/v1_alpha/async_refreshes/:id", Scope::ReadItself, statuses::get_async_refresh},
    {Get, "/api/v1/statuses/:id/history", anyone(Scope::ReadStatuses), statuses::get_history},
    {Get, "/api/v1/statuses/:id/source", Scope::ReadStatuses, statuses::get_source},
    {Post, "/api/v1/statuses/:id/translate", Scope::ReadStatuses, statuses::post_translate},
    {Get, "/api/v1/statuses/:id/reblogged_by", anyone(Scope::ReadAccounts), statuses::get_reblogged_by},
    {Get, "/api/v1/statuses/:id/quotes", Scope::ReadStatuses, statuses::get_quotes},
    {Post, "/api/v1/statuses/:id/quotes/:quoting_status_id/revoke", Scope::WriteStatuses, statuses::post_revoke_quote},
    {Put, "/api/v1/statuses/:id/interaction_policy", Scope::WriteStatuses, statuses::put_interaction_policy},
    {Patch, "/api/v1/statuses/:id/interaction_policy", Scope::WriteStatuses, statuses::put_interaction_policy},
    {Get, "/api/v1/statuses/:id/favourited_by", anyone(Scope::ReadAccounts), statuses::get_favourited_by},
    {Post, "/api/v1/statuses/:id/favourite", Scope::WriteFavourites, statuses::post_favourite},
    {Post, "/api/v1/statuses/:id/unfavourite", Scope::WriteFavourites, statuses::post_unfavourite},
    {Post, "/api/v1/statuses/:id/reblog", Scope::WriteStatuses, statuses::post_reblog, {.limit = Limit::Statuses}},
    {Post, "/api/v1/statuses/:id/unreblog", Scope::WriteStatuses, statuses::post_unreblog, {.limit = Limit::Deletes}},
    {Post, "/api/v1/statuses/:id/bookmark", Scope::WriteBookmarks, statuses::post_bookmark},
    {Post, "/api/v1/statuses/:id/unbookmark", Scope::WriteBookmarks, statuses::post_unbookmark},
    {Post, "/api/v1/statuses/:id/mute", Scope::WriteMutes, statuses::post_mute_conversation},
    {Post, "/api/v1/statuses/:id/unmute", Scope::WriteMutes, statuses::post_unmute_conversation},
    {Post, "/api/v1/statuses/:id/pin", Scope::WriteAccounts, statuses::post_pin},
    {Post, "/api/v1/statuses/:id/unpin", Scope::WriteAccounts, statuses::post_unpin},

    // media
    {Post, "/api/v2/media", Scope::WriteMedia, media::post_media, kUpload},
    {Post, "/api/v1/media", Scope::WriteMedia, media::post_media_v1, kUpload},
    {Get, "/api/v1/media/:id", Scope::WriteMedia, media::get_media},
    {Put, "/api/v1/media/:id", Scope::WriteMedia, media::put_media, kThumbnail},
    {Patch, "/api/v1/media/:id", Scope::WriteMedia, media::put_media, kThumbnail},
    {Delete, "/api/v1/media/:id", Scope::WriteMedia, media::delete_media},
    {Get, "/system/*any", no_token(), media::get_file},
    {Get, "/media_proxy/:kind/:id/:mark", no_token(), media::get_copy, {.before = &media::kHaveCopy}},

    // scheduled statuses
    {Get, "/api/v1/scheduled_statuses", Scope::ReadStatuses, statuses::get_scheduled_statuses},
    {Get, "/api/v1/scheduled_statuses/:id", Scope::ReadStatuses, statuses::get_scheduled_status},
    {Put, "/api/v1/scheduled_statuses/:id", Scope::WriteStatuses, statuses::put_scheduled_status},
    {Patch, "/api/v1/scheduled_statuses/:id", Scope::WriteStatuses, statuses::put_scheduled_status},
    {Delete, "/api/v1/scheduled_statuses/:id", Scope::WriteStatuses, statuses::delete_scheduled_status},

    // polls
    {Get, "/api/v1/polls/:id", anyone(Scope::ReadStatuses), statuses::get_poll, {.before = &statuses::kCountAgain}},
    {Post, "/api/v1/polls/:id/votes", Scope::WriteStatuses, statuses::post_votes},

    // trends
    {Get, "/api/v1/trends", anyone(), trends::get_trending_tags},
    {Get, "/api/v1/trends/tags", anyone(), trends::get_trending_tags},
    {Get, "/api/v1/trends/statuses", anyone(), trends::get_trending_statuses},
    {Get, "/api/v1/trends/links", anyone(), trends::get_trending_links},

    // timelines
    {Get,
     "/api/v1/timelines/public",
     anyone(Scope::ReadStatuses),
     timelines::get_public,
     {.caching = Caching::Anonymous}},
    {Get,
     "/api/v1/timelines/tag/:hashtag",
     anyone(Scope::ReadStatuses),
     timelines::get_hashtag,
     {.caching = Caching::Anonymous}},
    {Get, "/api/v1/timelines/link", anyone(Scope::ReadStatuses), timelines::get_link},
    {Get, "/api/v1/timelines/home", Scope::ReadStatuses, timelines::get_home},
    {Get, "/api/v1/timelines/list/:list_id", Scope::ReadLists, timelines::get_list},
    {Get, "/api/v1/lists", Scope::ReadLists, lists::get_lists},
    {Post, "/api/v1/lists", Scope::WriteLists, lists::post_list},
    {Get, "/api/v1/lists/:id", Scope::ReadLists, lists::get_list},
    {Put, "/api/v1/lists/:id", Scope::WriteLists, lists::put_list},
    {Patch, "/api/v1/lists/:id", Scope::WriteLists, lists::put_list},
    {Delete, "/api/v1/lists/:id", Scope::WriteLists, lists::delete_list_by_id},
    {Get, "/api/v1/lists/:id/accounts", Scope::ReadLists, lists::get_members},
    {Post, "/api/v1/lists/:id/accounts", Scope::WriteLists, lists::post_members},
    {Delete, "/api/v1/lists/:id/accounts", Scope::WriteLists, lists::delete_members},
    {Post, "/api/v1/collections", Scope::WriteCollections, collections::post_collection},
    {Get, "/api/v1/collections/:id", anyone(Scope::ReadCollections), collections::get_collection},
    {Patch, "/api/v1/collections/:id", Scope::WriteCollections, collections::patch_collection},
    {Put, "/api/v1/collections/:id", Scope::WriteCollections, collections::patch_collection},
    {Delete, "/api/v1/collections/:id", Scope::WriteCollections, collections::delete_collection_by_id},
    {Post, "/api/v1/collections/:id/items", Scope::WriteCollections, collections::post_item},
    {Delete, "/api/v1/collections/:id/items/:item_id", Scope::WriteCollections, collections::delete_item},
    {Post, "/api/v1/collections/:id/items/:item_id/revoke", Scope::WriteCollections, collections::post_revoke_item},
    // the same, as they were first tried out
    {Get, "/api/v1_alpha/accounts/:id/collections", anyone(Scope::ReadCollections), collections::get_collections_of},
    {Get, "/api/v1_alpha/accounts/:id/in_collections", Scope::ReadCollections, collections::get_collections_with},
    {Post, "/api/v1_alpha/collections", Scope::WriteCollections, collections::post_collection},
    {Get, "/api/v1_alpha/collections/:id", anyone(Scope::ReadCollections), collections::get_collection},
    {Patch, "/api/v1_alpha/collections/:id", Scope::WriteCollections, collections::patch_collection},
    {Put, "/api/v1_alpha/collections/:id", Scope::WriteCollections, collections::patch_collection},
    {Delete, "/api/v1_alpha/collections/:id", Scope::WriteCollections, collections::delete_collection_by_id},
    {Post, "/api/v1_alpha/collections/:id/items", Scope::WriteCollections, collections::post_item},
    {Delete, "/api/v1_alpha/collections/:id/items/:item_id", Scope::WriteCollections, collections::delete_item},
    {Post, "/api/v1_alpha/collections/:id/items/:item_id/revoke", Scope::WriteCollections,
     collections::post_revoke_item},
    {Get, "/api/v1/conversations", Scope::ReadStatuses, conversations::get_conversations},
    {Delete, "/api/v1/conversations/:id", Scope::WriteConversations, conversations::delete_conversation},
    {Post, "/api/v1/conversations/:id/read", Scope::WriteConversations, conversations::post_read},
    {Post, "/api/v1/conversations/:id/unread", Scope::WriteConversations, conversations::post_unread},
    {Get, "/api/v1/markers", Scope::ReadStatuses, timelines::get_markers},
    {Post, "/api/v1/markers", Scope::WriteStatuses, timelines::post_markers},

    // notifications
    {Get, "/api/v1/notifications", Scope::ReadNotifications, notifications::get_notifications},
    {Get, "/api/v1/notifications/unread_count", Scope::ReadNotifications, notifications::get_unread_count},
    {Get, "/api/v1/notifications/:id", Scope::ReadNotifications, notifications::get_notification},
    {Post, "/api/v1/notifications/clear", Scope::WriteNotifications, notifications::post_clear},
    {Post, "/api/v1/notifications/:id/dismiss", Scope::WriteNotifications, notifications::post_dismiss},
    {Post, "/api/v1/notifications/dismiss", Scope::WriteNotifications, notifications::post_dismiss},
    {Get, "/api/v1/notifications/policy", Scope::ReadNotifications, notifications::get_policy_v1},
    {Put, "/api/v1/notifications/policy", Scope::WriteNotifications, notifications::patch_policy_v1},
    {Patch, "/api/v1/notifications/policy", Scope::WriteNotifications, notifications::patch_policy_v1},
    {Get, "/api/v2/notifications/policy", Scope::ReadNotifications, notifications::get_policy},
    {Put, "/api/v2/notifications/policy", Scope::WriteNotifications, notifications::patch_policy},
    {Patch, "/api/v2/notifications/policy", Scope::WriteNotifications, notifications::patch_policy},
    {Get, "/api/v1/notifications/requests", Scope::ReadNotifications, notifications::get_requests},
    {Get, "/api/v1/notifications/requests/merged", Scope::ReadNotifications, notifications::get_requests_merged},
    {Get, "/api/v1/notifications/requests/:id", Scope::ReadNotifications, notifications::get_request},
    {Post, "/api/v1/notifications/requests/accept", Scope::WriteNotifications, notifications::post_accept_requests},
    {Post, "/api/v1/notifications/requests/dismiss", Scope::WriteNotifications, notifications::post_dismiss_requests},
    {Post, "/api/v1/notifications/requests/:id/accept", Scope::WriteNotifications, notifications::post_accept_request},
    {Post, "/api/v1/notifications/requests/:id/dismiss", Scope::WriteNotifications,
     notifications::post_dismiss_request},
    {Get, "/api/v2/notifications", Scope::ReadNotifications, notifications::get_groups},
    {Get, "/api/v2/notifications/unread_count", Scope::ReadNotifications, notifications::get_unread_group_count},
    {Get, "/api/v2/notifications/:group_key", Scope::ReadNotifications, notifications::get_group},
    {Get, "/api/v2/notifications/:group_key/accounts", Scope::ReadNotifications, notifications::get_group_accounts},
    {Post, "/api/v2/notifications/clear", Scope::WriteNotifications, notifications::post_clear},
    {Post, "/api/v2/notifications/:group_key/dismiss", Scope::WriteNotifications, notifications::post_dismiss_group},

    // discovery
    {Get, "/api/v2/suggestions", Scope::ReadAccounts, search::get_suggestions},
    {Get, "/api/v1/suggestions", Scope::ReadAccounts, search::get_suggestions_v1},
    {Delete, "/api/v1/suggestions/:account_id", Scope::WriteAccounts, search::delete_suggestion},
    {Get, "/api/v1/directory", anyone(), search::get_directory},
    {Get, "/api/v1/peers/search", no_token(), instance::get_peer_search, {.caching = Caching::Shared}},

    // search
    {Get, "/api/v2/search", anyone(Scope::ReadSearch), search::get_search, {.before = &search::kResolve}},

    // reports
    {Post, "/api/v1/reports", Scope::WriteReports, moderation::post_report, {.limit = Limit::Reports}},

    // announcements
    {Get, "/api/v1/announcements", http::user(), instance::get_announcements},
    {Post, "/api/v1/announcements/:id/dismiss", Scope::WriteAccounts, instance::post_dismiss_announcement},
    {Put, "/api/v1/announcements/:id/reactions/:name", Scope::WriteFavourites, instance::put_announcement_reaction},
    {Patch, "/api/v1/announcements/:id/reactions/:name", Scope::WriteFavourites, instance::put_announcement_reaction},
    {Delete, "/api/v1/announcements/:id/reactions/:name", Scope::WriteFavourites,
     instance::delete_announcement_reaction},

    // instance
    {Get, "/api/v2/instance", no_token(), instance::get_instance, {.caching = Caching::Shared}},
    {Get, "/api/v1/instance", no_token(), instance::get_instance_v1, {.caching = Caching::Shared}},
    {Get, "/api/v1/instance/activity", no_token(), instance::get_activity, {.caching = Caching::Shared}},
    {Get, "/api/v1/instance/peers", no_token(), instance::get_peers, {.caching = Caching::Shared}},
    {Get, "/api/v1/instance/rules", no_token(), instance::get_rules, {.caching = Caching::Shared}},
    {Get, "/api/v1/instance/domain_blocks", anyone(), moderation::get_public_domain_blocks},
    {Get,
     "/api/v1/instance/extended_description",
     no_token(),
     instance::get_extended_description,
     {.caching = Caching::Shared}},
    {Get, "/api/v1/instance/privacy_policy", no_token(), instance::get_privacy_policy, {.caching = Caching::Shared}},
    {Get,
     "/api/v1/instance/terms_of_service",
     no_token(),
     instance::get_terms_of_service,
     {.caching = Caching::Shared}},
    {Get,
     "/api/v1/instance/terms_of_service/:date",
     no_token(),
     instance::get_terms_of_service,
     {.caching = Caching::Shared}},
    {Get,
     "/api/v1/instance/translation_languages",
     no_token(),
     instance::get_translation_languages,
     {.caching = Caching::Shared}},
    {Get, "/api/v1/instance/languages", no_token(), instance::get_languages, {.caching = Caching::Shared}},
    {Get, "/api/v1/custom_emojis", no_token(), instance::get_custom_emojis, {.caching = Caching::Shared}},

    // for those who run the site
    {Get, "/api/v1/admin/domain_allows", Scope::AdminReadDomainAllows, moderation::get_domain_allows},
    {Get, "/api/v1/admin/domain_allows/:id", Scope::AdminReadDomainAllows, moderation::get_domain_allow},
    {Post, "/api/v1/admin/domain_allows", Scope::AdminWriteDomainAllows, moderation::post_domain_allow},
    {Delete, "/api/v1/admin/domain_allows/:id", Scope::AdminWriteDomainAllows, moderation::delete_domain_allow},
    {Get, "/api/v1/admin/domain_blocks", Scope::AdminReadDomainBlocks, moderation::get_domain_blocks},
    {Get, "/api/v1/admin/domain_blocks/:id", Scope::AdminReadDomainBlocks, moderation::get_domain_block},
    {Post, "/api/v1/admin/domain_blocks", Scope::AdminWriteDomainBlocks, moderation::post_domain_block},
    {Put, "/api/v1/admin/domain_blocks/:id", Scope::AdminWriteDomainBlocks, moderation::put_domain_block},
    {Patch, "/api/v1/admin/domain_blocks/:id", Scope::AdminWriteDomainBlocks, moderation::put_domain_block},
    {Delete, "/api/v1/admin/domain_blocks/:id", Scope::AdminWriteDomainBlocks, moderation::delete_domain_block},

    // pictures where nobody has chosen one, and of the site
    {Get, "/avatars/original/missing.png", no_token(), instance::get_picture, {.caching = Caching::Shared}},
    {Get, "/headers/original/missing.png", no_token(), instance::get_picture, {.caching = Caching::Shared}},
    {Get, "/instance/preview.png", no_token(), instance::get_picture, {.caching = Caching::Shared}},
    {Get, "/instance/icon-48.png", no_token(), instance::get_picture, {.caching = Caching::Shared}},
    {Get, "/instance/icon-192.png", no_token(), instance::get_picture, {.caching = Caching::Shared}},
    {Get, "/instance/icon-512.png", no_token(), instance::get_picture, {.caching = Caching::Shared}},

    // where other servers tell us things
    {Post, "/inbox", no_token(), post_shared_inbox},
    {Post, "/actor/inbox", no_token(), post_shared_inbox},
    {Post, "/users/:name/inbox", no_token(), post_personal_inbox},

    // what other servers and crawlers look for
    {Get, "/.well-known/webfinger", no_token(), instance::get_webfinger, {.caching = Caching::Shared}},
    {Get, "/.well-known/host-meta", no_token(), instance::get_host_meta, {.caching = Caching::Shared}},
    {Get, "/.well-known/host-meta.json", no_token(), instance::get_host_meta_json, {.caching = Caching::Shared}},
    {Get, "/.well-known/nodeinfo", no_token(), instance::get_nodeinfo_links, {.caching = Caching::Shared}},
    {Get, "/nodeinfo/2.0", no_token(), instance::get_nodeinfo, {.caching = Caching::Shared}},
    {Get, "/nodeinfo/2.1", no_token(), instance::get_nodeinfo, {.caching = Caching::Shared}},

    // what other servers read: documents, where people get pages, and collections
    {Get, "/actor", no_token(), accounts::get_instance_actor},
    {Get, "/actor/outbox", no_token(), accounts::get_instance_outbox},
    {Get, "/@:username", no_token(), accounts::get_actor, kSigned},
    {Get, "/@:username/:id", no_token(), statuses::get_object, kSigned},
    {Get, "/users/:username", no_token(), accounts::get_actor, kSigned},
    {Get, "/users/:username/outbox", no_token(), statuses::get_outbox, kSigned},
    {Get, "/users/:username/followers", no_token(), relationships::get_followers_collection, kSigned},
    {Get, "/users/:username/followers_synchronization", no_token(), relationships::get_followers_synchronization,
     kAlwaysSigned},
    {Get, "/users/:username/following", no_token(), relationships::get_following_collection, kSigned},
    {Get, "/users/:username/collections/featured", no_token(), statuses::get_featured, kSigned},
    {Get, "/users/:username/collections/tags", no_token(), tags::get_featured_tags_collection, kSigned},
    {Get, "/users/:username/quote_authorizations/:id", no_token(), statuses::get_quote_authorization, kSigned},
    {Get, "/users/:username/statuses/:id", no_token(), statuses::get_object, kSigned},
    {Get, "/users/:username/statuses/:id/activity", no_token(), statuses::get_activity, kSigned},
    {Get, "/users/:username/statuses/:id/replies", no_token(), statuses::get_replies, kSigned},
    {Get, "/users/:username/statuses/:id/likes", no_token(), statuses::get_likes, kSigned},
    {Get, "/users/:username/statuses/:id/shares", no_token(), statuses::get_shares, kSigned},
    {Get, "/contexts/:thread", no_token(), statuses::get_thread, kSigned},
    {Get, "/contexts/:thread/items", no_token(), statuses::get_thread_items, kSigned},
    {Get, "/ap/users/:account_id/featured_collections", no_token(), collections::get_featured_collections, kSigned},
    {Get, "/ap/users/:account_id/collections/:id", no_token(), collections::get_collection_document, kSigned},
    {Get, "/ap/users/:account_id/collection_items/:id", no_token(), collections::get_item_document, kSigned},
    {Get, "/ap/users/:account_id/feature_authorizations/:id", no_token(), collections::get_authorization, kSigned},
    {Get, "/collections/:id", no_token(), collections::get_collection_page, kSigned},
    {Get, "/emojis/:id", no_token(), instance::get_emoji_document},
};

} // namespace

std::span<const http::Route> routes() { return kRoutes; }

} // namespace app
