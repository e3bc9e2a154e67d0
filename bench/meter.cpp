#include "bench/meter.h"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace bench {
namespace {

constexpr auto kPause = std::chrono::milliseconds(100);
constexpr double kIdleSeconds = 0.001; // Of processor time in a pause.

} // namespace

double Meter::cpu_seconds() const {
    double seconds = bench::cpu_seconds(server_.pid());
    for (const auto pid : postgresql_.now()) seconds += bench::cpu_seconds(pid);
    return seconds;
}

double Meter::statements(Client& client) const {
    constexpr std::string_view kName = "\nakebono_sql_statements_total ";
    const Answer answer = client.ask(RequestText{.path = "/metrics"}.text("localhost"));
    const auto at = answer.body.find(kName);
    if (at == std::string::npos) throw std::runtime_error("/metrics does not tell the number of SQL statements");
    return std::stod(answer.body.substr(at + kName.size()));
}

void Meter::wait_until_idle() const {
    double before = cpu_seconds();
    for (int i = 0; i < 50; ++i) {
        std::this_thread::sleep_for(kPause);
        const double now = cpu_seconds();
        if (now - before < kIdleSeconds) return;
        before = now;
    }
}

} // namespace bench
