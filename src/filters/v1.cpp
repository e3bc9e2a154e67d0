#include "filters/v1.h"

#include <algorithm>

namespace filters::v1 {

namespace {

KeywordChange keyword_change(const PhraseChange& change) {
    return {.id = {}, .keyword = change.settings.title, .is_whole_word = change.is_whole_word};
}

} // namespace

std::vector<Phrase> phrases_of(db::Tx& tx, AccountId owner) {
    std::vector<Phrase> phrases;
    for (const Filter& filter : filters_of(tx, owner)) {
        for (const Keyword& keyword : filter.keywords) phrases.push_back({.keyword = keyword, .settings = filter});
    }
    std::ranges::sort(phrases, {}, [](const Phrase& phrase) { return phrase.keyword.id; });
    return phrases;
}

Result<Phrase> find_phrase(db::Tx& tx, AccountId owner, KeywordId id) {
    Keyword keyword = TRY(find_keyword(tx, owner, id));
    const Filter filter = TRY(find_filter(tx, owner, keyword.filter));
    return Phrase{.keyword = std::move(keyword), .settings = filter};
}

Result<KeywordId> create_phrase(db::Tx& tx, AccountId owner, const PhraseChange& wanted) {
    const FilterId filter = TRY(create_filter(tx, owner, wanted.settings));
    return add_keyword(tx, owner, filter, keyword_change(wanted), Tell::Nothing);
}

Result<> change_phrase(db::Tx& tx, AccountId owner, KeywordId id, const PhraseChange& change) {
    const Keyword keyword = TRY(find_keyword(tx, owner, id));
    const Filter filter = TRY(find_filter(tx, owner, keyword.filter));
    const Settings settings = TRY(changed(filter, change.settings, tx.now()));
    if (settings != static_cast<const Settings&>(filter)) {
        if (filter.keywords.size() > 1) {
            return base::invalid("Validation failed: This filter has several keywords, which would all change; "
                                 "use a newer app to change it");
        }
        TRY(change_filter(tx, owner, filter.id, change.settings));
        return change_keyword(tx, owner, id, keyword_change(change), Tell::Nothing);
    }
    return change_keyword(tx, owner, id, keyword_change(change));
}

Result<> delete_phrase(db::Tx& tx, AccountId owner, KeywordId id) {
    const Keyword keyword = TRY(find_keyword(tx, owner, id));
    const Filter filter = TRY(find_filter(tx, owner, keyword.filter));
    if (filter.keywords.size() == 1 && filter.statuses.empty()) return delete_filter(tx, owner, filter.id);
    return delete_keyword(tx, owner, id);
}

} // namespace filters::v1
