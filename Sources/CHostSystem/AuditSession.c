#include "CHostSystem.h"

/* What the kernel says for "none". */
#define UNSET UINT32_MAX

/* The first line of a file, of at most 39 bytes; an empty text where it cannot be read. */
static void read_line(const char *path, char text[40]) {
    ssize_t length = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        length = pread(file, text, 39, 0);
        close(file);
    }
    text[length > 0 ? length : 0] = 0;
}

/* A decimal number of 32 bits; UNSET where there is none. */
static uint32_t read_number(const char *path) {
    char text[40];
    read_line(path, text);
    uint64_t number = 0;
    const char *next = text;
    for (; *next >= '0' && *next <= '9' && number < UNSET; next++)
        number = number * 10 + (uint64_t)(*next - '0');
    return next == text || (*next && *next != '\n') || number > UNSET ? UNSET : (uint32_t)number;
}

uint32_t host_audit_session(uid_t user) {
    uint32_t session = read_number("/proc/self/sessionid");
    if (session == UNSET || user == UNSET) return 0;
    return read_number("/proc/self/loginuid") == user ? session : 0;
}

int host_boot(uint32_t words[3]) {
    char text[40];
    read_line("/proc/sys/kernel/random/boot_id", text);
    int digits = 0;
    for (const char *next = text; digits < 24; next++) {
        if (*next == '-') continue;
        int is_letter = *next >= 'a' && *next <= 'f';
        if (!is_letter && (*next < '0' || *next > '9')) return 0;
        uint32_t value = (uint32_t)(*next - (is_letter ? 'a' - 10 : '0'));
        words[digits / 8] = words[digits / 8] << 4 | value;
        digits++;
    }
    return 1;
}
