#pragma once
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

/* errno is a macro over a function, which Swift does not see. */
static inline int host_errno(void) { return errno; }

/* openat(2) is variadic, which Swift cannot call. */
static inline int host_openat(int directory, const char *path, int flags, mode_t mode) {
    return openat(directory, path, flags, mode);
}

/* syslog(3) is variadic, which Swift cannot call. The format is fixed here, so no text of a user's is ever taken
 * for one. */
static inline void host_syslog_notice(const char *text) {
    openlog("sallyport", LOG_PID, LOG_AUTHPRIV);
    syslog(LOG_AUTHPRIV | LOG_NOTICE, "%s", text);
}

/* The name is an array of 256 bytes in the structure, which Swift sees as a tuple. */
static inline const char *host_name(const struct dirent *entry) { return entry->d_name; }

/* fstat(2) by its number: linked by name on a current system it would need glibc 2.33. */
int host_fstat(int descriptor, struct stat *status);
