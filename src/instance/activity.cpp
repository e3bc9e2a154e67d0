#include "instance/activity.h"

#include <algorithm>
#include <map>

namespace instance {

namespace {

using std::chrono::days;
using std::chrono::weeks;

constexpr int kWeeks = 12;

struct Week {
    std::int64_t statuses = 0, logins = 0, registrations = 0;
};
using Weeks = std::map<base::Time, Week, std::greater<>>; // By their beginning, newest first.

// Monday, 0:00 UTC. The first of January 1970 was a Thursday.
base::Time monday_of(base::Time time) {
    constexpr days kToMonday{3};
    return base::Time(std::chrono::floor<weeks>(time + kToMonday)) - kToMonday;
}

Weeks read(db::Tx& tx) {
    Weeks found;
    auto rows = tx.query("select value from settings where name = 'site_activity'");
    const auto parsed = rows.next() ? json::parse(rows.text(0)) : std::nullopt;
    const auto* list = parsed ? parsed->if_array() : nullptr;
    if (!list) return found;
    for (const auto& item : *list) {
        const auto number = [&](const char* name) { return item.at(name).to_number<std::int64_t>(); };
        found[base::Time(std::chrono::seconds(number("week")))] = {
            .statuses = number("statuses"), .logins = number("logins"), .registrations = number("registrations")};
    }
    return found;
}

void write(db::Tx& tx, const Weeks& all) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const auto& [begin, week] : all) {
        out.begin_object();
        out.field("week", std::chrono::duration_cast<std::chrono::seconds>(begin.time_since_epoch()).count());
        out.field("statuses", week.statuses);
        out.field("logins", week.logins);
        out.field("registrations", week.registrations);
        out.end_object();
    }
    out.end_array();
    tx.exec(R"(
        insert into settings (name, value) values ('site_activity', $1)
        on conflict (name) do update set value = excluded.value)", {text});
}

// Who was here last in that week: of weeks that are over, those who came back since count no more.
Week count(db::Tx& tx, base::Time begin) {
    const base::Time end = begin + weeks(1);
    Week week;
    week.statuses = tx.query_integer(R"(
        select count(*) from users u join statuses s on s.account_id = u.account_id
        where s.id >= $1 and s.id < $2 and s.reblog_of_id is null)", {base::first_id_of(begin), base::first_id_of(end)}).value_or(0);
    week.logins =
        tx.query_integer("select count(*) from users where last_active_at >= $1 and last_active_at < $2", {begin, end})
            .value_or(0);
    week.registrations =
        tx.query_integer("select count(*) from users where created_at >= $1 and created_at < $2", {begin, end})
            .value_or(0);
    return week;
}

} // namespace

void write_activity(json::Writer& out, db::Tx& tx) {
    const Weeks all = read(tx);
    const base::Time now = monday_of(tx.now());
    out.begin_array();
    for (int i = 0; i < kWeeks; ++i) {
        const base::Time begin = now - weeks(i);
        const auto found = all.find(begin);
        const Week week = found == all.end() ? Week() : found->second;
        out.begin_object();
        out.field("week",
                  std::to_string(std::chrono::duration_cast<std::chrono::seconds>(begin.time_since_epoch()).count()));
        out.field("statuses", std::to_string(week.statuses));
        out.field("logins", std::to_string(week.logins));
        out.field("registrations", std::to_string(week.registrations));
        out.end_object();
    }
    out.end_array();
}

void count_activity(const jobs::Arguments&, db::Tx& tx) {
    Weeks all = read(tx);
    const base::Time now = monday_of(tx.now());
    for (int i = 0; i < kWeeks; ++i) {
        const base::Time begin = now - weeks(i);
        const auto known = all.find(begin);
        if (known != all.end() && i > 1) continue;
        Week week = count(tx, begin);
        if (known != all.end()) week.logins = std::max(week.logins, known->second.logins);
        all[begin] = week;
    }
    std::erase_if(all, [&](const auto& one) { return one.first <= now - weeks(kWeeks); });
    write(tx, all);
}

} // namespace instance
