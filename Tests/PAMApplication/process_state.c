#define _GNU_SOURCE
#include "process_state.h"

#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <locale.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Ends a test that hangs; long against any of them. */
#define WATCHDOG_SECONDS 180

static void ignore_signal(int number) { (void)number; }

static void end_process(int number) {
    (void)number;
    static const char text[] = "timeout 0\n";
    if (write(STDOUT_FILENO, text, sizeof text - 1) < 0) _exit(4);
    _exit(4);
}

static void handle(int number, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGUSR1);
    sigaction(number, &action, NULL);
}

/* What the caller ignores or blocks says nothing about the tests: a shell lets jobs in the background ignore SIGINT. */
static void forget_the_callers_signals(void) {
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
}

void set_unusual_state(void) {
    forget_the_callers_signals();
    handle(SIGCHLD, ignore_signal);
    handle(SIGTERM, ignore_signal);
    handle(SIGALRM, end_process);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR2);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    struct itimerval timer = {.it_value = {.tv_sec = WATCHDOG_SECONDS}};
    setitimer(ITIMER_REAL, &timer, NULL);
    umask(0137);
}

/* Prints and counts the names in a folder, but for the descriptor that reads it. */
static int list(const char *path, const char *key) {
    DIR *folder = opendir(path);
    if (!folder) exit(3);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.' || atoi(entry->d_name) == dirfd(folder)) continue;
        count++;
        char target[256] = "";
        if (!key) continue;
        if (readlinkat(dirfd(folder), entry->d_name, target, sizeof target - 1) < 0) *target = 0;
        printf("state %s %s %s\n", key, entry->d_name, target);
    }
    closedir(folder);
    return count;
}

int count_descriptors(void) { return list("/proc/self/fd", NULL); }

static void print_signals(void) {
    sigset_t mask;
    sigprocmask(SIG_SETMASK, NULL, &mask);
    for (int number = 1; number < NSIG; number++) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) != 0) continue;
        printf("state signal %d %jx %x %d %d\n", number, (uintmax_t)(uintptr_t)action.sa_handler,
               (unsigned)action.sa_flags, sigismember(&mask, number),
               sigismember(&action.sa_mask, SIGUSR1));
    }
}

static void print_identity(void) {
    uid_t user, effective_user, saved_user;
    gid_t group, effective_group, saved_group, groups[256];
    getresuid(&user, &effective_user, &saved_user);
    getresgid(&group, &effective_group, &saved_group);
    printf("state users %u %u %u\n", user, effective_user, saved_user);
    printf("state groups %u %u %u", group, effective_group, saved_group);
    int count = getgroups(256, groups);
    for (int i = 0; i < count; i++) printf(" %u", groups[i]);
    putchar('\n');
}

void print_state(void) {
    print_signals();
    print_identity();
    struct itimerval timer;
    getitimer(ITIMER_REAL, &timer);
    /* What is left of it changes by itself; that it runs does not. */
    printf("state timer %d %ld\n", timer.it_value.tv_sec > 0, (long)timer.it_interval.tv_sec);
    mode_t mask = umask(0);
    umask(mask);
    printf("state umask %o\n", (unsigned)mask);
    char path[4096];
    printf("state folder %s\n", getcwd(path, sizeof path));
    printf("state locale %s\n", setlocale(LC_ALL, NULL));
    printf("state dumpable %d\n", prctl(PR_GET_DUMPABLE));
    for (int resource = 0; resource < RLIM_NLIMITS; resource++) {
        struct rlimit limit;
        if (getrlimit(resource, &limit) == 0)
            printf("state limit %d %ju %ju\n", resource, (uintmax_t)limit.rlim_cur,
                   (uintmax_t)limit.rlim_max);
    }
    for (char **variable = environ; *variable; variable++) printf("state variable %s\n", *variable);
    int status;
    pid_t child = waitpid(-1, &status, WNOHANG);
    printf("state children %d %d\n", (int)child, child < 0 && errno == ECHILD);
    list("/proc/self/task", "thread");
    list("/proc/self/fd", "descriptor");
}
