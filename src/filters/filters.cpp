#include "filters/filters.h"

#include "base/text.h"
#include "relationships/effects.h"

#include <algorithm>
#include <array>

namespace filters {

namespace {

constexpr std::array<std::string_view, 3> kActions = {"warn", "hide", "blur"};
constexpr std::array<std::string_view, 5> kContexts = {"home", "notifications", "public", "thread", "account"};
// Further than anybody plans, and far from the end of what a time can hold.
constexpr std::chrono::seconds kMaxLifetime = std::chrono::years(100);

template <std::size_t size>
std::optional<std::size_t> place_of(const std::array<std::string_view, size>& names, std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

Result<std::string> checked_title(const std::string& wanted) {
    std::string title = base::sanitize(wanted);
    if (base::trim(title).empty()) return base::invalid("Validation failed: Title can't be blank");
    if (base::code_point_count(title) > kTitleCharacters) {
        return base::invalid("Validation failed: Title is too long (maximum is " + std::to_string(kTitleCharacters)
                             + " characters)");
    }
    return title;
}

Result<Contexts> checked_contexts(const std::vector<std::string>& names) {
    unsigned contexts = 0;
    for (const std::string& name : names) {
        const auto place = place_of(kContexts, base::trim(name));
        if (!place) return base::invalid("Validation failed: Context is not one of those there are");
        contexts |= 1u << *place;
    }
    if (contexts == 0) return base::invalid("Validation failed: Context can't be blank");
    return static_cast<Contexts>(contexts);
}

Result<Action> checked_action(const std::string& name) {
    const auto place = place_of(kActions, name);
    if (!place) return base::invalid("Validation failed: Filter action is not included in the list");
    return static_cast<Action>(*place);
}

Filter read_filter(const db::Rows& rows) {
    Filter filter;
    filter.id = rows.id<FilterId>(0);
    filter.title = rows.string(1);
    filter.contexts = static_cast<Contexts>(rows.small(2));
    filter.action = static_cast<Action>(rows.small(3));
    filter.expires_at = rows.maybe_time(4);
    return filter;
}

// `filters` in order of id.
Filter& filter_with(std::vector<Filter>& filters, FilterId id) {
    return *std::ranges::lower_bound(filters, id, {}, &Filter::id);
}

void load_contents(db::Tx& tx, std::vector<Filter>& filters) {
    if (filters.empty()) return;
    std::vector<FilterId> ids;
    for (const Filter& filter : filters) ids.push_back(filter.id);
    auto keywords = tx.query(R"(
        select id, filter_id, keyword, is_whole_word from filter_keywords
        where filter_id in (select value from ids($1)))", {ids});
    while (keywords.next()) {
        const Keyword keyword{.id = keywords.id<KeywordId>(0),
                              .filter = keywords.id<FilterId>(1),
                              .keyword = keywords.string(2),
                              .is_whole_word = keywords.boolean(3)};
        filter_with(filters, keyword.filter).keywords.push_back(keyword);
    }
    auto statuses = tx.query(R"(
        select id, filter_id, status_id from filter_statuses
        where filter_id in (select value from ids($1)))", {ids});
    while (statuses.next()) {
        const FilteredStatus status{.id = statuses.id<FilteredStatusId>(0),
                                    .filter = statuses.id<FilterId>(1),
                                    .status = statuses.id<StatusId>(2)};
        filter_with(filters, status.filter).statuses.push_back(status);
    }
    for (Filter& filter : filters) {
        std::ranges::sort(filter.keywords, {}, &Keyword::id);
        std::ranges::sort(filter.statuses, {}, &FilteredStatus::id);
    }
}

std::vector<Filter> read_all(db::Tx& tx, db::Rows rows) {
    std::vector<Filter> filters;
    while (rows.next()) filters.push_back(read_filter(rows));
    load_contents(tx, filters);
    return filters;
}

} // namespace

std::string_view to_string(Action action) { return kActions[static_cast<std::size_t>(action)]; }

std::vector<std::string_view> context_names(Contexts contexts) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < kContexts.size(); ++i) {
        if (contexts & (1u << i)) names.push_back(kContexts[i]);
    }
    return names;
}

std::vector<Filter> filters_of(db::Tx& tx, AccountId owner) {
    return read_all(tx, tx.query(R"(
        select id, title, contexts, action, expires_at from filters where account_id = $1 order by id limit $2)", {owner, kMaxFilters}));
}

Result<Filter> find_filter(db::Tx& tx, AccountId owner, FilterId id) {
    auto found = read_all(tx, tx.query(R"(
        select id, title, contexts, action, expires_at from filters where id = $1 and account_id = $2)", {id, owner}));
    if (found.empty()) return base::not_found();
    return std::move(found.front());
}

Result<Settings> changed(Settings before, const SettingsChange& change, base::Time now) {
    if (change.title) before.title = TRY(checked_title(*change.title));
    if (change.contexts) before.contexts = TRY(checked_contexts(*change.contexts));
    if (change.action) before.action = TRY(checked_action(*change.action));
    if (change.lifetime) {
        before.expires_at.reset();
        const Lifetime& lifetime = *change.lifetime;
        if (lifetime) before.expires_at = now + std::clamp(*lifetime, std::chrono::seconds(0), kMaxLifetime);
    }
    return before;
}

Result<FilterId> create_filter(db::Tx& tx, AccountId owner, const SettingsChange& wanted) {
    SettingsChange complete = wanted;
    if (!complete.title) complete.title = "";
    if (!complete.contexts) complete.contexts.emplace();
    const Settings settings = TRY(changed({}, complete, tx.now()));
    if (tx.query_integer("select count(*) from filters where account_id = $1", {owner}).value_or(0) >= kMaxFilters) {
        return base::invalid("Validation failed: You have too many filters");
    }

    const auto id = tx.new_id<FilterId>();
    tx.exec(R"(
        insert into filters (id, account_id, title, contexts, action, expires_at, created_at)
        values ($1, $2, $3, $4, $5, $6, $7))", {id, owner, settings.title, static_cast<int>(settings.contexts),
                       static_cast<int>(settings.action), settings.expires_at, tx.now()});
    announce_change(tx, owner);
    return id;
}

Result<> change_filter(db::Tx& tx, AccountId owner, FilterId id, const SettingsChange& change) {
    const Filter filter = TRY(find_filter(tx, owner, id));
    const Settings settings = TRY(changed(filter, change, tx.now()));
    tx.exec("update filters set title = $2, contexts = $3, action = $4, expires_at = $5 where id = $1",
            {id, settings.title, static_cast<int>(settings.contexts), static_cast<int>(settings.action),
             settings.expires_at});
    announce_change(tx, owner);
    return {};
}

Result<> delete_filter(db::Tx& tx, AccountId owner, FilterId id) {
    if (tx.exec("delete from filters where id = $1 and account_id = $2", {id, owner}) == 0) return base::not_found();
    announce_change(tx, owner);
    return {};
}

Result<> check_owner(db::Tx& tx, AccountId owner, FilterId id) {
    if (tx.query_integer("select 1 from filters where id = $1 and account_id = $2", {id, owner})) return {};
    return base::not_found();
}

void announce_change(db::Tx& tx, AccountId owner) {
    relationships::announce_change(tx, owner);
    tx.publish({.channel = "timeline:" + to_string(owner), .event = "filters_changed", .payload = nullptr});
}

} // namespace filters
