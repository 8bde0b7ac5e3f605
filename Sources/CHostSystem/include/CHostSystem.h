#pragma once
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <nss.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <syslog.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* errno is a macro over a function, which Swift does not see. */
static inline int host_errno(void) { return errno; }

/* For the calls that tell their end from a failure by errno alone. */
static inline void host_clear_errno(void) { errno = 0; }

/* openat(2) is variadic, which Swift cannot call. */
static inline int host_openat(int directory, const char *path, int flags, mode_t mode) {
    return openat(directory, path, flags, mode);
}

/* syslog(3) is variadic, which Swift cannot call. The format is fixed here, so no text of a user's is ever taken
 * for one. */
static inline void host_syslog(int priority, const char *text) {
    openlog("sallyport", LOG_PID, LOG_AUTHPRIV);
    syslog(LOG_AUTHPRIV | priority, "%s", text);
}

/* The name is an array of 256 bytes in the structure, which Swift sees as a tuple. */
static inline const char *host_name(const struct dirent *entry) { return entry->d_name; }

/* TIOCGWINSZ of ioctl(2), which is variadic, so that Swift cannot call it. Returns 0, or -1 where there is no terminal. */
static inline int host_terminal_size(int descriptor, struct winsize *size) {
    return ioctl(descriptor, TIOCGWINSZ, size);
}

/* wcwidth(3) as it is where characters are Unicode, whatever the locale of this process: what a character takes of a
 * terminal's columns. 1 for a character that is not known, or where the system has no such locale; 0 for what adds to
 * the one before. In C because locales are macros and null pointers by casts. */
int host_character_width(unsigned int character);

/* fstat(2) by its number: linked by name on a current system it would need glibc 2.33. */
int host_fstat(int descriptor, struct stat *status);

/* Starts a program, in a process group of its own, that has `socket` as its standard input and output and
 * nothing as its standard error. No signal is blocked or ignored in it, and it is killed when this process ends
 * before it. Returns 0 or an errno(3) value. In C because of vfork(2), which Swift does not see; posix_spawn(3) cannot
 * bind the life of the one to that of the other. */
int host_spawn(pid_t *process, const char *program, char *const arguments[],
               char *const environment[], int socket);

/* The path of this program's file: as the kernel has it or, where /proc is not mounted, as it was started by; getauxval(3). */
const char *host_own_program(void);

/* Whether a child has ended; it can still be waited for. In C because the result is a union. */
int host_has_ended(pid_t process);

/* socketpair(2), with both ends above the standard descriptors, which an application may have closed: as its
 * own standard input a descriptor would stay close-on-exec. In C because fcntl(2) is variadic. */
int host_socketpair(int ends[2]);

/* Sets SIGCHLD to its default, without which an application that ignores it would leave nothing to wait for.
 * In C because SIG_DFL is a cast, which Swift does not see. */
int host_default_child_signal(struct sigaction *before);

/* The macros of wait(2): the exit code, or -1 where a signal ended the process. */
static inline int host_exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }

/* Closes all descriptors from `first` on. By the number of close_range(2), which glibc has only since 2.34 and the
 * kernel since 5.9. Returns 0, or -1 with errno(3), as those below do. */
int host_close_from(int first);

/* No environment; no core file; no signal blocked, SIGPIPE ignored and SIGALRM deadly. In C because SIG_IGN and SIG_DFL
 * are casts, which Swift does not see. */
int host_limit_damage(void);

/* What SIGALRM is answered with: so many bytes on standard output, and an exit with code 1; the signal's own end where
 * they are NULL. Longer words are cut. In C because a handler may call little, and Swift does not say what it calls. */
void host_last_words(const void *words, size_t length);

/* Becomes a user with this one group for good, and makes sure of it. The process cannot be looked into by others of
 * that user. In C because the calls are GNU's, and each of their results counts. */
int host_become(uid_t user, gid_t group);

/* PR_SET_NO_NEW_PRIVS of prctl(2), which is variadic. */
int host_forbid_new_privileges(void);

/* A stream socket of unix(7): connected to a path, listening at one, and accepted from a listener; -1 with errno(3)
 * where that fails. In C because the address is an array in a structure, and another structure's by a cast. */
int host_connect(const char *path);
int host_listen(const char *path, mode_t mode, int backlog);
int host_accept(int listener);

/* Who opened the other end of such a connection: SO_PEERCRED of unix(7), which the kernel fills in. Returns 0, or -1
 * with errno(3). In C because the structure is GNU's. */
int host_peer_user(int connection, uid_t *user);

/* fork(2), which Swift does not see. The new process is in a session and a process group of its own, so that what
 * kills the group of this one passes it by, has nothing as its standard descriptors, and ignores SIGTERM: systemd sends
 * it to all that a connection leaves behind, where sshd is started for each. What is to kill it with its parent, and an
 * alarm, are not handed down. Returns 0 in the new process, its id in this one, or -1 with errno(3). */
pid_t host_fork_detached(void);

/* Ids of groups in an array of malloc(3) that has room for `size`, 1 at least; `count` of them are there. */
struct host_groups {
    gid_t *ids;
    long count, size;
};

/* What a name service of nsswitch.conf(5) itself says, asked without the C library between, which keeps to itself what
 * failed: it adds the groups of a user, `limit` in all at most, and tells the name of a group, to be freed. Both return
 * what the service does, NSS_STATUS_SUCCESS or NSS_STATUS_NOTFOUND, or something else where it is silent: it does not
 * load, gives no answer, or lacks what it needs for one. In C because a service is a set of functions whose names are
 * made of its own, and because of what they do with pointers. */
int host_add_groups(const char *service, const char *user, gid_t primary, long limit,
                    struct host_groups *groups);
int host_group_name(const char *service, gid_t id, char **name);

/* The number of the audit session of this process, where a login of this user began it; 0 where none did, or that is
 * not known. In C, as the next, because Swift takes many times the machine code to read a number from a file. */
uint32_t host_audit_session(uid_t user);

/* The first 12 bytes of the random id of the time since the kernel was started; whether it is known. */
int host_boot(uint32_t words[3]);

/* Whether sssd(8) answers at this moment: it is asked first what its own libraries ask first. In C because the address is
 * another structure's by a cast. */
int host_sssd_answers(void);
