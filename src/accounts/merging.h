#pragma once

#include "accounts/account.h"
#include "db/db.h"

#include <span>
#include <string_view>

// Two accounts of another server that turn out to be one: somebody got another address there and kept their handle, and
// we had met them under both addresses. As Mastodon's Account::Merging has it.
namespace accounts {

// A column that names an account.
struct Reference {
    std::string_view table, column;
};
// What merge_some moves; and what stays with the account that goes, and goes with it: its test knows of no others.
std::span<const Reference> merged_references();
std::span<const Reference> left_references();

// Whether `from` may become part of `to`: both from elsewhere, and neither suspended; who was suspended shall not come
// back under another address.
bool may_merge(db::Tx& tx, AccountId from, AccountId to);
// Whether both sign with one key.
bool have_same_key(db::Tx& tx, AccountId from, AccountId to);

// Makes some of what `from` wrote, did and was told of, and of what others have with it, that of `to`. What `to` has
// itself already stays as it is with `from`. Who was limited is so under the new address.
// Effects: home feeds of followers here are made anew. Whether some may be left.
bool merge_some(db::Tx& tx, AccountId from, AccountId to);

// `from`'s handle is `to`'s now: the job "merge_account" {"from", "to"} asks whether they are one.
void merge_later(db::Tx& tx, AccountId from, AccountId to);

} // namespace accounts
