#include "instance/announcement_reactions.h"

#include "accounts/pictures.h"
#include "base/emoji.h"
#include "instance/announcement_json.h"

#include <algorithm>

namespace instance {

namespace {

bool is_custom_emoji(db::Tx& tx, std::string_view name) {
    return tx
        .query_integer("select 1 from custom_emojis where domain = '' and shortcode = $1 and not is_disabled", {name})
        .has_value();
}

bool has_reaction(db::Tx& tx, AnnouncementId id, std::string_view name) {
    return tx
        .query_integer("select 1 from announcement_reactions where announcement_id = $1 and name = $2 limit 1",
                       {id, name})
        .has_value();
}

std::int64_t count_kinds(db::Tx& tx, AnnouncementId id) {
    return tx.query_integer("select count(distinct name) from announcement_reactions where announcement_id = $1", {id})
        .value_or(0);
}

Result<std::string> checked_name(db::Tx& tx, std::string_view name) {
    if (std::string emoji = base::normalise_emoji(name); !emoji.empty()) return emoji;
    if (is_custom_emoji(tx, name)) return std::string(name);
    return base::invalid("Validation failed: Name is not a recognized emoji");
}

// To everybody, so that nobody's own is in it.
void tell_reaction(db::Tx& tx, AnnouncementId id, const std::string& name) {
    Reaction reaction{.name = name};
    const auto reactions = std::move(reactions_of(tx, std::span(&id, 1), AccountId{})[id]);
    for (const Reaction& one : reactions) {
        if (one.name == name) reaction = one;
    }
    std::string payload;
    json::Writer out(payload);
    write_reaction(out, reaction, id);
    tell_everybody(tx, "announcement.reaction", std::move(payload));
}

} // namespace

std::unordered_map<AnnouncementId, std::vector<Reaction>> reactions_of(db::Tx& tx, std::span<const AnnouncementId> ids,
                                                                       AccountId reader) {
    struct Counted : Reaction {
        base::Time since;
    };
    std::unordered_map<AnnouncementId, std::vector<Counted>> counted;
    auto rows = tx.query(R"(
        select r.announcement_id, r.name, count(*), min(r.created_at),
               max(case when r.account_id = $2 then 1 else 0 end), min(e.url), min(e.static_url)
        from announcement_reactions r
        left join custom_emojis e on e.domain = '' and e.shortcode = r.name
        where r.announcement_id in (select value from ids($1))
        group by r.announcement_id, r.name)", {ids, reader});
    while (rows.next()) {
        Counted one;
        one.name = rows.string(1);
        one.count = rows.integer(2);
        one.since = rows.time(3);
        one.is_own = rows.boolean(4);
        if (!rows.is_null(5)) {
            one.url = accounts::picture_url(tx.config(), rows.text(5), "");
            one.static_url = accounts::picture_url(tx.config(), accounts::static_of(rows.text(5), rows.text(6)), "");
        }
        counted[rows.id<AnnouncementId>(0)].push_back(std::move(one));
    }
    std::unordered_map<AnnouncementId, std::vector<Reaction>> reactions;
    for (auto& [id, list] : counted) {
        std::ranges::sort(list, {},
                          [](const Counted& one) { return std::pair(one.since, std::string_view(one.name)); });
        reactions[id].assign(list.begin(), list.end());
    }
    return reactions;
}

Result<> react(db::Tx& tx, AnnouncementId id, AccountId account, std::string_view wanted) {
    TRY(find_shown_announcement(tx, id, account));
    const std::string name = TRY(checked_name(tx, wanted));
    if (!has_reaction(tx, id, name) && count_kinds(tx, id) >= kMaxReactions) {
        return base::invalid("Validation failed: Limit of different reactions reached");
    }
    const auto inserted = tx.exec(R"(
        insert into announcement_reactions (announcement_id, name, account_id, created_at) values ($1, $2, $3, $4)
        on conflict (announcement_id, name, account_id) do nothing)", {id, name, account, tx.now()});
    if (inserted > 0) tell_reaction(tx, id, name);
    return {};
}

Result<> unreact(db::Tx& tx, AnnouncementId id, AccountId account, std::string_view wanted) {
    TRY(find_shown_announcement(tx, id, account));
    const std::string emoji = base::normalise_emoji(wanted);
    const std::string name = emoji.empty() ? std::string(wanted) : emoji;
    const auto deleted =
        tx.exec("delete from announcement_reactions where announcement_id = $1 and name = $2 and account_id = $3",
                {id, name, account});
    if (deleted == 0) return base::not_found();
    tell_reaction(tx, id, name);
    return {};
}

} // namespace instance
