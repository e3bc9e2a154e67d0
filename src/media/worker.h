#pragma once

#include "base/config.h"
#include "base/file.h"
#include "base/result.h"
#include "media/pictures.h"

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Where the bytes of strangers are decoded: in a process of its own, `akebono media-worker`, that can do nothing but
// that, and whose end, however sudden, is an answer.
namespace media {

// ── for the server ──

// What a worker process did.
struct WorkerEnd {
    bool is_done = false;          // It ended by itself, and says that all is well.
    bool was_too_slow = false;     // It was ended when its time was up.
    bool was_unwanted = false;     // It was ended, or not begun, because of NoWorkers.
    std::string output;            // Its standard output, as much of it as is taken.
    std::string log;               // The end of its standard error.
    std::int64_t memory_bytes = 0; // At most, at once.
    std::chrono::milliseconds cpu_time{0};
};

struct WorkerTask {
    std::vector<std::string> arguments; // After `akebono media-worker`.
    std::vector<int> files;             // Descriptors: 3, 4 and 5 for the worker, at most.
    std::chrono::seconds deadline{50};
};

// Runs one, and waits for it. At most kWorkers run at once in this process; others wait for their turn.
// Throws std::system_error when no process can be started.
WorkerEnd run_worker(const WorkerTask& task);
inline constexpr int kWorkers = 2;

// While one lives, no worker runs in this process: those that do are ended. For a server that goes: what a worker was
// doing is refused as Unavailable, and done again by who comes next.
class NoWorkers {
public:
    NoWorkers();
    ~NoWorkers();
    NoWorkers(const NoWorkers&) = delete;
    NoWorkers& operator=(const NoWorkers&) = delete;
};

// Where a part of a file is that somebody sent.
struct Upload {
    const base::File* file = nullptr;
    std::int64_t offset = 0, length = 0;
};

struct MadePictures {
    PictureReport report;
    base::File original, preview;
};

// Invalid, for people, when the bytes are no picture that we take. Unavailable where nothing is there to decode with.
Result<MadePictures> make_pictures(const base::Config& config, const Upload& upload, PictureTask task);

// What is run instead of this very program: for tests, which are another.
void set_worker_program(std::string path);

// ── for the worker ──

// `akebono media-worker …`: what follows those words; the exit code.
int run_media_worker(std::span<const std::string_view> arguments);

} // namespace media
