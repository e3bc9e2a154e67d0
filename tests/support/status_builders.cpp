#include "support/status_builders.h"

#include "statuses/hashtags.h"
#include "statuses/lookup.h"
#include "statuses/status_json.h"
#include "support/builders.h"

#include <stdexcept>

accounts::Account make_person(db::Tx& tx, std::string username) {
    TestUser wanted;
    wanted.username = std::move(username);
    return make_user(tx, wanted).account;
}

StatusId make_status(db::Tx& tx, const accounts::Account& author, const statuses::Draft& draft) {
    const auto id = statuses::post(tx, author, draft);
    if (!id) throw std::runtime_error("make_status: " + id.error().message);
    return *id;
}

StatusId make_status(db::Tx& tx, const accounts::Account& author, std::string text, statuses::Visibility visibility) {
    statuses::Draft draft;
    draft.text = std::move(text);
    draft.visibility = visibility;
    return make_status(tx, author, draft);
}

StatusId make_reply(db::Tx& tx, const accounts::Account& author, StatusId to, std::string text) {
    statuses::Draft draft;
    draft.text = std::move(text);
    draft.in_reply_to = to;
    return make_status(tx, author, draft);
}

timelines::Shape shape_in(db::Tx& tx, StatusId id) {
    return timelines::shape_of(statuses::find_status(tx, id).value(), !statuses::hashtags_of(tx, id).empty());
}

json::Value shown_status(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    std::string text;
    json::Writer out(text);
    statuses::write_statuses(out, tx, std::span(&id, 1), viewer);
    const auto parsed = json::parse(text);
    if (!parsed) throw std::runtime_error("not JSON: " + text);
    return parsed->get_array().empty() ? json::Value() : parsed->get_array().front();
}

bool is_shown(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    return !shown_status(tx, id, viewer).is_null();
}

std::vector<std::string> told(db::Tx& tx, const accounts::Account& account) {
    std::vector<std::string> lines;
    auto rows = tx.query(R"(
        select n.type, a.username from notifications n join accounts a on a.id = n.from_account_id
        where n.account_id = $1 order by n.id)", {account.id});
    while (rows.next()) lines.push_back(rows.string(0) + " from " + rows.string(1));
    return lines;
}
