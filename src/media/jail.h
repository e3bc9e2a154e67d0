#pragma once

#include <cstdint>

// How the process that decodes gives up, before it has seen a byte of what it decodes, all that it will not need.
namespace media {

struct JailLimits {
    std::int64_t memory_bytes; // That it can write to; libraries come on top.
    int cpu_seconds;
    std::int64_t file_bytes; // Of each file that it writes.
};

// Ends the process when whoever started it ends; and first of all when the machine has no memory left: then the server
// lives on.
void die_with_parent();
// Throws std::system_error; so do the others.
void limit_resources(const JailLimits& limits);

// From now on no file can be opened, no process or connection made: what is open can be read and written, and memory
// had. Everything else is refused by the kernel.
void shut_in();

// The same for a program that is yet to be started: it can load itself and its libraries from /usr, and open the files
// that are open already, 3 to 5. Where the kernel has no Landlock, other files can still be read.
void shut_in_program();

} // namespace media
