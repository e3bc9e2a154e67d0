#pragma once

#include "accounts/account.h"
#include "filters/filters.h"

// The keywords and statuses of a filter. Errors and effects as in filters.h.
namespace filters {

// What is absent stays as it is; of a new one, `keyword` must be there.
struct KeywordChange {
    std::optional<KeywordId> id; // Absent: a new one.
    std::optional<std::string> keyword;
    std::optional<bool> is_whole_word;
    bool is_removed = false;
};

Result<Keyword> find_keyword(db::Tx& tx, AccountId owner, KeywordId id);
// Together with a change of the filter itself, which streams hear of, this one is news no more.
enum class Tell { Change, Nothing };
Result<KeywordId> add_keyword(db::Tx& tx, AccountId owner, FilterId filter, const KeywordChange& wanted,
                              Tell tell = Tell::Change);
// `change.id` says which.
Result<> change_keyword(db::Tx& tx, AccountId owner, KeywordId id, const KeywordChange& change,
                        Tell tell = Tell::Change);
Result<> delete_keyword(db::Tx& tx, AccountId owner, KeywordId id, Tell tell = Tell::Change);
// All of these in the order given, with a change of the filter. NotFound for an id that is not of this filter.
Result<> change_keywords(db::Tx& tx, AccountId owner, FilterId filter, const std::vector<KeywordChange>& changes);

Result<FilteredStatus> find_filtered_status(db::Tx& tx, AccountId owner, FilteredStatusId id);
// Invalid, too, when `owner` may not see it, or it is there already.
Result<FilteredStatusId> filter_status(db::Tx& tx, const accounts::Account& owner, FilterId filter, StatusId status);
Result<> unfilter_status(db::Tx& tx, AccountId owner, FilteredStatusId id);

} // namespace filters
