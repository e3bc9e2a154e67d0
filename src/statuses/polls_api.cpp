#include "statuses/poll_json.h"
#include "statuses/polls.h"
#include "statuses/statuses_api.h"

namespace statuses {

namespace {

constexpr std::size_t kMaxChoices = 20;

http::Reply poll_reply(const http::Request& request, db::Tx& tx, PollId id) {
    const PollEntities polls(tx, std::span(&id, 1), request.account().id);
    instance::EmojiEntities emojis;
    polls.want_emojis(emojis);
    emojis.load(tx);
    return http::json([&](json::Writer& out) { polls.write(out, id, emojis); });
}

// Positions as clients write them: numbers, or digits in strings. What is neither is a position that no poll has.
std::vector<int> choices_of(const http::Request& request) {
    std::vector<int> choices;
    for (const std::string& text : request.texts("choices")) {
        const auto number = base::parse_id(text);
        if (choices.size() < kMaxChoices) choices.push_back(number && *number < 1000 ? static_cast<int>(*number) : -1);
    }
    return choices;
}

} // namespace

// https://docs.joinmastodon.org/methods/polls/#get
http::Reply get_poll(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<PollId>("id"));
    TRY(find_status_of_poll(tx, id, request.account()));
    return poll_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/polls/#vote
http::Reply post_votes(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<PollId>("id"));
    TRY(find_status_of_poll(tx, id, request.account()));
    TRY(vote(tx, request.account(), id, choices_of(request)));
    return poll_reply(request, tx, id);
}

} // namespace statuses
