/*
 * Runs a program and kills it at its Nth system call, so that a test can try every one of them.
 *
 *   kill-at-system-call N PROGRAM WORD...
 *
 * Counting begins when the program has written its first line to standard output, or to the socket that is its
 * standard input and output; each call counts when it begins and when it has ended. Exits with 0 where the program was killed, with 1 where it
 * ended before.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

/* Whether the program is about to write what a test reads. */
static int is_output(pid_t program) {
    struct __ptrace_syscall_info info;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, program, sizeof info, &info) < 0) exit(3);
    if (info.op != PTRACE_SYSCALL_INFO_ENTRY) return 0;
    /* A server of one connection has it as both, and may use either. */
    if (info.entry.nr == SYS_sendto) return info.entry.args[0] <= STDOUT_FILENO;
    return info.entry.nr == SYS_write && info.entry.args[0] == STDOUT_FILENO;
}

int main(int count, char **words) {
    if (count < 3) return 2;
    long target = atol(words[1]);
    pid_t program = fork();
    if (program < 0) return 3;
    if (program == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0) _exit(3);
        execv(words[2], words + 2);
        _exit(3);
    }
    int status, counting = 0;
    long calls = 0;
    if (waitpid(program, &status, 0) != program || !WIFSTOPPED(status)) return 3;
    long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL;
    if (ptrace(PTRACE_SETOPTIONS, program, NULL, options) < 0) return 3;
    int delivered = 0;
    for (;;) {
        if (ptrace(PTRACE_SYSCALL, program, NULL, delivered) < 0) return 3;
        if (waitpid(program, &status, 0) != program) return 3;
        if (WIFEXITED(status)) return WEXITSTATUS(status) == 0 ? 1 : 4;
        if (WIFSIGNALED(status)) return 4;
        int is_call = WSTOPSIG(status) == (SIGTRAP | 0x80);
        delivered = is_call ? 0 : WSTOPSIG(status);
        if (!is_call) continue;
        if (counting && ++calls == target) {
            kill(program, SIGKILL);
            waitpid(program, &status, 0);
            return 0;
        }
        if (!counting) counting = is_output(program);
    }
}
