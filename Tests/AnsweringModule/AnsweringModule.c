/*
 * A PAM module that gives what it is told, and notes that it was called: its argument is its number in the
 * `struct answers` of the application. In C, since libpam loads it into an application in C.
 */
#include "AnsweringModule.h"

#include <stdlib.h>

/* As libpam declares them; the module is built without libpam's headers, and finds them in the application. */
typedef struct pam_handle pam_handle_t;
struct pam_conv {
    int (*conv)(int, const void **, void **, void *);
    void *appdata_ptr;
};
extern int pam_get_item(const pam_handle_t *, int, const void **) __attribute__((weak));
enum { PAM_CONV = 5, PAM_SYSTEM_ERR = 4 };

int pam_sm_authenticate(pam_handle_t *handle, int flags, int argc, const char **argv);
int pam_sm_setcred(pam_handle_t *handle, int flags, int argc, const char **argv);

int pam_sm_authenticate(pam_handle_t *handle, int flags, int argc, const char **argv) {
    const void *item = NULL;
    (void)flags;
    if (argc < 1 || pam_get_item == NULL || pam_get_item(handle, PAM_CONV, &item) != 0 || item == NULL)
        return PAM_SYSTEM_ERR;
    struct answers *answers = ((const struct pam_conv *)item)->appdata_ptr;
    int number = atoi(argv[0]);
    if (answers->called_count < (int)(sizeof answers->called / sizeof *answers->called))
        answers->called[answers->called_count++] = number;
    return number >= 0 && number < answers->count ? answers->values[number] : PAM_SYSTEM_ERR;
}

int pam_sm_setcred(pam_handle_t *handle, int flags, int argc, const char **argv) {
    (void)handle;
    (void)flags;
    (void)argc;
    (void)argv;
    return 0;
}
