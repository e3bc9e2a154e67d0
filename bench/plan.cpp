#include "bench/plan.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace bench {
namespace {

// One walk over the members, for both ways.
template <typename PlanType, typename Visit>
void visit(PlanType& plan, Visit&& member) {
    member("statuses", plan.statuses);
    member("people", plan.people);
    member("seed", plan.seed);
    member("domain", plan.domain);
    member("reader_token", plan.reader_token);
    member("writer_tokens", plan.writer_tokens);
    member("follower_tokens", plan.follower_tokens);
    member("reader", plan.reader);
    member("writers", plan.writers);
    member("account", plan.account);
    member("status", plan.status);
    member("thread", plan.thread);
    member("list", plan.list);
    member("collection", plan.collection);
    member("account_name", plan.account_name);
    member("hashtag", plan.hashtag);
    member("accounts", plan.accounts);
    member("to_favourite", plan.to_favourite);
    member("to_follow", plan.to_follow);
    member("spread", plan.spread);
}

} // namespace

void write_plan(const std::filesystem::path& file, const Plan& plan) {
    json::Object object;
    visit(plan, [&](const char* name, const auto& value) { object[name] = boost::json::value_from(value); });
    write_file(file, boost::json::serialize(object) + "\n");
}

Plan read_plan(const std::filesystem::path& file) {
    const auto parsed = json::parse(read_file(file));
    if (!parsed || !parsed->is_object()) throw std::runtime_error(file.string() + " is no plan of akebono_bench fill");
    Plan plan;
    visit(plan, [&](const char* name, auto& value) {
        value = boost::json::value_to<std::decay_t<decltype(value)>>(parsed->at(name));
    });
    return plan;
}

std::string read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(file.string() + " cannot be read");
    std::ostringstream content;
    content << in.rdbuf();
    return content.str();
}

void write_file(const std::filesystem::path& file, std::string_view content) {
    std::ofstream out(file, std::ios::binary);
    out << content;
    if (!out.flush()) throw std::runtime_error(file.string() + " cannot be written");
}

} // namespace bench
