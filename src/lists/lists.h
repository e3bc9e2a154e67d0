#pragma once

#include "accounts/account.h"
#include "base/feed_store.h"
#include "base/result.h"
#include "db/db.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Lists of people whom somebody wants to read together. Nobody but their owner sees them.
namespace lists {

// To whom the answers may be that a list shows. Answers to oneself and to the list's owner it always shows.
enum class RepliesPolicy : std::uint8_t {
    List,     // To others in the list.
    Followed, // To anybody whom the owner follows.
    None,
};

std::string_view to_string(RepliesPolicy policy);
std::optional<RepliesPolicy> parse_replies_policy(std::string_view text);

struct List {
    ListId id;
    AccountId owner;
    std::string title;
    RepliesPolicy replies_policy = RepliesPolicy::List;
    bool is_exclusive = false; // Its people do not stand in the owner's home timeline.
};

// The owner's, oldest first.
std::vector<List> lists_of(db::Tx& tx, AccountId owner);
// Those of them that `member` is in.
std::vector<List> lists_with(db::Tx& tx, AccountId owner, AccountId member);
// NotFound if there is none, or it is somebody else's.
Result<List> find_list(db::Tx& tx, AccountId owner, ListId id);

struct NewList {
    std::string title;
    RepliesPolicy replies_policy = RepliesPolicy::List;
    bool is_exclusive = false;
};
// Errors: Invalid for a title that is empty or too long, and for one list too many.
Result<List> create_list(db::Tx& tx, AccountId owner, const NewList& list);

struct ListChange {
    std::optional<std::string> title = {};
    std::optional<RepliesPolicy> replies_policy = {};
    std::optional<bool> is_exclusive = {};
};
// Effects: the timelines that look different now are built anew. Errors: as find_list and create_list.
Result<List> change_list(db::Tx& tx, AccountId owner, ListId id, const ListChange& change);

// Effects: the people of an exclusive list are in the home timeline again. Errors: as find_list.
Result<> delete_list(db::Tx& tx, AccountId owner, ListId id);

} // namespace lists
