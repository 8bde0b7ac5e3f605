#define _GNU_SOURCE
#include "CHostSystem.h"

#include <sys/un.h>

/* Fills an address; 0 where the path is too long for one. */
static socklen_t address_of(const char *path, struct sockaddr_un *address) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    size_t length = strlen(path);
    if (length >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return 0;
    }
    memcpy(address->sun_path, path, length);
    return (socklen_t)sizeof *address;
}

static int local_socket(void) { return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); }

int host_connect(const char *path) {
    struct sockaddr_un address;
    socklen_t length = address_of(path, &address);
    int number = length ? local_socket() : -1;
    if (number < 0 || !connect(number, (struct sockaddr *)&address, length)) return number;
    int error = errno;
    close(number);
    errno = error;
    return -1;
}

int host_listen(const char *path, mode_t mode, int backlog) {
    struct sockaddr_un address;
    socklen_t length = address_of(path, &address);
    int number = length ? local_socket() : -1;
    /* Nobody can connect before it listens, and so none before the mode is right. */
    if (number < 0 || (!bind(number, (struct sockaddr *)&address, length) && !chmod(path, mode) &&
                       !listen(number, backlog)))
        return number;
    int error = errno;
    close(number);
    errno = error;
    return -1;
}

int host_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC); }

int host_peer_user(int connection, uid_t *user) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &length)) return -1;
    /* What the kernel says of a socket that has no peer. */
    if (length != sizeof peer || peer.uid == (uid_t)-1) {
        errno = ENOTCONN;
        return -1;
    }
    *user = peer.uid;
    return 0;
}
