#include "federation/discovery_limit.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace federation {

namespace {

constexpr std::size_t kHostsPerName = 10;
constexpr std::size_t kNamesKept = 10'000;
constexpr int kPagesPerName = 60;
constexpr int kPostsPerName = 1000;
constexpr int kForwardsPerName = 300;
constexpr int kQuestionsPerName = 60;

// Names under which a country's registry gives names away, of most countries that do so: co.jp, com.au, gov.uk.
constexpr std::array<std::string_view, 27> kSecondLevels = {
    "ac",  "ad",  "asn", "co",  "com", "ed", "edu", "firm", "gen", "go", "gob", "gov", "gr", "gv",
    "idv", "ind", "lg",  "ltd", "mil", "ne", "net", "nhs",  "nom", "or", "org", "plc", "sch"};

bool is_second_level(std::string_view second, std::string_view top) {
    return top.size() == 2 && std::ranges::find(kSecondLevels, second) != kSecondLevels.end();
}

// What was taken under each name since the window of time began. Of this process: what it keeps from growing is what
// this process asks for.
template <typename Taken>
class Windows {
public:
    explicit Windows(std::chrono::minutes length) : length_(length) {}

    // What `take` answers, which is given what was taken under that name.
    template <typename Take>
    bool take(base::Time now, std::string_view host, const Take& take) {
        const std::lock_guard lock(mutex_);
        if (now >= end_ || now < end_ - length_ || names_.size() > kNamesKept) {
            names_.clear();
            end_ = now + length_;
        }
        return take(names_[registered_name(host)]);
    }

private:
    std::chrono::minutes length_;
    std::mutex mutex_;
    base::Time end_{};
    std::map<std::string, Taken, std::less<>> names_;
};

using Hosts = std::set<std::string, std::less<>>;

bool take_host(Hosts& hosts, std::string_view host) {
    if (hosts.contains(host)) return true;
    if (hosts.size() >= kHostsPerName) return false;
    hosts.emplace(host);
    return true;
}

} // namespace

std::string registered_name(std::string_view host) {
    host = host.substr(0, host.find(':'));
    std::size_t begin = host.rfind('.');
    if (begin == std::string_view::npos) return std::string(host);
    std::size_t before = begin == 0 ? std::string_view::npos : host.rfind('.', begin - 1);
    const auto second = host.substr(before + 1, begin - before - 1);
    if (before != std::string_view::npos && before > 0 && is_second_level(second, host.substr(begin + 1))) {
        before = host.rfind('.', before - 1);
    }
    return std::string(host.substr(before + 1));
}

Result<> take_discovery(const base::Context& context, std::string_view host) {
    static Windows<Hosts> windows(std::chrono::minutes(1));
    const auto take = [&](Hosts& hosts) { return take_host(hosts, host); };
    if (windows.take(context.clock.now(), host, take)) return {};
    return base::refuse(base::Refusal::TooMany, "too many new servers under the name of " + std::string(host));
}

Result<> take_page(const base::Context& context, std::string_view host) {
    static Windows<int> windows(std::chrono::hours(1));
    if (windows.take(context.clock.now(), host, [](int& pages) { return pages++ < kPagesPerName; })) return {};
    return base::refuse(base::Refusal::TooMany, "too many pages are asked of " + std::string(host));
}

Result<> take_post(const base::Context& context, std::string_view host) {
    static Windows<int> windows(std::chrono::hours(1));
    if (windows.take(context.clock.now(), host, [](int& posts) { return posts++ < kPostsPerName; })) return {};
    return base::refuse(base::Refusal::TooMany, "too many posts of threads are asked of " + std::string(host));
}

Result<> take_question(const base::Context& context, std::string_view host) {
    static Windows<int> windows(std::chrono::hours(1));
    if (windows.take(context.clock.now(), host, [](int& asked) { return asked++ < kQuestionsPerName; })) return {};
    return base::refuse(base::Refusal::TooMany, "too much waits for " + std::string(host) + " already");
}

Result<> take_forward(const base::Context& context, std::string_view host) {
    static Windows<int> windows(std::chrono::hours(1));
    if (windows.take(context.clock.now(), host, [](int& sent) { return sent++ < kForwardsPerName; })) return {};
    return base::refuse(base::Refusal::TooMany, "too much comes from " + std::string(host) + " to be passed on");
}

} // namespace federation
