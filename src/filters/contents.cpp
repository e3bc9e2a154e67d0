#include "filters/contents.h"

#include "base/text.h"
#include "statuses/visibility.h"

namespace filters {

namespace {

Result<std::string> checked_keyword(const std::string& wanted) {
    std::string keyword = base::sanitize(wanted);
    if (base::trim(base::nfkc_casefold(keyword)).empty()) {
        return base::invalid("Validation failed: Keyword can't be blank");
    }
    if (base::code_point_count(keyword) > kKeywordCharacters) {
        return base::invalid("Validation failed: Keyword is too long (maximum is " + std::to_string(kKeywordCharacters)
                             + " characters)");
    }
    return keyword;
}

std::int64_t count_keywords(db::Tx& tx, AccountId owner) { return tx.query_integer(R"(
        select count(*) from filters f join filter_keywords k on k.filter_id = f.id where f.account_id = $1)", {owner}).value_or(0); }

std::int64_t count_statuses(db::Tx& tx, AccountId owner) {
    return tx.query_integer(R"(
        select count(*) from filters f join filter_statuses s on s.filter_id = f.id where f.account_id = $1)", {owner}).value_or(0);
}

// An app's form has a row for a keyword that nobody wrote.
bool says_nothing(const KeywordChange& change) {
    return !change.id && (change.is_removed || (!change.keyword && !change.is_whole_word));
}

Result<> apply(db::Tx& tx, AccountId owner, FilterId filter, const KeywordChange& change) {
    if (says_nothing(change)) return {};
    if (!change.id) {
        TRY(add_keyword(tx, owner, filter, change, Tell::Nothing));
        return {};
    }
    const Keyword keyword = TRY(find_keyword(tx, owner, *change.id));
    if (keyword.filter != filter) return base::not_found();
    return change.is_removed ? delete_keyword(tx, owner, keyword.id, Tell::Nothing)
                             : change_keyword(tx, owner, keyword.id, change, Tell::Nothing);
}

} // namespace

Result<Keyword> find_keyword(db::Tx& tx, AccountId owner, KeywordId id) {
    auto rows = tx.query(R"(
        select k.filter_id, k.keyword, k.is_whole_word from filter_keywords k join filters f on f.id = k.filter_id
        where k.id = $1 and f.account_id = $2)", {id, owner});
    if (!rows.next()) return base::not_found();
    return Keyword{
        .id = id, .filter = rows.id<FilterId>(0), .keyword = rows.string(1), .is_whole_word = rows.boolean(2)};
}

Result<KeywordId> add_keyword(db::Tx& tx, AccountId owner, FilterId filter, const KeywordChange& wanted, Tell tell) {
    TRY(check_owner(tx, owner, filter));
    const std::string keyword = TRY(checked_keyword(wanted.keyword.value_or("")));
    if (count_keywords(tx, owner) >= kMaxKeywords) {
        return base::invalid("Validation failed: Your filters have too many keywords");
    }
    const auto id = tx.new_id<KeywordId>();
    tx.exec(R"(
        insert into filter_keywords (id, filter_id, keyword, folded, is_whole_word) values ($1, $2, $3, $4, $5))", {id, filter, keyword, base::nfkc_casefold(keyword), wanted.is_whole_word.value_or(true)});
    if (tell == Tell::Change) announce_change(tx, owner);
    return id;
}

Result<> change_keyword(db::Tx& tx, AccountId owner, KeywordId id, const KeywordChange& change, Tell tell) {
    const Keyword before = TRY(find_keyword(tx, owner, id));
    const std::string keyword = TRY(checked_keyword(change.keyword.value_or(before.keyword)));
    tx.exec("update filter_keywords set keyword = $2, folded = $3, is_whole_word = $4 where id = $1",
            {id, keyword, base::nfkc_casefold(keyword), change.is_whole_word.value_or(before.is_whole_word)});
    if (tell == Tell::Change) announce_change(tx, owner);
    return {};
}

Result<> delete_keyword(db::Tx& tx, AccountId owner, KeywordId id, Tell tell) {
    TRY(find_keyword(tx, owner, id));
    tx.exec("delete from filter_keywords where id = $1", {id});
    if (tell == Tell::Change) announce_change(tx, owner);
    return {};
}

Result<> change_keywords(db::Tx& tx, AccountId owner, FilterId filter, const std::vector<KeywordChange>& changes) {
    for (const KeywordChange& change : changes) TRY(apply(tx, owner, filter, change));
    return {};
}

Result<FilteredStatus> find_filtered_status(db::Tx& tx, AccountId owner, FilteredStatusId id) {
    auto rows = tx.query(R"(
        select s.filter_id, s.status_id from filter_statuses s join filters f on f.id = s.filter_id
        where s.id = $1 and f.account_id = $2)", {id, owner});
    if (!rows.next()) return base::not_found();
    return FilteredStatus{.id = id, .filter = rows.id<FilterId>(0), .status = rows.id<StatusId>(1)};
}

Result<FilteredStatusId> filter_status(db::Tx& tx, const accounts::Account& owner, FilterId filter, StatusId status) {
    TRY(check_owner(tx, owner.id, filter));
    if (!statuses::find_visible(tx, status, owner)) return base::invalid("Validation failed: Status must exist");
    if (count_statuses(tx, owner.id) >= kMaxStatuses) {
        return base::invalid("Validation failed: Your filters have too many statuses");
    }
    const auto id = tx.new_id<FilteredStatusId>();
    const auto inserted = tx.exec(R"(
        insert into filter_statuses (id, filter_id, status_id) values ($1, $2, $3)
        on conflict (status_id, filter_id) do nothing)", {id, filter, status});
    if (inserted == 0) return base::invalid("Validation failed: Status has already been taken");
    announce_change(tx, owner.id);
    return id;
}

Result<> unfilter_status(db::Tx& tx, AccountId owner, FilteredStatusId id) {
    TRY(find_filtered_status(tx, owner, id));
    tx.exec("delete from filter_statuses where id = $1", {id});
    announce_change(tx, owner);
    return {};
}

} // namespace filters
