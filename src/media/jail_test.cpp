#include "media/jail.h"

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace media {
namespace {

// What could be done all the same in a process that `shut` has shut in: a bit for each.
template <typename Shut>
int misdeeds(Shut&& shut) {
    const pid_t child = ::fork();
    if (child == 0) {
        int done = 0;
        try {
            shut();
            if (::socket(AF_INET, SOCK_STREAM, 0) >= 0) done |= 1;
            if (::open("/tmp/akebono-jail", O_WRONLY | O_CREAT, 0600) >= 0) done |= 2;
            if (::open("/proc/self/mem", O_RDWR) >= 0) done |= 4;
            if (::syscall(SYS_fork) >= 0) done |= 8;
            if (::kill(::getppid(), 0) == 0) done |= 16;
        } catch (...) {
            done = 64;
        }
        ::_exit(done);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

TEST(Jail, Security31_WhatDecodesReachesNoFileProcessOrNetwork) {
    EXPECT_EQ(misdeeds([] { shut_in(); }), 0);
}

// ffmpeg loads itself and what it needs first.
TEST(Jail, Security31_AProgramReachesNoProcessOrNetwork) {
    EXPECT_EQ(misdeeds([] { shut_in_program(); }) & ~6, 0) << "files are Landlock's, which not every kernel has";
}

// A worker that takes what the machine has left is killed, and not the server.
TEST(Jail, Security32_WhatDecodesGoesFirstWhenMemoryRunsOut) {
    const pid_t child = ::fork();
    if (child == 0) {
        die_with_parent();
        int score = 0;
        std::ifstream("/proc/self/oom_score_adj") >> score;
        ::_exit(score == 1000 ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);

    EXPECT_EQ(status, 0);
}

} // namespace
} // namespace media
