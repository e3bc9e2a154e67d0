#include "support/process.h"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

std::string akebono_program() {
    if (const char* named = std::getenv("AKEBONO_BINARY")) return named;
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "akebono";
}

namespace {

std::vector<std::string> environment_with(const Environment& ours) {
    std::vector<std::string> all;
    for (char** entry = environ; *entry; ++entry) {
        if (std::strncmp(*entry, "AKEBONO_", 8) != 0) all.emplace_back(*entry);
    }
    for (const auto& [name, value] : ours) all.push_back(name + "=" + value);
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (auto& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

struct Pipe {
    int read_end = -1;
    int write_end = -1;

    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe2");
        read_end = ends[0];
        write_end = ends[1];
    }
};

pid_t start(std::vector<std::string> arguments, const Environment& environment, int output, int errors) {
    arguments.insert(arguments.begin(), akebono_program());
    auto variables = environment_with(environment);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0); // Nobody answers.
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);

    pid_t pid = -1;
    const int error = posix_spawn(&pid, arguments[0].c_str(), &actions, nullptr, pointers(arguments).data(),
                                  pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::system_error(error, std::generic_category(), "cannot start " + arguments[0]);
    return pid;
}

// False at the end of the pipe.
bool read_some(int pipe, std::string& into) {
    char buffer[4096];
    const ssize_t size = ::read(pipe, buffer, sizeof buffer);
    if (size > 0) into.append(buffer, static_cast<std::size_t>(size));
    return size > 0;
}

// Both at once: a full pipe stops who writes to it.
void read_both(int output, int errors, CommandResult& result) {
    pollfd pipes[] = {{output, POLLIN, 0}, {errors, POLLIN, 0}};
    while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
        ::poll(pipes, 2, -1);
        if (pipes[0].revents && !read_some(output, result.output)) pipes[0].fd = -1;
        if (pipes[1].revents && !read_some(errors, result.errors)) pipes[1].fd = -1;
    }
}

int exit_code_of(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

CommandResult run_akebono(const std::vector<std::string>& arguments, const Environment& environment) {
    const Pipe output, errors;
    const pid_t pid = start(arguments, environment, output.write_end, errors.write_end);
    ::close(output.write_end);
    ::close(errors.write_end);

    CommandResult result;
    read_both(output.read_end, errors.read_end, result);
    result.exit_code = exit_code_of(pid);
    ::close(output.read_end);
    ::close(errors.read_end);
    return result;
}

ServerProcess::ServerProcess(const Environment& environment) {
    const Pipe errors;
    errors_ = errors.read_end;
    pid_ = start({"serve", "--listen", "127.0.0.1:0"}, environment, STDOUT_FILENO, errors.write_end);
    ::close(errors.write_end);
    read_until_it_listens();
}

ServerProcess::~ServerProcess() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        exit_code_of(pid_);
    }
    ::close(errors_);
}

void ServerProcess::signal(int number) const { ::kill(pid_, number); }

int ServerProcess::wait() {
    while (read_some(errors_, log_)) {
    }
    const int code = exit_code_of(pid_);
    pid_ = -1;
    return code;
}

// Its log says where: {…,"message":"listening",…,"port":12345,…}.
void ServerProcess::read_until_it_listens() {
    static constexpr char kPort[] = "\"port\":";
    while (log_.find("\"listening\"") == std::string::npos || !log_.ends_with('\n')) {
        if (!read_some(errors_, log_)) throw std::runtime_error("akebono serve ended: " + log_);
    }
    const auto at = log_.find(kPort, log_.find("\"listening\""));
    port_ = static_cast<std::uint16_t>(std::strtol(log_.c_str() + at + sizeof kPort - 1, nullptr, 10));
}

DataFolder::DataFolder() {
    static std::atomic<int> count = 0;
    const auto name = "akebono-data-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
    folder_ = std::filesystem::temp_directory_path() / name;
    std::filesystem::create_directory(folder_);
    environment_ = {{"AKEBONO_DATA", folder_.string()},
                    {"AKEBONO_FEDERATION_ALLOW_HTTP", "true"},
                    {"AKEBONO_ALLOWED_PRIVATE_ADDRESSES", "127.0.0.0/8"}};
    EXPECT_EQ(run_akebono({"migrate"}, environment_).exit_code, 0);
}

DataFolder::~DataFolder() { std::filesystem::remove_all(folder_); }
