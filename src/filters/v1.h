#pragma once

#include "filters/contents.h"

// The first filters API knew one phrase a filter: there, each keyword of a filter stands for itself.
// https://docs.joinmastodon.org/methods/filters/#v1
namespace filters::v1 {

struct PhraseChange {
    SettingsChange settings; // Its title is the phrase.
    std::optional<bool> is_whole_word;
};

// A keyword, and the filter that it is in.
struct Phrase {
    Keyword keyword;
    Settings settings;
};

// In the order in which they were added.
std::vector<Phrase> phrases_of(db::Tx& tx, AccountId owner);
Result<Phrase> find_phrase(db::Tx& tx, AccountId owner, KeywordId id);
Result<KeywordId> create_phrase(db::Tx& tx, AccountId owner, const PhraseChange& wanted);
// Invalid, too, when that would change what other keywords of the same filter do.
Result<> change_phrase(db::Tx& tx, AccountId owner, KeywordId id, const PhraseChange& change);
// With its filter, when that has nothing else: apps of this kind could not see what is left of it.
Result<> delete_phrase(db::Tx& tx, AccountId owner, KeywordId id);

} // namespace filters::v1
