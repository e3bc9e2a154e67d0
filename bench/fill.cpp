#include "bench/fill.h"

#include "app/workplace.h"
#include "bench/habits.h"
#include "bench/must.h"
#include "bench/people.h"
#include "bench/posts.h"
#include "db/migrations.h"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

namespace bench {
namespace {

constexpr std::int64_t kDay = 86'400'000;
constexpr std::int64_t kMinPeople = 400;

std::string toml(const FillOptions& options, const Plan& plan) {
    std::string text = "domain = \"" + plan.domain + "\"\nrate_limits = false\n";
    if (!options.database.empty()) text += "database = \"" + options.database + "\"\n";
    return text;
}

void make_tables(const base::Config& config) {
    const app::Workplace place(config);
    const auto database = must(db::open(place.context, 1));
    must(db::migrate(*database));
    database->read([](db::Tx& tx) {
        if (tx.query_integer("select id from accounts limit 1")) throw std::runtime_error("the database is not empty");
    });
}

base::Config config_for(const FillOptions& options) {
    base::Config config;
    config.data = options.data;
    config.database = options.database;
    return config;
}

Plan plan_for(const FillOptions& options) {
    Plan plan;
    plan.statuses = options.statuses;
    plan.people = options.people > 0 ? options.people : std::max(kMinPeople, options.statuses / 50);
    plan.seed = options.seed;
    plan.domain = "bench.example";
    if (plan.statuses < 2000 || plan.people < kMinPeople) {
        throw std::runtime_error(fmt::format("at least 2000 statuses and {} people are needed", kMinPeople));
    }
    return plan;
}

Period period_for(const FillOptions& options) {
    const auto now = base::SystemClock().now().time_since_epoch().count();
    const std::int64_t end = options.until_ms > 0 ? options.until_ms : now / kDay * kDay;
    return {.begin = end - 730 * kDay, .end = end};
}

void fill_in(Plan& plan, People& people) {
    plan.reader = std::to_string(people.at(people.reader()).id);
    plan.account = std::to_string(people.at(0).id);
    plan.account_name = people.at(0).username;
    for (std::size_t i = 1; i <= 40; ++i) plan.accounts.push_back(std::to_string(people.at(i * 5 - 2).id));
    for (std::size_t i = 0; i < std::min<std::size_t>(people.count() - 60, 300); ++i) {
        plan.to_follow.push_back(std::to_string(people.at(i).id));
    }
}

} // namespace

void fill(const FillOptions& options) {
    Plan plan = plan_for(options);
    const std::filesystem::path folder = options.data;
    std::filesystem::create_directories(folder);
    const base::Config config = config_for(options);
    make_tables(config);

    const Period period = period_for(options);
    const std::string web_url = "https://" + plan.domain;
    Dice dice(static_cast<std::uint64_t>(options.seed));
    const auto texts = make_texts(dice, 1000, web_url);
    const auto hashtags =
        make_hashtags(static_cast<std::size_t>(std::max<std::int64_t>(100, plan.statuses / 500)), web_url);
    plan.hashtag = hashtags.front().name;

    const auto loader =
        options.database.empty() ? load_sqlite(config.sqlite_path().string()) : load_postgresql(options.database);
    People people(dice, plan, period, texts);
    people.load(*loader, plan);
    Posts(dice, people, period, texts, hashtags).load(*loader, plan);
    people.load_stats(*loader);
    loader->finish();

    fill_in(plan, people);
    take_up_habits(config, plan);
    write_file(folder / "akebono.toml", toml(options, plan));
    write_plan(folder / "bench.json", plan);
}

} // namespace bench
