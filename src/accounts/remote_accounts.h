#pragma once

#include "accounts/accounts.h"
#include "accounts/interaction_policy.h"
#include "base/result.h"
#include "db/db.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// People of other servers, as their own server describes them.
namespace accounts {

// What an actor's document says, checked and cleaned by whoever read it: `note` and field values are safe HTML, URLs
// are http or https, and the handle was found to be theirs.
struct RemoteProfile {
    struct Field {
        std::string name, value;
    };
    struct Key {
        std::string id, pem;
    };

    std::string uri, url;
    std::string username, domain;
    std::string display_name, note;
    std::string avatar, header; // URLs; empty: none.
    std::string actor_type = "Person";
    std::vector<Field> fields;
    bool is_locked = false, is_indexable = false, is_memorial = false, is_suspended = false;
    std::optional<bool> is_discoverable;
    bool shows_media = true, shows_media_replies = true, shows_featured = true;
    std::vector<std::string> also_known_as, attribution_domains;
    std::string moved_to; // A URI.
    std::optional<base::Time> created_at;
    std::string inbox, shared_inbox, outbox, followers, following, featured, featured_tags, featured_collections;
    InteractionPolicy feature_policy; // Who may put them into a collection; 0: not said.
    std::vector<Key> keys;
};

// Makes what we know of an account say what `profile` says; a new one is created. A key that somebody else has stays
// theirs. Of an account that is suspended here only its keys and addresses change.
// Effects: search finds the name; another account that had the handle has it no longer, and the job
// `merge_account` asks whether it is the same person, or what it is called now; who has other keys than before is
// followed again by those of us who do, in a job. Errors: Forbidden for somebody new of a
// server that is kept away.
Result<AccountId> keep_remote(db::Tx& tx, const RemoteProfile& profile);

// What their own server counts; absent: not said.
struct RemoteCounts {
    std::optional<std::int64_t> statuses, following, followers;
};
void keep_counts(db::Tx& tx, AccountId id, const RemoteCounts& counts);

// The account with this id of ActivityPub, ours too: "https://social.example/users/alice". Suspended ones are found.
std::optional<Account> find_by_uri(db::Tx& tx, std::string_view uri);
// The username when `uri` is one that our people have; whether anybody has it is not looked at.
std::optional<std::string> local_username(const base::Config& config, std::string_view uri);

// The id of ActivityPub of an account, ours too. Empty: there is no such account.
std::string uri_of(db::Tx& tx, AccountId id);

// Whether an account says of itself that it is also known as `uri`.
bool is_alias(db::Tx& tx, AccountId id, std::string_view uri);

// Whether it is known here to be another one now.
bool has_moved(db::Tx& tx, AccountId id);

// Nobody sees it, or what it wrote, from now on.
void suspend(db::Tx& tx, AccountId id);

// What may be out of date: when it was last asked for, of an account of another server.
struct Age {
    base::Time fetched_at;
    std::optional<base::Time> details_at;
};
std::optional<Age> age_of(db::Tx& tx, AccountId id);
void note_details(db::Tx& tx, AccountId id);
// It was asked for in vain: that is enough for a day, too.
void note_asked(db::Tx& tx, AccountId id);
// The job `refresh_account` asks its own server what it says of itself now.
void refresh_later(db::Tx& tx, AccountId id);

// It is there no more: nobody sees it from now on, and the job `delete_remote_account` removes what it wrote.
void delete_later(db::Tx& tx, AccountId id);

// Whether its server shows whom it follows, and who follows it.
void keep_visibility_of_lists(db::Tx& tx, AccountId id, bool are_hidden);

} // namespace accounts
