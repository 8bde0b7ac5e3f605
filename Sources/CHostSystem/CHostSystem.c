#define _GNU_SOURCE
#include "CHostSystem.h"

#include <sys/syscall.h>

/* The kernel's structure and the C library's are the same on these machines; elsewhere they need not be. */
#if !defined(__x86_64__) && !defined(__aarch64__)
#error "check that struct stat is the kernel's on this machine"
#endif

int host_fstat(int descriptor, struct stat *status) {
    return (int)syscall(SYS_fstat, descriptor, status);
}
