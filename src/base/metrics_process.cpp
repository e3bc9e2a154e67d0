#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>

namespace base::metrics {
namespace {

// Small files of /proc, which have no size to ask for.
std::string read_file(const char* path) {
    std::string content(4096, '\0');
    auto* file = std::fopen(path, "re");
    if (!file) return {};
    content.resize(std::fread(content.data(), 1, content.size(), file));
    std::fclose(file);
    return content;
}

// The n-th number (from 0) of a text of numbers separated by spaces; 0 when there are fewer.
long long number_at(std::string_view text, int n) {
    for (; n > 0; --n) text.remove_prefix(std::min(text.find(' ') + 1, text.size()));
    return std::strtoll(std::string(text.substr(0, 24)).c_str(), nullptr, 10);
}

double cpu_seconds() {
    timespec used = {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

// When this process began, in seconds since 1970.
double start_seconds() {
    const auto stat = read_file("/proc/self/stat");
    const auto after_name = stat.rfind(')');
    if (after_name == std::string::npos) return 0;
    const auto ticks = static_cast<double>(number_at(std::string_view(stat).substr(after_name + 2), 19));

    timespec since_boot = {};
    timespec now = {};
    clock_gettime(CLOCK_BOOTTIME, &since_boot);
    clock_gettime(CLOCK_REALTIME, &now);
    return static_cast<double>(now.tv_sec - since_boot.tv_sec) + ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

int open_files() {
    auto* folder = opendir("/proc/self/fd");
    if (!folder) return 0;
    int count = -3; // Itself, "." and "..".
    while (readdir(folder)) ++count;
    closedir(folder);
    return count;
}

void write(std::string& out, std::string_view name, std::string_view type, std::string_view help, double value) {
    fmt::format_to(std::back_inserter(out), "# HELP process_{0} {2}\n# TYPE process_{0} {1}\nprocess_{0} {3}\n", name,
                   type, help, value);
}

} // namespace

// The names that every Prometheus client library uses.
std::string process_text() {
    const auto memory = read_file("/proc/self/statm");
    const auto page_bytes = static_cast<double>(sysconf(_SC_PAGESIZE));
    rlimit files = {};
    getrlimit(RLIMIT_NOFILE, &files);

    std::string out;
    write(out, "cpu_seconds_total", "counter", "Processor time used.", cpu_seconds());
    write(out, "resident_memory_bytes", "gauge", "Memory in use.",
          static_cast<double>(number_at(memory, 1)) * page_bytes);
    write(out, "virtual_memory_bytes", "gauge", "Address space in use.",
          static_cast<double>(number_at(memory, 0)) * page_bytes);
    write(out, "open_fds", "gauge", "Open files and sockets.", open_files());
    write(out, "max_fds", "gauge", "How many may be open.", static_cast<double>(files.rlim_cur));
    write(out, "start_time_seconds", "gauge", "When this process began.", start_seconds());
    return out;
}

} // namespace base::metrics
