#include "bench/results.h"

namespace bench {
namespace {

template <typename Type, typename Visit>
void visit_rates(Type& rates, Visit&& member) {
    member("per_second", rates.per_second);
    member("p50_ms", rates.p50_ms);
    member("p99_ms", rates.p99_ms);
    member("cpu_ms", rates.cpu_ms);
}

template <typename Type, typename Visit>
void visit_results(Type& results, Visit&& member) {
    member("is_postgresql", results.is_postgresql);
    member("statuses", results.statuses);
    member("people", results.people);
    member("start_seconds", results.start_seconds);
    member("memory_idle_mb", results.idle_mb);
    member("memory_loaded_mb", results.loaded_mb);
    member("memory_after_mb", results.after_mb);
}

json::Object write(const Rates& rates) {
    json::Object object;
    visit_rates(rates, [&](const char* name, double value) { object[name] = value; });
    return object;
}

Rates read(const json::Value& value) {
    Rates rates;
    visit_rates(rates, [&](const char* name, double& member) { member = value.at(name).to_number<double>(); });
    return rates;
}

} // namespace

json::Value to_json(const Results& results) {
    json::Object object;
    visit_results(results, [&](const char* name, const auto& value) { object[name] = value; });
    json::Array operations;
    for (const auto& operation : results.operations) {
        operations.push_back(json::Object{{"name", operation.name},
                                          {"budget", operation.budget},
                                          {"connections_1", write(operation.one)},
                                          {"connections_32", write(operation.many)},
                                          {"sql_statements", operation.statements},
                                          {"kilobytes", operation.kilobytes}});
    }
    object["operations"] = std::move(operations);
    return object;
}

Results results_from(const json::Value& value) {
    Results results;
    visit_results(results, [&](const char* name, auto& member) {
        member = boost::json::value_to<std::decay_t<decltype(member)>>(value.at(name));
    });
    for (const auto& item : value.at("operations").as_array()) {
        results.operations.push_back({.name = std::string(item.at("name").as_string()),
                                      .budget = std::string(item.at("budget").as_string()),
                                      .one = read(item.at("connections_1")),
                                      .many = read(item.at("connections_32")),
                                      .statements = item.at("sql_statements").to_number<double>(),
                                      .kilobytes = item.at("kilobytes").to_number<double>()});
    }
    return results;
}

} // namespace bench
