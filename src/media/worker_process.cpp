#include "media/worker.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <mutex>
#include <poll.h>
#include <semaphore>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

// The server's side: starting a worker, hearing it out, and ending it.
namespace media {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kMaxOutput = 64 << 10;
constexpr std::size_t kMaxLog = 2000;
constexpr int kFirstFile = 3;

std::counting_semaphore<kWorkers>& turns() {
    static std::counting_semaphore<kWorkers> semaphore(kWorkers);
    return semaphore;
}

// Gives its turn back when it goes.
class Turn {
public:
    Turn() { turns().acquire(); }
    ~Turn() { turns().release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
};

// Can be read while a NoWorkers lives.
const base::File& end_bell() {
    static const base::File bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE));
    return bell;
}

bool are_unwanted() {
    pollfd bell = {end_bell().descriptor(), POLLIN, 0};
    return ::poll(&bell, 1, 0) > 0;
}

std::string& program() {
    static std::string path = "/proc/self/exe";
    return path;
}

[[noreturn]] void fail(int error, const char* what) { throw std::system_error(error, std::generic_category(), what); }

struct Pipe {
    base::File reading, writing;

    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) fail(errno, "pipe2");
        reading = base::File(ends[0]);
        writing = base::File(ends[1]);
    }
};

// Above all that the worker gets, so that moving one into its place does not close another.
base::File moved_up(int descriptor) {
    base::File file(::fcntl(descriptor, F_DUPFD_CLOEXEC, 64));
    if (!file) fail(errno, "fcntl");
    return file;
}

// Nothing of ours: no secrets. One arena, so that memory is what it looks like.
// VIPS_NOVECTOR: no code is made while it runs, which the jail forbids.
constexpr std::array<const char*, 8> kEnvironment = {"PATH=/usr/bin:/bin",
                                                     "LANG=C.UTF-8",
                                                     "HOME=/nonexistent",
                                                     "MALLOC_ARENA_MAX=1",
                                                     "MALLOC_MMAP_THRESHOLD_=131072",
                                                     "VIPS_CONCURRENCY=1",
                                                     "VIPS_NOVECTOR=1",
                                                     nullptr};

class Spawned {
public:
    Spawned(const WorkerTask& task, const Pipe& output, const Pipe& errors) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawnattr_init(&attributes_);
        prepare(task, output, errors);
        start(task);
        given_.clear(); // Else its pipes would still be open here when it has closed them.
    }
    ~Spawned() {
        posix_spawnattr_destroy(&attributes_);
        posix_spawn_file_actions_destroy(&actions_);
    }
    Spawned(const Spawned&) = delete;
    Spawned& operator=(const Spawned&) = delete;

    pid_t pid = -1;

private:
    void prepare(const WorkerTask& task, const Pipe& output, const Pipe& errors) {
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        give(output.writing.descriptor(), STDOUT_FILENO);
        give(errors.writing.descriptor(), STDERR_FILENO);
        int place = kFirstFile;
        for (const int file : task.files) give(file, place++);
        posix_spawn_file_actions_addclosefrom_np(&actions_, place);
    }
    void give(int descriptor, int place) {
        given_.push_back(moved_up(descriptor));
        posix_spawn_file_actions_adddup2(&actions_, given_.back().descriptor(), place);
    }
    void start(const WorkerTask& task) {
        std::vector<std::string> words = {"akebono", "media-worker"};
        words.insert(words.end(), task.arguments.begin(), task.arguments.end());
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        const int error = ::posix_spawn(&pid, program().c_str(), &actions_, &attributes_, arguments.data(),
                                        const_cast<char**>(kEnvironment.data()));
        if (error != 0) fail(error, "cannot start a media worker");
    }

    posix_spawn_file_actions_t actions_;
    posix_spawnattr_t attributes_;
    std::vector<base::File> given_;
};

int milliseconds_until(steady_clock::time_point end) {
    const auto left = std::chrono::duration_cast<milliseconds>(end - steady_clock::now()).count();
    return static_cast<int>(std::max<std::int64_t>(left, 0));
}

// False at its end.
bool read_some(const base::File& pipe, std::string& into) {
    std::array<char, 4096> buffer;
    const auto count = ::read(pipe.descriptor(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) return true;
    if (count > 0) into.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
}

// Until both are closed: then the worker has ended. False when its time is up, or it is unwanted, or talks too much.
bool hear_out(const Pipe& output, const Pipe& errors, steady_clock::time_point end, WorkerEnd& said) {
    pollfd pipes[] = {{output.reading.descriptor(), POLLIN, 0},
                      {errors.reading.descriptor(), POLLIN, 0},
                      {end_bell().descriptor(), POLLIN, 0}};
    while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
        const int ready = ::poll(pipes, 3, milliseconds_until(end));
        if (ready == 0) return false;
        if (ready < 0 && errno != EINTR) fail(errno, "poll");
        if (ready < 0) continue;
        if (pipes[2].revents) return false;
        if (pipes[0].revents && !read_some(output.reading, said.output)) pipes[0].fd = -1;
        if (pipes[1].revents && !read_some(errors.reading, said.log)) pipes[1].fd = -1;
        if (said.output.size() > kMaxOutput) return false;
        if (said.log.size() > kMaxLog) said.log.erase(0, said.log.size() - kMaxLog);
    }
    return true;
}

// Closing its pipes is not ending: wait for that, too, but not longer.
bool has_ended(pid_t pid, steady_clock::time_point end) {
    const base::File process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (!process) return true; // A kernel before 5.3: then the wait below is all there is.
    pollfd ended = {process.descriptor(), POLLIN, 0};
    int ready = 0;
    do {
        ready = ::poll(&ended, 1, milliseconds_until(end));
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

void reap(pid_t pid, WorkerEnd& end) {
    int status = 0;
    rusage used = {};
    while (::wait4(pid, &status, 0, &used) < 0 && errno == EINTR) {
    }
    end.is_done = !end.was_too_slow && !end.was_unwanted && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    end.memory_bytes = std::int64_t{used.ru_maxrss} * 1024;
    const auto time_of = [](const timeval& time) {
        return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
    };
    end.cpu_time = std::chrono::duration_cast<milliseconds>(time_of(used.ru_utime) + time_of(used.ru_stime));
}

} // namespace

WorkerEnd run_worker(const WorkerTask& task) {
    const Turn turn;
    WorkerEnd said;
    said.was_unwanted = are_unwanted();
    if (said.was_unwanted) return said;
    Pipe output, errors;
    const Spawned worker(task, output, errors);
    output.writing = {};
    errors.writing = {};

    const auto end = steady_clock::now() + task.deadline;
    const bool is_over = hear_out(output, errors, end, said) && has_ended(worker.pid, end);
    if (!is_over) ::kill(worker.pid, SIGKILL);
    said.was_unwanted = !is_over && are_unwanted();
    said.was_too_slow = !is_over && !said.was_unwanted;
    reap(worker.pid, said);
    return said;
}

NoWorkers::NoWorkers() {
    if (::eventfd_write(end_bell().descriptor(), 1) != 0) fail(errno, "eventfd");
}

NoWorkers::~NoWorkers() {
    eventfd_t one = 0;
    ::eventfd_read(end_bell().descriptor(), &one);
}

void set_worker_program(std::string path) { program() = std::move(path); }

} // namespace media
