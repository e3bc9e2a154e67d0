#include "statuses/poll_votes.h"

#include <algorithm>

namespace statuses {

namespace {

std::vector<int> choices_of(db::Tx& tx, PollId poll, AccountId account) {
    std::vector<int> choices;
    auto rows = tx.query("select position from poll_votes where poll_id = $1 and account_id = $2 order by position",
                         {poll, account});
    while (rows.next()) choices.push_back(rows.small(0));
    return choices;
}

} // namespace

Result<> vote_for(db::Tx& tx, const accounts::Account& account, PollId id, std::string_view title) {
    const auto titles = poll_options(tx, id);
    const auto option = std::ranges::find(titles, title);
    if (option == titles.end()) return base::invalid("Validation failed: The chosen vote option does not exist");
    const int position = static_cast<int>(option - titles.begin());
    const auto made = choices_of(tx, id, account.id);
    if (std::ranges::find(made, position) != made.end()) return {};
    return made.empty() ? vote(tx, account, id, {position}) : add_choice(tx, account, id, position);
}

} // namespace statuses
