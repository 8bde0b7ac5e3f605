#define _GNU_SOURCE
#include "CHostSystem.h"

#include <locale.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <wchar.h>

/* The kernel's structure and the C library's are the same on these machines; elsewhere they need not be. */
#if !defined(__x86_64__) && !defined(__aarch64__)
#error "check that struct stat is the kernel's on this machine"
#endif

int host_character_width(unsigned int character) {
    static locale_t unicode;
    if (!unicode) unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!unicode) return 1;
    locale_t before = uselocale(unicode);
    int width = wcwidth((wchar_t)character);
    uselocale(before);
    return width < 0 ? 1 : width;
}

int host_fstat(int descriptor, struct stat *status) {
    return (int)syscall(SYS_fstat, descriptor, status);
}

/* What the new process does until it is the program: calls of the kernel only, since it still shares the memory. */
static int become_program(pid_t parent, const char *program, char *const arguments[],
                          char *const environment[], int socket) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent) return ESRCH;
    if (setpgid(0, 0)) return errno;
    const struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++)
        if (number != SIGKILL && number != SIGSTOP) sigaction(number, &standard, NULL);
    int nothing = open("/dev/null", O_WRONLY);
    if (nothing < 0 || dup2(nothing, STDERR_FILENO) < 0 || dup2(socket, STDIN_FILENO) < 0 ||
        dup2(socket, STDOUT_FILENO) < 0)
        return errno;
    if (nothing > STDERR_FILENO) close(nothing);
    sigset_t none;
    sigemptyset(&none);
    if (sigprocmask(SIG_SETMASK, &none, NULL)) return errno;
    execve(program, arguments, environment);
    return errno;
}

int host_spawn(pid_t *process, const char *program, char *const arguments[],
               char *const environment[], int socket) {
    sigset_t all, before;
    sigfillset(&all);
    /* Of this thread, on Linux; pthread_sigmask(3) is the same, but in libpthread before glibc 2.32. */
    if (sigprocmask(SIG_SETMASK, &all, &before)) return errno;
    const pid_t parent = getpid();
    volatile int failure = 0;
    pid_t child = vfork();
    if (child == 0) {
        failure = become_program(parent, program, arguments, environment, socket);
        _exit(127);
    }
    int error = child < 0 ? errno : failure;
    if (child > 0 && error)
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
    sigprocmask(SIG_SETMASK, &before, NULL);
    *process = child;
    return error;
}

const char *host_own_program(void) {
    static const char link[] = "/proc/self/exe";
    if (access(link, X_OK) == 0) return link;
    const char *called = (const char *)getauxval(AT_EXECFN);
    return called ? called : link;
}

int host_has_ended(pid_t process) {
    siginfo_t information = {.si_pid = 0};
    return waitid(P_PID, (id_t)process, &information, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           information.si_pid == process;
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
    /* Libraries take paths from it: one to write the keys of TLS to, others to read settings from. */
    if (clearenv()) return -1;
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none)) return -1;
    sigset_t empty;
    sigemptyset(&empty);
    if (sigprocmask(SIG_SETMASK, &empty, NULL)) return -1;
    const struct sigaction ignore = {.sa_handler = SIG_IGN}, standard = {.sa_handler = SIG_DFL};
    if (sigaction(SIGPIPE, &ignore, NULL)) return -1;
    return sigaction(SIGALRM, &standard, NULL);
}

static char last_words[256];
static size_t last_words_length;

static void say_last_words(int number) {
    (void)number;
    _exit(write(STDOUT_FILENO, last_words, last_words_length) < 0 ? 2 : 1);
}

void host_last_words(const void *words, size_t length) {
    /* The default first: the handler must not meet words that are half-written. sigaction(2) fails only for a signal
     * that does not exist. */
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(SIGALRM, &action, NULL);
    if (!words) return;
    last_words_length = length < sizeof last_words ? length : sizeof last_words;
    memcpy(last_words, words, last_words_length);
    action.sa_handler = say_last_words;
    sigaction(SIGALRM, &action, NULL);
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

pid_t host_fork_detached(void) {
    int nothing = open("/dev/null", O_RDWR);
    if (nothing < 0) return -1;
    pid_t process = fork();
    if (process == 0) {
        const struct sigaction ignore = {.sa_handler = SIG_IGN};
        if (setsid() < 0 || sigaction(SIGTERM, &ignore, NULL) || dup2(nothing, STDIN_FILENO) < 0 ||
            dup2(nothing, STDOUT_FILENO) < 0 || dup2(nothing, STDERR_FILENO) < 0)
            _exit(127);
        if (nothing > STDERR_FILENO) close(nothing);
        return 0;
    }
    int error = errno;
    close(nothing);
    errno = error;
    return process;
}
