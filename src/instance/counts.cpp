#include "instance/counts.h"

#include "base/json.h"

namespace instance {

namespace {

constexpr std::chrono::weeks kMonth{4};
constexpr std::chrono::weeks kHalfYear{24};

std::int64_t count_active(db::Tx& tx, std::chrono::weeks within) {
    return tx.query_integer("select count(*) from users where last_active_at >= $1", {tx.now() - within}).value_or(0);
}

Counts count(db::Tx& tx) {
    Counts counts;
    {
        auto rows = tx.query(R"(
            select count(*), coalesce(sum(s.statuses_count), 0)
            from users u join account_stats s on s.account_id = u.account_id
            where u.is_approved and u.confirmed_at is not null)");
        if (rows.next()) {
            counts.users = rows.integer(0);
            counts.statuses = rows.integer(1);
        }
    }
    // From one domain to the next, not over every account: SQLite seeks by the first of the two conditions; the second
    // says that the index holds all that is looked for.
    counts.domains = tx.query_integer(R"(
        with recursive known (domain) as (
            select min(domain) from accounts where domain > ''
            union all
            select (select min(a.domain) from accounts a where a.domain > known.domain and a.domain > '')
            from known where known.domain is not null)
        select count(domain) from known)").value_or(0);
    counts.active_month = count_active(tx, kMonth);
    counts.active_halfyear = count_active(tx, kHalfYear);
    return counts;
}

std::string to_json(const Counts& counts) {
    std::string text;
    json::Writer out(text);
    out.begin_object();
    out.field("users", counts.users);
    out.field("statuses", counts.statuses);
    out.field("domains", counts.domains);
    out.field("active_month", counts.active_month);
    out.field("active_halfyear", counts.active_halfyear);
    out.end_object();
    return text;
}

} // namespace

Counts counts(db::Tx& tx) {
    {
        auto rows = tx.query("select value from settings where name = 'site_counts'");
        if (rows.next()) return read_counts(rows.text(0));
    }
    return count(tx);
}

Counts read_counts(std::string_view json) {
    const auto value = base::json::parse(json);
    if (!value || !value->is_object()) return {};
    const auto number = [&](std::string_view name) {
        const auto* found = value->get_object().if_contains(name);
        return found != nullptr && found->is_number() ? found->to_number<std::int64_t>() : 0;
    };
    return {.users = number("users"),
            .statuses = number("statuses"),
            .domains = number("domains"),
            .active_month = number("active_month"),
            .active_halfyear = number("active_halfyear")};
}

void count_site(const jobs::Arguments&, db::Tx& tx) { tx.exec(R"(
        insert into settings (name, value) values ('site_counts', $1)
        on conflict (name) do update set value = excluded.value)", {to_json(count(tx))}); }

} // namespace instance
