#include "media/jail.h"

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace media {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "The filter of system calls does not know this machine."
#endif

constexpr int kFirstFile = 3, kLastFile = 5; // What is handed over, see worker.h.

void check(long result, const char* what) {
    if (result != 0) throw std::system_error(errno, std::generic_category(), what);
}

void limit(__rlimit_resource resource, std::int64_t value) {
    const rlimit both = {static_cast<rlim_t>(value), static_cast<rlim_t>(value)};
    check(::setrlimit(resource, &both), "setrlimit");
}

// What a decoder needs that has all it will ever open.
constexpr int kAllowed[] = {
    SYS_read,
    SYS_pread64,
    SYS_readv,
    SYS_write,
    SYS_pwrite64,
    SYS_writev,
    SYS_lseek,
    SYS_close,
    SYS_fstat,
    SYS_newfstatat,
    SYS_fcntl,
    SYS_dup,
    SYS_ftruncate,
    SYS_munmap,
    SYS_mremap,
    SYS_madvise,
    SYS_brk,
    SYS_futex,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_sigaltstack,
    SYS_exit,
    SYS_exit_group,
    SYS_clock_gettime,
    SYS_clock_nanosleep,
    SYS_nanosleep,
    SYS_gettimeofday,
    SYS_sched_yield,
    SYS_sched_getaffinity,
    SYS_getpid,
    SYS_gettid,
    SYS_tgkill,
    SYS_set_robust_list,
    SYS_rseq,
    SYS_getrandom,
    SYS_getrusage,
    SYS_sysinfo,
    SYS_restart_syscall,
};

// What no picture or film has business with.
constexpr int kForbidden[] = {
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    SYS_sendto,
    SYS_sendmsg,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_unshare,
    SYS_setns,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_io_uring_setup,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_sethostname,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_acct,
    SYS_quotactl,
    SYS_syslog,
    SYS_kill,
    SYS_tkill,
    SYS_pidfd_open,
    SYS_pidfd_getfd,
    SYS_pidfd_send_signal,
    SYS_open_by_handle_at,
    SYS_name_to_handle_at,
    SYS_memfd_create,
    SYS_mknodat,
    SYS_symlinkat,
    SYS_linkat,
    SYS_setrlimit,
#if defined(__x86_64__)
    SYS_fork,
    SYS_vfork,
    SYS_mknod,
    SYS_symlink,
    SYS_link,
#endif
};

// A program for the kernel: https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html
class Filter {
public:
    Filter() {
        load(offsetof(seccomp_data, arch));
        jump(BPF_JEQ, kArchitecture, 1, 0);
        answer(SECCOMP_RET_KILL_PROCESS);
        load(offsetof(seccomp_data, nr));
#if defined(__x86_64__)
        jump(BPF_JGE, 0x40000000, 0, 1); // The same calls by other numbers.
        answer(SECCOMP_RET_KILL_PROCESS);
#endif
        when(SYS_clone3, SECCOMP_RET_ERRNO | ENOSYS); // Its arguments cannot be looked at; clone's can.
        jump(BPF_JEQ, SYS_clone, 0, 4);
        load(offsetof(seccomp_data, args));
        jump(BPF_JSET, CLONE_THREAD, 0, 1);
        answer(SECCOMP_RET_ALLOW);
        answer(SECCOMP_RET_ERRNO | EPERM);
    }

    // Memory that runs is made while libraries load, and not afterwards.
    void forbid_code(int call) {
        jump(BPF_JEQ, static_cast<std::uint32_t>(call), 0, 4);
        load(offsetof(seccomp_data, args) + 2 * sizeof(std::uint64_t)); // Little-endian: its lower half.
        jump(BPF_JSET, PROT_EXEC, 0, 1);
        answer(SECCOMP_RET_ERRNO | EPERM);
        answer(SECCOMP_RET_ALLOW);
    }
    void when(int call, std::uint32_t verdict) {
        jump(BPF_JEQ, static_cast<std::uint32_t>(call), 0, 1);
        answer(verdict);
    }
    void answer(std::uint32_t verdict) { code_.push_back(BPF_STMT(BPF_RET | BPF_K, verdict)); }

    void install() {
        const sock_fprog program = {static_cast<unsigned short>(code_.size()), code_.data()};
        check(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
        check(::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0), "seccomp");
    }

private:
    void load(std::size_t offset) {
        code_.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)));
    }
    void jump(std::uint16_t how, std::uint32_t value, std::uint8_t if_true, std::uint8_t if_false) {
        code_.push_back(BPF_JUMP(static_cast<std::uint16_t>(BPF_JMP | how | BPF_K), value, if_true, if_false));
    }

    std::vector<sock_filter> code_;
};

// A sanitizer's own memory is many times that of the program.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif

constexpr std::uint64_t kReadFile = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t kRunFile = LANDLOCK_ACCESS_FS_EXECUTE | kReadFile;
constexpr std::uint64_t kAnyUse = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1; // All that the first version knows.

void allow(int rules, int path, std::uint64_t access) {
    const landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = path};
    ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

// https://docs.kernel.org/userspace-api/landlock.html
void hide_files() {
    const landlock_ruleset_attr attributes = {.handled_access_fs = kAnyUse};
    const int rules = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
    if (rules < 0) return; // Not in this kernel.
    for (const char* folder : {"/usr", "/lib", "/lib64", "/etc/ld.so.cache"}) {
        const int path = ::open(folder, O_PATH | O_CLOEXEC);
        if (path < 0) continue;
        allow(rules, path, kRunFile);
        ::close(path);
    }
    for (int file = kFirstFile; file <= kLastFile; ++file) {
        allow(rules, file, kReadFile | LANDLOCK_ACCESS_FS_WRITE_FILE);
    }
    check(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
    check(::syscall(SYS_landlock_restrict_self, rules, 0), "landlock");
    ::close(rules);
}

// Where the kernel does not have it, or says no, it chooses by itself.
void offer_oneself() {
    const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    [[maybe_unused]] const auto written = ::write(file, "1000", 4);
    ::close(file);
}

} // namespace

void die_with_parent() {
    offer_oneself();
    check(::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0), "prctl");
    check(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "prctl");
}

void limit_resources(const JailLimits& limits) {
    limit(RLIMIT_CORE, 0);
    if (!kIsSanitized) limit(RLIMIT_DATA, limits.memory_bytes);
    limit(RLIMIT_CPU, limits.cpu_seconds);
    limit(RLIMIT_FSIZE, limits.file_bytes);
    limit(RLIMIT_NOFILE, 64);
    ::setpriority(PRIO_PROCESS, 0, 5); // Who reads and posts goes first.
}

void shut_in() {
    Filter filter;
    filter.forbid_code(SYS_mmap);
    filter.forbid_code(SYS_mprotect);
    for (const int call : kAllowed) filter.when(call, SECCOMP_RET_ALLOW);
#if defined(__x86_64__)
    filter.when(SYS_time, SECCOMP_RET_ALLOW);
    filter.when(SYS_getdents, SECCOMP_RET_ERRNO | EACCES);
#endif
    filter.when(SYS_openat, SECCOMP_RET_ERRNO | EACCES); // Libraries look for their settings, and do without.
    filter.answer(SECCOMP_RET_ERRNO | EPERM);
    filter.install();
}

void shut_in_program() {
    hide_files();
    Filter filter;
    for (const int call : kForbidden) filter.when(call, SECCOMP_RET_ERRNO | EPERM);
    filter.answer(SECCOMP_RET_ALLOW);
    filter.install();
}

} // namespace media
