#include "bench/processes.h"

#include "bench/client.h"
#include "bench/plan.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <thread>

namespace bench {
namespace {

namespace fs = std::filesystem;

double now_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Files of /proc come and go with their processes.
std::string read_or_nothing(const fs::path& file) {
    try {
        return read_file(file);
    } catch (const std::exception&) {
        return {};
    }
}

pid_t parent_of(pid_t pid) {
    const auto stat = read_or_nothing("/proc/" + std::to_string(pid) + "/stat");
    const auto name_end = stat.rfind(')');
    return name_end == std::string::npos ? 0 : static_cast<pid_t>(std::stol(stat.substr(name_end + 4)));
}

[[noreturn]] void become_server(const std::string& binary, const std::string& data, const std::string& log,
                                std::uint16_t port) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int opened = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(opened, STDOUT_FILENO);
    ::dup2(opened, STDERR_FILENO);
    const std::string config = data + "/akebono.toml";
    const std::string listen = "127.0.0.1:" + std::to_string(port);
    ::execl(binary.c_str(), binary.c_str(), "serve", "--config", config.c_str(), "--data", data.c_str(), "--listen",
            listen.c_str(), nullptr);
    ::_exit(127);
}

bool is_ready(std::uint16_t port) {
    try {
        Client client(port, 1);
        return client.ask(RequestText{.path = "/health/ready"}.text("localhost")).status == 200;
    } catch (const std::exception&) {
        return false;
    }
}

} // namespace

ServerProcess::ServerProcess(std::string binary, std::string data, std::uint16_t port)
    : log_(data + "/server.log"), port_(port), started_at_(now_seconds()) {
    pid_ = ::fork();
    if (pid_ == 0) become_server(binary, data, log_, port);
    if (pid_ < 0) throw std::runtime_error("no process could be started");
}

ServerProcess::~ServerProcess() {
    ::kill(pid_, SIGTERM);
    for (int i = 0; i < 200; ++i) {
        if (::waitpid(pid_, nullptr, WNOHANG) != 0) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

double ServerProcess::wait_until_ready() {
    while (!is_ready(port_)) {
        const bool has_ended = ::waitpid(pid_, nullptr, WNOHANG) != 0;
        if (has_ended || now_seconds() - started_at_ > 30) {
            throw std::runtime_error("the server does not start; it says:\n" + read_or_nothing(log_));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return now_seconds() - started_at_;
}

PostgresqlProcesses::PostgresqlProcesses(const std::string& url) {
    if (url.empty()) return;
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()), PQfinish);
    const pid_t parent = parent_of(PQbackendPID(connection.get()));
    // Another machine's number may be anybody's here.
    if (read_or_nothing("/proc/" + std::to_string(parent) + "/comm").starts_with("postgres")) postmaster_ = parent;
}

std::vector<pid_t> PostgresqlProcesses::now() const {
    std::vector<pid_t> pids;
    if (postmaster_ == 0) return pids;
    pids.push_back(postmaster_);
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        pid_t pid = 0;
        std::from_chars(name.data(), name.data() + name.size(), pid);
        if (pid > 0 && parent_of(pid) == postmaster_) pids.push_back(pid);
    }
    return pids;
}

double cpu_seconds(pid_t pid) {
    double nanoseconds = 0;
    std::error_code gone;
    for (const auto& thread : fs::directory_iterator("/proc/" + std::to_string(pid) + "/task", gone)) {
        const auto text = read_or_nothing(thread.path() / "schedstat");
        if (!text.empty()) nanoseconds += std::stod(text);
    }
    return nanoseconds / 1e9;
}

double pss_mb(pid_t pid) {
    const auto text = read_or_nothing("/proc/" + std::to_string(pid) + "/smaps_rollup");
    const auto at = text.find("\nPss:");
    return at == std::string::npos ? 0 : std::stod(text.substr(at + 5)) * 1024 / 1e6;
}

} // namespace bench
