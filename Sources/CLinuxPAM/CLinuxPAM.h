#pragma once
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include <security/pam_appl.h>
#include <security/pam_modules.h>
#include <security/pam_ext.h>

/* pam_syslog(3) and pam_prompt(3) are variadic, which Swift cannot call. The format is fixed here, so no text
 * of a user's is ever taken for one. */
static inline void linuxpam_syslog(const pam_handle_t *handle, int priority, const char *text) {
    pam_syslog(handle, priority, "%s", text);
}

static inline int linuxpam_prompt(pam_handle_t *handle, int style, char **response, const char *text) {
    return pam_prompt(handle, style, response, "%s", text);
}
