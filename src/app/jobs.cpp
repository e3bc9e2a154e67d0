#include "app/jobs.h"

#include "accounts/merging_jobs.h"
#include "accounts/outgoing_jobs.h"
#include "accounts/verification.h"
#include "auth/cleanup_jobs.h"
#include "auth/leaving_jobs.h"
#include "auth/tokens_jobs.h"
#include "cards/cards_jobs.h"
#include "collections/cleanup_jobs.h"
#include "collections/remote_collections.h"
#include "federation/received_jobs.h"
#include "instance/activity.h"
#include "instance/announcements_jobs.h"
#include "instance/counts.h"
#include "jobs/cleanup_jobs.h"
#include "mail/mail_jobs.h"
#include "media/cache_jobs.h"
#include "media/media_jobs.h"
#include "moderation/domain_blocks_jobs.h"
#include "relationships/domain_blocks_jobs.h"
#include "relationships/follows_jobs.h"
#include "relationships/moves_jobs.h"
#include "relationships/mutes_jobs.h"
#include "relationships/severances_jobs.h"
#include "relationships/synchronization_jobs.h"
#include "search/suggestions_jobs.h"
#include "statuses/edit_notices.h"
#include "statuses/fetching_jobs.h"
#include "statuses/late_mentions.h"
#include "statuses/passed_on.h"
#include "statuses/polls_jobs.h"
#include "statuses/posting_jobs.h"
#include "statuses/remote_deletion_jobs.h"
#include "statuses/remote_quotes.h"
#include "statuses/scheduling_jobs.h"
#include "tags/tags_jobs.h"
#include "translation/translation_jobs.h"
#include "trends/trends.h"
#include "trends/trends_jobs.h"

namespace app {
namespace {

using namespace std::chrono_literals;

constexpr jobs::Kind kKinds[] = {
    {"accept_follow_requests", 12, relationships::accept_follow_requests},
    {"ask_origin", 8, nullptr, nullptr, statuses::ask_origin_job},
    {"check_quote", 5, nullptr, nullptr, statuses::check_quote},
    {"clean_up_auth", 3, auth::clean_up_auth},
    {"close_poll", 12, statuses::close_poll},
    {"copy_film", 2, media::copy_film_again, nullptr, media::copy_film_job},
    {"copy_picture", 2, nullptr, nullptr, media::copy_picture},
    {"count_activity", 3, instance::count_activity},
    {"count_site", 3, instance::count_site},
    {"cut_streams", 3, auth::cut_streams},
    {"delete_dead_jobs", 3, jobs::delete_dead_jobs},
    {"delete_ended_items", 3, collections::delete_ended_items},
    {"delete_idempotency_keys", 3, statuses::delete_idempotency_keys},
    {"delete_tag_history", 3, tags::delete_tag_history},
    {"delete_translations", 3, translation::delete_translations},
    {"delete_left_account", 12, auth::delete_left_account},
    {"enforce_domain_block", 12, moderation::enforce_domain_block},
    {"enforce_domain_block_on", 12, moderation::enforce_domain_block_on},
    {"delete_unused_cards", 3, cards::delete_unused_cards_job},
    {"expire_mutes", 3, relationships::expire_mutes},
    {"delete_received_marks", 3, federation::delete_received_marks},
    {"delete_remote_account", 12, statuses::delete_remote_account},
    {"fetch_account_details", 4, nullptr, nullptr, statuses::fetch_account_details},
    {"fetch_card", 3, nullptr, nullptr, cards::fetch_card},
    {"fetch_collections", 3, nullptr, nullptr, collections::fetch_collections},
    {"fetch_replies", 2, nullptr, nullptr, statuses::fetch_replies},
    {"fetch_status", 4, nullptr, nullptr, statuses::fetch_status_job},
    {"forget_key", 3, accounts::forget_key},
    {"follow_again", 12, relationships::follow_again},
    {"follow_moved", 12, relationships::follow_moved},
    {"find_mentioned", 2, nullptr, nullptr, statuses::find_mentioned},
    {"find_mentioned_elsewhere", 2, nullptr, nullptr, statuses::find_mentioned_elsewhere},
    {"find_moved_to", 8, nullptr, nullptr, relationships::find_moved_to},
    {"find_most_followed", 3, search::find_most_followed_job},
    {"forget_row_changes", 3, jobs::forget_row_changes},
    {"part_from_domain", 12, relationships::part_from_domain_job},
    {"keep_collection_items", 3, nullptr, nullptr, collections::keep_collection_items},
    {"merge_account", 8, nullptr, nullptr, accounts::merge_account},
    {"publish_scheduled_status", 12, statuses::publish_scheduled_status},
    {"publish_announcement", 12, instance::publish_announcement},
    {"purge_server", 12, moderation::purge_server},
    {"refresh_account", 4, nullptr, nullptr, statuses::refresh_account},
    {"refresh_trends", 3, nullptr, nullptr, trends::refresh_trends},
    {"remove_media_files", 12, media::remove_media_files, media::remove_media_files_before},
    {"remove_unposted_media", 3, media::remove_unposted_media},
    {"remove_unseen_copies", 3, nullptr, nullptr, media::remove_unseen_copies},
    {"send_mail", 8, mail::send_mail, mail::deliver_mail},
    {"send_profile", 12, accounts::send_profile_job},
    {"send_tally", 12, statuses::send_tally_job},
    {"synchronize_followers", 2, nullptr, nullptr, relationships::synchronize_followers},
    {"tell_of_leaving", 12, accounts::tell_of_leaving},
    {"tell_of_edit", 12, statuses::tell_of_edit_job},
    {"tell_severed", 12, relationships::tell_severed_job},
    {"tidy_copies", 3, nullptr, nullptr, media::tidy_copies},
    {"verify_fields", 3, nullptr, nullptr, accounts::verify_fields},
    {"verify_fields_again", 3, nullptr, nullptr, accounts::verify_fields_again},
    {"verify_quote", 5, nullptr, nullptr, statuses::verify_quote},
    {"withdraw_announcement", 12, instance::withdraw_announcement},
};

constexpr jobs::Scheduled kSchedule[] = {
    {"clean_up_auth", 24h},
    {"count_activity", instance::kCountActivityEvery, true},
    {"count_site", instance::kCountEvery, true},
    {"delete_dead_jobs", 24h},
    {"delete_ended_items", 1h},
    {"delete_idempotency_keys", 6h},
    {"delete_received_marks", 6h},
    {"delete_tag_history", 6h},
    {"delete_translations", 6h},
    {"delete_unused_cards", 24h},
    {"expire_mutes", 5min},
    {"find_most_followed", 1h, true},
    {"forget_row_changes", 5min},
    {"refresh_trends", trends::kRefreshEvery},
    {"remove_unposted_media", 1h},
    {"remove_unseen_copies", 7 * 24h},
    {"tidy_copies", 1h},
};

} // namespace

std::span<const jobs::Kind> job_kinds() { return kKinds; }

std::span<const jobs::Scheduled> job_schedule() { return kSchedule; }

} // namespace app
