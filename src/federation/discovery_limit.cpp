#include "federation/discovery_limit.h"

#include <map>
#include <mutex>
#include <set>
#include <string>

namespace federation {

namespace {

constexpr std::size_t kHostsPerName = 10;
constexpr std::size_t kNamesKept = 10'000;
constexpr std::chrono::minutes kWindow{1};

// The last two labels, or three where the second is as short as in co.jp: near enough, and nothing to keep up to date.
std::string registered_name(std::string_view host) {
    host = host.substr(0, host.find(':'));
    std::size_t begin = host.rfind('.');
    if (begin == std::string_view::npos) return std::string(host);
    std::size_t before = begin == 0 ? std::string_view::npos : host.rfind('.', begin - 1);
    const auto second = host.substr(before + 1, begin - before - 1);
    if (second.size() <= 3 && before != std::string_view::npos && before > 0) before = host.rfind('.', before - 1);
    return std::string(host.substr(before + 1));
}

// Of this process: what it keeps from growing is what this process asks for.
class Discoveries {
public:
    bool take(base::Time now, std::string_view host) {
        const std::lock_guard lock(mutex_);
        if (now >= window_end_ || now < window_end_ - kWindow || hosts_.size() > kNamesKept) {
            hosts_.clear();
            window_end_ = now + kWindow;
        }
        auto& hosts = hosts_[registered_name(host)];
        if (hosts.contains(host)) return true;
        if (hosts.size() >= kHostsPerName) return false;
        hosts.emplace(host);
        return true;
    }

private:
    std::mutex mutex_;
    base::Time window_end_{};
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> hosts_;
};

} // namespace

Result<> take_discovery(const base::Context& context, std::string_view host) {
    static Discoveries discoveries;
    if (discoveries.take(context.clock.now(), host)) return {};
    return base::refuse(base::Refusal::TooMany, "too many new servers under the name of " + std::string(host));
}

} // namespace federation
