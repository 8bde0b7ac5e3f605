#define _GNU_SOURCE
#include "CHostSystem.h"

#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

/* The kernel's structure and the C library's are the same on these machines; elsewhere they need not be. */
#if !defined(__x86_64__) && !defined(__aarch64__)
#error "check that struct stat is the kernel's on this machine"
#endif

int host_fstat(int descriptor, struct stat *status) {
    return (int)syscall(SYS_fstat, descriptor, status);
}

int host_spawn(pid_t *process, const char *program, char *const arguments[],
               char *const environment[], int socket) {
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return error;
    posix_spawnattr_t attributes;
    error = posix_spawnattr_init(&attributes);
    if (error) {
        posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    sigset_t none, heeded;
    sigemptyset(&none);
    sigemptyset(&heeded);
    /* Not all: before glibc 2.24 the start fails where SIGKILL, say, is to be heeded. */
    const int signals[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGPIPE, SIGALRM, SIGTERM,
                           SIGUSR1, SIGUSR2, SIGCHLD, SIGTSTP, SIGTTIN, SIGTTOU};
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) sigaddset(&heeded, signals[i]);
    if (!error) error = posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    if (!error) error = posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
    if (!error)
        error = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (!error) error = posix_spawnattr_setsigmask(&attributes, &none);
    if (!error) error = posix_spawnattr_setsigdefault(&attributes, &heeded);
    if (!error) error = posix_spawnattr_setpgroup(&attributes, 0);
    if (!error)
        error = posix_spawnattr_setflags(
            &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    if (!error) error = posix_spawn(process, program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

/* Moves a descriptor above the standard ones; -1 with errno(3) where that fails. */
static int above_standard(int descriptor) {
    if (descriptor < 0 || descriptor > STDERR_FILENO) return descriptor;
    int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(descriptor);
    return moved;
}

int host_socketpair(int ends[2]) {
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)) return -1;
    ends[0] = above_standard(ends[0]);
    ends[1] = above_standard(ends[1]);
    if (ends[0] >= 0 && ends[1] >= 0) return 0;
    int error = errno;
    for (int i = 0; i < 2; i++)
        if (ends[i] >= 0) close(ends[i]);
    errno = error;
    return -1;
}

int host_default_child_signal(struct sigaction *before) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    return sigaction(SIGCHLD, &action, before);
}

int host_close_from(int first) {
#ifdef SYS_close_range
    if (!syscall(SYS_close_range, (unsigned)first, ~0U, 0U)) return 0;
#endif
    /* A kernel before 5.9: one by one, as far as any may go. */
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit)) return -1;
    const rlim_t most = 1 << 20;
    rlim_t end = limit.rlim_cur < most ? limit.rlim_cur : most;
    for (rlim_t number = (rlim_t)first; number < end; number++) close((int)number);
    return 0;
}

int host_limit_damage(void) {
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none)) return -1;
    sigset_t empty;
    sigemptyset(&empty);
    if (sigprocmask(SIG_SETMASK, &empty, NULL)) return -1;
    const struct sigaction ignore = {.sa_handler = SIG_IGN}, standard = {.sa_handler = SIG_DFL};
    if (sigaction(SIGPIPE, &ignore, NULL)) return -1;
    return sigaction(SIGALRM, &standard, NULL);
}

int host_become(uid_t user, gid_t group) {
    if (setgroups(1, &group) || setresgid(group, group, group) || setresuid(user, user, user))
        return -1;
    uid_t users[3];
    gid_t groups[3], others[2];
    if (getresuid(&users[0], &users[1], &users[2]) || getresgid(&groups[0], &groups[1], &groups[2]))
        return -1;
    int isDone = getgroups(2, others) == 1 && others[0] == group;
    for (int i = 0; i < 3; i++) isDone = isDone && users[i] == user && groups[i] == group;
    /* The way back must be closed. */
    if (isDone && setresuid((uid_t)-1, 0, (uid_t)-1) && prctl(PR_SET_DUMPABLE, 0) == 0) return 0;
    errno = EPERM;
    return -1;
}

int host_forbid_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }
